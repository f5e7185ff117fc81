package io.millrace.model.contract;

import io.millrace.model.Message;
import io.millrace.model.Sample;
import io.millrace.model.Topic;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Proposes a model from messages that were there: a draft for an engineer, in YAML, with what was seen as comments.
 * Bounded: fields beyond {@value #MAX_FIELDS} and places beyond {@value #MAX_PLACES} are counted and left out. Not
 * thread-safe.
 */
public final class ModelProposal {

    static final int MAX_FIELDS = 10_000;
    static final int MAX_PLACES = 10_000;

    private final int baseLevels;
    private final Map<String, Seen> fields = new TreeMap<>();
    /** Messages with several keys in which something of a group was; by the path of the group. */
    private final Map<String, Long> wholes = new HashMap<>();

    private final Set<String> places = new HashSet<>();
    private long messages;
    private long leftOut;
    private long firstMicros = Long.MAX_VALUE;
    private long lastMicros = Long.MIN_VALUE;

    /**
     * @param base the topic or topic filter under which the fields are: {@code umh/v1/acme/+/_historian/pump}. Where it
     *     ends before the contract, fields are what follows the contract
     */
    public ModelProposal(String base) {
        String levels = base.endsWith("/#") ? base.substring(0, base.length() - 2) : base.equals("#") ? "" : base;
        this.baseLevels = levels.isEmpty() ? 0 : levels.split("/", -1).length;
    }

    /** How many messages were taken in. */
    public long messages() {
        return messages;
    }

    /** Takes a message in. */
    public void add(Message.Samples message) {
        messages++;
        Set<String> groups = new LinkedHashSet<>();
        for (Sample sample : message.samples()) {
            firstMicros = Math.min(firstMicros, sample.timestampMicros());
            lastMicros = Math.max(lastMicros, sample.timestampMicros());
            int split = split(sample.topic());
            String place = sample.topic().path().substring(0, split - 1);
            String field = sample.topic().path().substring(split);
            boolean whole = !sample.topic().equals(message.topic());
            if (!seen(place, field, sample, whole)) {
                leftOut++;
            } else if (whole) {
                int from = Math.max(0, message.topic().path().length() + 1 - split);
                for (int slash = field.indexOf('/', from); slash > 0; slash = field.indexOf('/', slash + 1)) {
                    groups.add(field.substring(0, slash));
                }
                groups.add(from == 0 ? "" : field.substring(0, from - 1));
            }
        }
        groups.forEach(group -> wholes.merge(group, 1L, Long::sum));
    }

    private boolean seen(String place, String field, Sample sample, boolean whole) {
        Seen seen = fields.get(field);
        if (seen == null) {
            if (fields.size() == MAX_FIELDS) {
                return false;
            }
            seen = new Seen();
            fields.put(field, seen);
        }
        if (places.contains(place) || places.size() < MAX_PLACES) {
            places.add(place);
            seen.places.add(place);
        }
        seen.add(sample, whole);
        return true;
    }

    /** Where the field begins in a topic: after the base, but never before what follows the contract. */
    private int split(Topic topic) {
        String path = topic.path();
        int nameStart = path.length() - topic.name().length();
        int at = 0;
        for (int level = 0; level < baseLevels; level++) {
            int slash = path.indexOf('/', at);
            if (slash < 0) {
                return path.lastIndexOf('/') + 1; // the base is the tag itself
            }
            at = slash + 1;
        }
        return Math.max(at, nameStart);
    }

    /** The model file. */
    public String yaml(Units units) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "# A proposal from %,d messages at %d %s, with times from %s to %s.%n",
                messages,
                places.size(),
                places.size() == 1 ? "place" : "places",
                time(firstMicros),
                time(lastMicros)));
        text.append("# Read it, put it right, and save it as _NAME_v1.yaml in the folder of the models.\n");
        if (leftOut > 0) {
            text.append("# There were more fields than ").append(MAX_FIELDS).append("; this is not all.\n");
        }
        text.append("description: ...\n\nfields:\n");
        write(text, tree(), "", 1, units);
        return text.toString();
    }

    /** The unit of a field, where somebody knows it. */
    @FunctionalInterface
    public interface Units {
        /** @param topics of the field, one for each place it was seen at */
        @Nullable
        String of(List<String> topics);
    }

    private record Node(Map<String, Node> inner, @Nullable Seen seen) {}

    private Node tree() {
        Node root = new Node(new TreeMap<>(), null);
        fields.forEach((path, seen) -> {
            Node at = root;
            String[] segments = path.split("/");
            for (int i = 0; i < segments.length - 1; i++) {
                at = at.inner().computeIfAbsent(segments[i], name -> new Node(new TreeMap<>(), null));
            }
            at.inner()
                    .merge(
                            segments[segments.length - 1],
                            new Node(new TreeMap<>(), seen),
                            (group, leaf) -> new Node(group.inner(), leaf.seen()));
        });
        return root;
    }

    private void write(StringBuilder text, Node group, String path, int depth, Units units) {
        String indent = "  ".repeat(depth);
        group.inner().forEach((name, node) -> {
            String inner = path.isEmpty() ? name : path + "/" + name;
            Seen seen = node.seen();
            if (!node.inner().isEmpty()) {
                text.append(indent).append(name).append(':');
                text.append(seen == null ? "\n" : "  # was seen as a value too: " + seen.comment() + "\n");
                if (isAlwaysThere(path, wholes.getOrDefault(inner, 0L), Set.of())) {
                    text.append(indent).append("  required: true\n");
                }
                text.append(indent).append("  fields:\n");
                write(text, node, inner, depth + 2, units);
            } else if (seen != null) {
                List<String> topics = seen.places.stream()
                        .map(place -> place + "/" + inner)
                        .sorted()
                        .toList();
                String unit = units.of(topics);
                text.append(indent).append(name).append(": {type: ").append(seen.word());
                text.append(unit == null ? "" : ", unit: " + quoted(unit));
                text.append(isAlwaysThere(path, seen.wholes, seen.places) ? ", required: true}" : "}");
                text.append("  # ").append(seen.comment()).append('\n');
            }
        });
    }

    /** In every message about its group; where there are none, at every place, when there are several. */
    private boolean isAlwaysThere(String group, long timesInWholes, Set<String> at) {
        long all = wholes.getOrDefault(group, 0L);
        return all > 0 ? timesInWholes == all : places.size() > 1 && at.size() == places.size();
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9/. ^-]*[A-Za-z0-9]|[A-Za-z]") ? text : Seen.quoted(text);
    }

    private static String time(long micros) {
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE
                ? "-"
                : Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)).toString();
    }
}

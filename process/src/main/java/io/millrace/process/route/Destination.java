package io.millrace.process.route;

import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Topic;
import io.millrace.model.TopicFilter;
import io.millrace.process.Chains;
import io.millrace.process.MistakeException;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where messages go: a topic for each, made of a template and of the topic it came from. Every topic it makes is legal
 * and matches one of {@link #writes}. Immutable and thread-safe.
 */
final class Destination {

    private static final String FIELD = "field";
    private static final Set<String> PARTS = Set.of("location", "contract", "name", "tag");

    private final Setting setting;
    private final boolean fromRoot;
    private final Template template;
    private final Map<String, String> names;
    private final Map<String, Origin> origins;
    private final Map<String, List<TopicFilter>> covers;
    private final List<String> writes;

    /**
     * @param from as options say it, at least one
     * @param to below the location of the instance, or from the root on when it begins with a slash
     * @param names other names of tags
     * @param fields of events that become tags of their own; none where messages pass as they are
     * @throws MistakeException when they do not fit each other
     */
    static Destination of(
            List<String> from, String to, Map<String, String> names, List<String> fields, Setting setting) {
        Map<String, Origin> origins = new LinkedHashMap<>();
        for (int i = 0; i < from.size(); i++) {
            String key = "from[" + i + "]";
            origins.put(key, Origin.of(key, from.get(i), setting));
        }
        Destination destination = new Destination(to, names, origins, fields, setting);
        destination.refuseLoops();
        return destination;
    }

    private Destination(
            String to, Map<String, String> names, Map<String, Origin> origins, List<String> fields, Setting setting) {
        this.setting = setting;
        this.fromRoot = to.startsWith("/");
        this.names = Map.copyOf(names);
        this.origins = origins;
        try {
            this.template = Template.parse(fromRoot ? to.substring(1) : to);
        } catch (ProblemException illegal) {
            throw new MistakeException("to", illegal.problem());
        }
        checkPlaceholders(!fields.isEmpty());
        Set<String> all = new LinkedHashSet<>();
        this.covers = new LinkedHashMap<>();
        origins.forEach((role, origin) -> {
            List<TopicFilter> filters = new ArrayList<>();
            for (String field : fields.isEmpty() ? List.of("") : fields) {
                String filter = covering(origin, field);
                checkLegal(origin, filter, !fields.isEmpty());
                filters.add(TopicFilter.parse(filter));
                all.add(filter);
            }
            covers.put(role, filters);
        });
        this.writes = List.copyOf(all);
    }

    private void checkPlaceholders(boolean hasFields) {
        for (String placeholder : template.placeholders()) {
            boolean known = PARTS.contains(placeholder)
                    || (placeholder.equals(FIELD) && hasFields)
                    || origins.values().stream().allMatch(origin -> origin.hasWildcard(placeholder));
            if (!known) {
                throw mistake(
                        "template-illegal",
                        "'{" + placeholder + "}' stands for nothing.",
                        placeholder.matches("\\d+")
                                ? "Use numbers from {1} to as many + and # as every 'from' has."
                                : "Use {location}, {contract}, {name}, {tag}, {1}, {2} for what + and # stand for"
                                        + (hasFields ? ", {field}." : "."));
            }
        }
        if (hasFields && !template.placeholders().contains(FIELD)) {
            throw mistake(
                    "template-illegal",
                    "All fields would go to one topic.",
                    "Put {field} into 'to', as in _historian/pieces/{field}.");
        }
    }

    private String covering(Origin origin, String field) {
        String place = origin.base() == 0 ? setting.at() : String.join("/", origin.place());
        String below =
                template.filled(placeholder -> placeholder.equals(FIELD) ? field : origin.pattern(placeholder, names));
        return Filters.covering(root() + (fromRoot ? "" : place + "/") + below);
    }

    private void checkLegal(Origin origin, String filter, boolean fields) {
        Topic example;
        try {
            example = setting.namespace().parse(filter.replace("#", "x").replace("+", "x"));
        } catch (ProblemException illegal) {
            throw new MistakeException("to", illegal.problem());
        }
        boolean fromEvents = origin.levels().get(origin.contract()).equals(Payloads.ANALYTICS);
        boolean toEvents = example.contract().equals(Payloads.ANALYTICS);
        if (fields ? toEvents || !fromEvents : fromEvents != toEvents) {
            throw mistake(
                    "contract-other",
                    fields
                            ? "Fields are taken from events and become samples, and '"
                                    + origin.source().filter() + "' to '" + filter + "' is something else."
                            : "'" + origin.source().filter() + "' carries " + (fromEvents ? "events" : "samples")
                                    + ", and '" + filter + "' " + (toEvents ? "events." : "samples."),
                    "Events stay on _analytics, samples elsewhere; 'fields' makes samples of the fields of events.");
        }
    }

    private void refuseLoops() {
        for (Origin origin : origins.values()) {
            for (String filter : writes) {
                if (Chains.overlap(origin.source().filter(), filter)) {
                    throw mistake(
                            "route-loop",
                            "What is written to '" + filter + "' would be read again from '"
                                    + origin.source().filter() + "'.",
                            "Write to another contract or another name, or read less.");
                }
            }
        }
    }

    private static MistakeException mistake(String code, String message, String remedy) {
        return new MistakeException("to", Problem.of(code, message, remedy));
    }

    List<Source> sources() {
        return origins.values().stream().map(Origin::source).toList();
    }

    /** Topic filters that cover all it makes. */
    List<String> writes() {
        return writes;
    }

    /**
     * The topic for a message, or for a field of it.
     *
     * @param field empty for the whole message
     * @throws ProblemException when no legal topic comes of it
     */
    Topic topic(Input input, String field) {
        Origin origin = origins.get(input.role());
        if (origin == null) {
            throw new IllegalArgumentException("no input '" + input.role() + "'");
        }
        Namespace namespace = setting.namespace();
        Topic from = input.topic();
        String below = template.filled(
                placeholder -> placeholder.equals(FIELD) ? field : origin.value(placeholder, from, namespace, names));
        String place = origin.base() == 0 ? setting.at() : origin.place(from, namespace);
        String path = root() + (fromRoot ? "" : place + "/") + below;
        Topic topic;
        try {
            topic = namespace.parse(path);
        } catch (ProblemException illegal) {
            throw Problem.of(
                            "topic-illegal",
                            "'" + from + "' would go to '" + path + "', which is no topic: "
                                    + illegal.problem().message(),
                            "Correct 'to' of " + setting.name() + ", or read less.")
                    .asException();
        }
        boolean covered =
                covers.getOrDefault(input.role(), List.of()).stream().anyMatch(filter -> filter.matches(path));
        if (!covered) {
            throw Problem.of(
                            "topic-illegal",
                            "'" + from + "' would go to '" + path + "', which is not what 'to' of " + setting.name()
                                    + " means: the contract stands elsewhere in it.",
                            "Name locations so that they do not begin with an underscore.")
                    .asException();
        }
        return topic;
    }

    private String root() {
        return setting.namespace().root() + "/";
    }
}

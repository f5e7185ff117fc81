package io.millrace.app.recompute;

import io.millrace.historian.Recorded;
import io.millrace.historian.Recordings;
import io.millrace.model.Headers;
import io.millrace.model.Problem;
import io.millrace.model.Quality;
import io.millrace.model.TopicFilter;
import io.millrace.model.Value;
import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.Keying;
import io.millrace.process.Routing;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Place;
import io.millrace.process.recompute.Difference;
import io.millrace.process.recompute.Differences;
import io.millrace.process.recompute.Differences.Tally;
import io.millrace.process.recompute.Rerun;
import io.millrace.process.recompute.Span;
import io.millrace.process.recompute.Told;
import io.millrace.process.trial.Area;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One processor over what a historian has stored. Used once, by one thread. */
public final class Recompute {

    /** So many of each input topic are given to the rule from before it begins. */
    private static final int BEFORE = 3;

    private final Recordings recordings;
    private final Definition definition;
    private final Area area;
    private final Span span;
    private final Path folder;
    private final Watch watch;
    private final Set<String> shared = new HashSet<>();
    private final Map<String, Content> lastStored = new HashMap<>();
    private final Map<String, Content> lastTold = new HashMap<>();

    /** Told how far it is; whether to go on. */
    public interface Watch {
        boolean reads(double share, long inputs);

        boolean compares(double share, long outputs);
    }

    /**
     * What came of it.
     *
     * @param complete false when it was told to end
     * @param tallies by topic
     * @param steps of running totals that continue from what was stored: by how much the last one differs from it
     */
    public record Result(
            boolean complete,
            Map<String, Tally> tallies,
            Map<String, Double> steps,
            long inputs,
            long within,
            int instances,
            long refused,
            @Nullable Problem firstRefusal) {
        public Result {
            tallies = Map.copyOf(tallies);
            steps = Map.copyOf(steps);
        }

        /** Of all topics together. */
        public Tally total() {
            Tally total = new Tally();
            tallies.values().forEach(total::add);
            return total;
        }
    }

    /** @param folder for temporary files */
    public Recompute(Recordings recordings, Definition definition, Area area, Span span, Path folder, Watch watch) {
        if (!area.location().isEmpty() && !(definition.plan().keying() instanceof Keying.ByPlace)) {
            throw Problem.of(
                            "location-elsewhere",
                            "The processor '" + definition.name() + "' does not work by locations.",
                            "Leave --location out.")
                    .asException();
        }
        this.recordings = recordings;
        this.definition = definition;
        this.area = area;
        this.span = span;
        this.folder = folder;
        this.watch = watch;
    }

    /** For how long before a time the inputs of a processor matter, and for how long behind it. */
    public static Duration reach(Definition definition) {
        String location = definition.plan().keying() instanceof Keying.ByPlace
                ? definition.setting().at().replace('+', 'x')
                : "";
        return definition
                .plan()
                .rule()
                .apply(new Place(definition.setting().namespace(), location))
                .reach();
    }

    /** @param each told each difference, in the order of time */
    public Result run(Consumer<Difference> each) {
        Routing routing = new Routing(List.of(definition));
        List<TopicFilter> writes =
                definition.plan().writes().stream().map(TopicFilter::parse).toList();
        Set<String> inputs = new HashSet<>();
        Set<String> outputs = new HashSet<>();
        String ours = Headers.PROCESSOR_SOURCE_PREFIX + definition.name();
        for (Recorded.Delivered delivered : recordings.delivered()) {
            String topic = delivered.topic();
            if (!topic.startsWith(definition.setting().namespace().root() + "/")
                    || !area.holds(definition.setting().namespace().parse(topic).location())) {
                continue;
            }
            if (routing.concerns(topic)) {
                inputs.add(topic);
            }
            if (writes.stream().anyMatch(filter -> filter.matches(topic))) {
                outputs.add(topic);
                if (!delivered.source().equals(ours)) {
                    shared.add(topic);
                }
            }
        }
        try (Spool spool = new Spool(folder)) {
            Map<String, Content> standing = standing(outputs);
            Rerun rerun = new Rerun(definition, area, span, standing::get, spool::add);
            boolean complete = rerun(rerun, inputs);
            Differences differences =
                    new Differences(remembering(spool.read()), topic -> !shared.contains(topic), each);
            if (complete) {
                complete = compare(differences, outputs);
            }
            if (complete) {
                differences.finish();
            }
            return new Result(
                    complete,
                    new TreeMap<>(differences.tallies()),
                    steps(),
                    rerun.inputs(),
                    rerun.within(),
                    rerun.instances(),
                    rerun.refused(),
                    rerun.firstRefusal());
        }
    }

    private Map<String, Content> standing(Set<String> outputs) {
        Map<String, Content> standing = new HashMap<>();
        for (Recorded row : recordings.before(outputs, span.fromMicros(), 1)) {
            standing.put(row.topic(), content(row));
        }
        return standing;
    }

    private boolean rerun(Rerun rerun, Set<String> topics) {
        List<String> asked = new ArrayList<>(topics);
        for (Recorded row : recordings.before(asked, span.beginMicros(), BEFORE)) {
            rerun.take(said(row));
        }
        boolean[] goesOn = {true};
        recordings.read(asked, span.beginMicros(), span.endMicros() + 1, row -> {
            rerun.take(said(row));
            goesOn[0] = watch.reads(span.share(row.micros()), rerun.inputs());
            return goesOn[0];
        });
        if (goesOn[0]) {
            rerun.finish();
        }
        return goesOn[0];
    }

    private boolean compare(Differences differences, Set<String> topics) {
        boolean[] goesOn = {true};
        long[] compared = {0};
        double length = Math.max(1, span.toMicros() - span.fromMicros());
        recordings.read(new ArrayList<>(topics), span.fromMicros(), span.toMicros(), row -> {
            Content content = content(row);
            lastStored.put(row.topic(), content);
            differences.stored(new Identity(row.topic(), row.micros(), row.id()), content);
            goesOn[0] = watch.compares((row.micros() - span.fromMicros()) / length, ++compared[0]);
            return goesOn[0];
        });
        return goesOn[0];
    }

    private Iterator<Told> remembering(Iterator<Told> told) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return told.hasNext();
            }

            @Override
            public Told next() {
                Told next = told.next();
                if (!next.open() && next.content() instanceof Content.Measured) {
                    lastTold.put(next.identity().topic(), next.content());
                }
                return next;
            }
        };
    }

    /** Where a running total ends otherwise than it does in what is stored, the live one does not go on from it. */
    private Map<String, Double> steps() {
        Map<String, Double> steps = new TreeMap<>();
        if (definition.kind().equals("counter")) {
            lastTold.forEach((topic, told) -> {
                Double now = number(told);
                Double was = number(lastStored.get(topic));
                boolean runs = topic.endsWith("/total") || topic.endsWith("/scrap");
                if (runs && now != null && was != null && !now.equals(was)) {
                    steps.put(topic, was - now);
                }
            });
        }
        return steps;
    }

    private static @Nullable Double number(@Nullable Content content) {
        return content instanceof Content.Measured measured && measured.value() instanceof Value.Whole whole
                ? Double.valueOf(whole.value())
                : null;
    }

    private Said said(Recorded row) {
        return new Said(definition.setting().namespace().parse(row.topic()), row.micros(), row.id(), 0, content(row));
    }

    static Content content(Recorded row) {
        String payload = row.payload();
        if (payload != null) {
            return new Content.Happened(payload);
        }
        Quality quality = row.quality() == null ? Quality.GOOD : row.quality();
        return row.value() == null && quality.isGood()
                ? new Content.Measured(null, Quality.BAD_NO_DATA)
                : new Content.Measured(row.value(), quality);
    }
}

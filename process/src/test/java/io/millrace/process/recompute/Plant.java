package io.millrace.process.recompute;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.Kind;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Told;
import io.millrace.process.trial.Area;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A line with what was recorded of it, and what a live processor made of that: a log and a database for tests. */
final class Plant {

    static final long SECOND = 1_000_000;
    static final long DAY = 86_400 * SECOND;
    /** 2026-11-01T00:00Z. */
    static final long BEGIN = 1_793_491_200L * SECOND;

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final String LINE = "plant/line-1";
    private static final long LATENESS = 60 * SECOND;
    private static final long PATIENCE = 2 * SECOND;

    /** In the order of arrival. */
    private final List<Arrival> arrivals = new ArrayList<>();
    /** What is stored of outputs. */
    private final Map<Identity, Content> stored = new TreeMap<>();

    private record Arrival(Said said, long logMicros) {}

    static <O extends Record> Definition definition(String name, Kind<O> kind, O options) {
        Setting setting = new Setting(name, NAMESPACE, LINE, ZoneId.of("Europe/Brussels"));
        return new Definition(
                name,
                kind.name(),
                "rev-1",
                setting,
                kind.plan(options, setting),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2));
    }

    static String topic(String below) {
        return "umh/v1/" + LINE + "/" + below;
    }

    /** @param delay how long it was on its way, microseconds */
    Plant record(String below, long micros, Value value, long delay) {
        Topic topic = NAMESPACE.parse(topic(below));
        arrivals.add(new Arrival(new Said(topic, micros, "", 0, Content.of(value)), micros + delay));
        return this;
    }

    /** Seconds after the beginning. */
    Plant record(String below, double second, Value value) {
        return record(below, BEGIN + (long) (second * SECOND), value, 0);
    }

    /** What somebody else said on an output topic, or what is stored there for another reason. */
    Plant store(String below, long micros, Content content) {
        stored.put(new Identity(topic(below), micros, ""), content);
        return this;
    }

    Map<Identity, Content> stored() {
        return stored;
    }

    /** Lets a processor run as a hub does, and stores what it says. */
    Plant live(Definition definition) {
        return live(definition, definition.plan().rule().apply(new Place(NAMESPACE, LINE)));
    }

    private <S> Plant live(Definition definition, Processor<S> rule) {
        Horizon<S> horizon = new Horizon<>(rule, LATENESS, Definition.MOST_HELD, Head.begin(rule, 1), List.of());
        Map<String, String> roles = new HashMap<>();
        definition.plan().sources().forEach(source -> roles.put(source.filter(), source.role()));
        Told told = new Told();
        List<Arrival> sorted = new ArrayList<>(arrivals);
        sorted.sort(Comparator.comparingLong(Arrival::logMicros));
        for (Arrival arrival : sorted) {
            String role = roles.get(arrival.said.topic().path());
            if (role != null) {
                told.hear(horizon.advance(arrival.logMicros - PATIENCE - LATENESS));
                told.hear(horizon.take(arrival.said.as(role), arrival.logMicros).emissions());
            }
        }
        told.hear(horizon.advance(end() - PATIENCE));
        stored.putAll(told.truth());
        return this;
    }

    long end() {
        return arrivals.stream().mapToLong(Arrival::logMicros).max().orElse(BEGIN);
    }

    /** What computing again comes to. */
    record Result(List<Difference> differences, Differences.Tally tally, Rerun rerun) {}

    /** As the command does it: with what lies before for as long as the rule reaches, and what stood before that. */
    Result recompute(Definition definition, long fromMicros, long toMicros) {
        return recompute(definition, fromMicros, toMicros, topic -> true);
    }

    Result recompute(
            Definition definition, long fromMicros, long toMicros, java.util.function.Predicate<String> alone) {
        Processor<?> rule = definition.plan().rule().apply(new Place(NAMESPACE, LINE));
        long reach = rule.reach().toNanos() / 1000;
        long settled = end() - LATENESS - PATIENCE - 5 * SECOND;
        Span span = new Span(fromMicros - reach, fromMicros, Math.min(toMicros, settled), settled, end());
        TreeMap<Identity, io.millrace.process.recompute.Told> told = new TreeMap<>();
        Rerun rerun = new Rerun(
                definition,
                Area.EVERYWHERE,
                span,
                topic -> standing(topic, fromMicros),
                one -> told.merge(
                        one.identity(),
                        one,
                        (before, now) -> new io.millrace.process.recompute.Told(
                                now.identity(), now.content(), before.open() || now.open())));
        inputs(span.beginMicros(), end()).forEach(rerun::take);
        rerun.finish();
        List<Difference> differences = new ArrayList<>();
        Differences compared = new Differences(told.values().iterator(), alone, differences::add);
        stored.forEach((identity, content) -> {
            if (span.compares(identity.timestampMicros())) {
                compared.stored(identity, content);
            }
        });
        compared.finish();
        Differences.Tally tally = new Differences.Tally();
        compared.tallies().values().forEach(tally::add);
        return new Result(differences, tally, rerun);
    }

    private @Nullable Content standing(String topic, long micros) {
        Content last = null;
        for (Map.Entry<Identity, Content> one : stored.entrySet()) {
            if (one.getKey().topic().equals(topic) && one.getKey().timestampMicros() < micros) {
                last = one.getValue();
            }
        }
        return last;
    }

    /** In the order of time, and of each topic the last three from before. */
    private List<Said> inputs(long begin, long end) {
        List<Said> sorted = arrivals.stream()
                .map(Arrival::said)
                .sorted(Comparator.comparing(Said::identity))
                .toList();
        Map<String, List<Said>> before = new HashMap<>();
        List<Said> taken = new ArrayList<>();
        for (Said said : sorted) {
            if (said.identity().timestampMicros() < begin) {
                List<Said> last = before.computeIfAbsent(said.topic().path(), any -> new ArrayList<>());
                last.add(said);
                if (last.size() > 3) {
                    last.remove(0);
                }
            } else if (said.identity().timestampMicros() <= end) {
                taken.add(said);
            }
        }
        List<Said> all = new ArrayList<>();
        before.values().forEach(all::addAll);
        all.sort(Comparator.comparing(Said::identity));
        all.addAll(taken);
        return all;
    }

    /** Takes what was found over what is stored. */
    void apply(List<Difference> differences) {
        for (Difference difference : differences) {
            Content now = difference.now();
            if (now == null) {
                stored.remove(difference.identity());
            } else {
                stored.put(difference.identity(), now);
            }
        }
    }
}

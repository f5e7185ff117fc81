package io.millrace.streams;

import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import io.millrace.model.Topic;
import io.millrace.model.contract.Judge;
import io.millrace.process.Chains;
import io.millrace.process.Definition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The processors of this process, running. Processes of one application share the work: when one ends or dies, the others
 * go on with its part where it was, and every input counts exactly once. Thread-safe.
 */
public final class Streams implements MetricSource, AutoCloseable {

    private final List<Definition> definitions;
    private final Map<String, Figures> figures;
    private final Engine engine;

    private Streams(List<Definition> definitions, Map<String, Figures> figures, Engine engine) {
        this.definitions = definitions;
        this.figures = figures;
        this.engine = engine;
    }

    /**
     * Begins, and returns at once: finding the log and reading back the state goes on behind, and is tried again as long
     * as it fails.
     *
     * @param definitions names are unique
     * @param routes which topic of the log a topic of the namespace goes to
     * @param judges what is asked of what is written to a topic; empty for nothing
     */
    public static Streams start(
            StreamsSettings settings,
            List<Definition> definitions,
            Function<Topic, LogTopic> routes,
            Function<Topic, Optional<Judge>> judges,
            Clock clock) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        definitions.forEach(definition -> figures.put(definition.name(), new Figures()));
        Sayings sayings = new Sayings(settings.origin());
        Engine engine = new Engine(
                settings,
                partitions -> new Plant(
                        settings,
                        definitions,
                        figures,
                        routes,
                        judges,
                        partitions,
                        new Reach(partitions, Plant.hasWayHome(definitions), Chains.longest(definitions)),
                        new Pace(partitions),
                        sayings,
                        clock));
        Streams streams = new Streams(List.copyOf(definitions), figures, engine);
        engine.start();
        return streams;
    }

    /** How each processor does here, in the order of the site file. */
    public List<ProcessorStatus> processors() {
        return definitions.stream()
                .map(definition ->
                        figures(definition).status(definition.name(), definition.kind(), definition.revision()))
                .toList();
    }

    private Figures figures(Definition definition) {
        return Objects.requireNonNull(figures.get(definition.name()));
    }

    public EngineStatus engine() {
        return engine.status();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (ProcessorStatus status : processors()) {
            metrics.add(counter("processor_inputs", "Inputs that reached a processor.", status, status.inputs()));
            metrics.add(counter(
                    "processor_outputs", "What processors said, corrections included.", status, status.outputs()));
            metrics.add(counter(
                    "processor_corrections",
                    "What processors said anew of something they had said before.",
                    status,
                    status.corrections()));
            metrics.add(counter(
                    "processor_late", "Inputs that came late and were put in their place.", status, status.late()));
            metrics.add(counter("processor_too_late", "Inputs that came too late to count.", status, status.tooLate()));
            metrics.add(counter(
                    "processor_refused",
                    "Inputs that could not be used, and outputs that do not fit their model: quarantine.",
                    status,
                    status.refused()));
            metrics.add(new Metric(
                    "processor_instances",
                    "Instances of a processor that are at home here.",
                    Metric.Kind.GAUGE,
                    Map.of("processor", status.name()),
                    status.instances()));
        }
        return metrics;
    }

    private static Metric counter(String name, String help, ProcessorStatus status, long value) {
        return new Metric(name, help, Metric.Kind.COUNTER, Map.of("processor", status.name()), value);
    }

    /** Ends within seconds: what is under way is committed, and others take over at once. Idempotent. */
    @Override
    public void close() {
        engine.close();
    }
}

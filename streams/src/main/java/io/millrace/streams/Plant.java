package io.millrace.streams;

import io.millrace.model.LogTopic;
import io.millrace.model.Topic;
import io.millrace.process.Definition;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What all partitions have in common: the processors, their figures, and the ways out. Thread-safe.
 *
 * @param figures by the name of the processor
 * @param routes the route of a topic
 * @param partitions of the log's routes
 */
record Plant(
        StreamsSettings settings,
        List<Definition> definitions,
        Map<String, Figures> figures,
        Function<Topic, LogTopic> routes,
        int partitions,
        Sayings sayings,
        Clock clock) {

    /** So many inputs are held by each instance at most: what is later than they are old is too late. */
    private static final int MOST_HELD = 2000;

    Plant {
        definitions = List.copyOf(definitions);
        figures = Map.copyOf(figures);
    }

    Figures figures(Definition definition) {
        return Objects.requireNonNull(figures.get(definition.name()));
    }

    LogTopic route(Topic topic) {
        return routes.apply(topic);
    }

    int mostHeld() {
        return MOST_HELD;
    }
}

package io.millrace.streams;

import io.millrace.model.LogTopic;
import io.millrace.model.Topic;
import io.millrace.model.contract.Judge;
import io.millrace.process.Addresses;
import io.millrace.process.Definition;
import io.millrace.process.Keying;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.utils.Utils;

/**
 * What all partitions have in common: the processors, their figures, and the ways out. Thread-safe.
 *
 * @param figures by the name of the processor
 * @param routes the route of a topic
 * @param judges what is asked of what is written to a topic
 * @param partitions of the log's routes
 * @param reach up to when everything has been processed
 * @param pace how far the log may be read
 */
record Plant(
        StreamsSettings settings,
        List<Definition> definitions,
        Map<String, Figures> figures,
        Function<Topic, LogTopic> routes,
        Function<Topic, Optional<Judge>> judges,
        int partitions,
        Reach reach,
        Pace pace,
        Sayings sayings,
        Clock clock) {

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

    /** The topic of the way home. */
    String homewards() {
        return settings.homewards();
    }

    /** Whether any instance is at home elsewhere than where its inputs arrive. */
    boolean hasWayHome() {
        return hasWayHome(definitions);
    }

    /** The same, of these. */
    static boolean hasWayHome(List<Definition> definitions) {
        return definitions.stream().anyMatch(definition -> {
            Keying keying = definition.plan().keying();
            if (keying instanceof Keying.ByTopic) {
                return false;
            }
            return Addresses.at(definition, "any").gathers();
        });
    }

    /** The partition Kafka's own clients write a key to. */
    int partition(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}

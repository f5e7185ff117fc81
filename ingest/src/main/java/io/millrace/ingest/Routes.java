package io.millrace.ingest;

import io.millrace.model.LogTopic;
import io.millrace.model.Payloads;
import io.millrace.model.Topic;
import io.millrace.model.TopicFilter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which route a message takes: {@link LogTopic#EVENTS}, the high-integrity one, or {@link LogTopic#SAMPLES}, the
 * high-throughput one. The most particular word counts: first the exact topic, then the first filter that matches, then
 * the contract; a topic of which nothing says anything is high-throughput. Immutable.
 *
 * <p>The answer depends on the topic alone, so every message of a tag takes the same route: only within one route is
 * their order kept. A payload with several keys is one message of the topic it came on, and takes that topic's route.
 *
 * @param byTopic full topic to route
 * @param byFilter in the order of their precedence
 * @param byContract contract with its underscore to route
 */
public record Routes(Map<String, LogTopic> byTopic, List<FilterRoute> byFilter, Map<String, LogTopic> byContract) {

    /** The route of all topics that a filter matches. */
    public record FilterRoute(TopicFilter filter, LogTopic log) {
        public FilterRoute {
            Objects.requireNonNull(filter);
            requireRoute(log);
        }
    }

    /** @throws IllegalArgumentException when one leads to a topic of the log that is no route */
    public Routes {
        byTopic = routes(byTopic);
        byFilter = List.copyOf(byFilter);
        byContract = routes(byContract);
    }

    /** By contract only. */
    public Routes(Map<String, LogTopic> byContract) {
        this(Map.of(), List.of(), byContract);
    }

    /** Business events on the high-integrity route, everything else on the high-throughput one. */
    public static Routes defaults() {
        return new Routes(Map.of(Payloads.ANALYTICS, LogTopic.EVENTS));
    }

    /** Tries the filters one by one: whoever asks for every message remembers the answer with the topic. */
    public LogTopic of(Topic topic) {
        LogTopic exact = byTopic.get(topic.path());
        if (exact != null) {
            return exact;
        }
        for (FilterRoute route : byFilter) {
            if (route.filter().matches(topic.path())) {
                return route.log();
            }
        }
        return byContract.getOrDefault(topic.contract(), LogTopic.SAMPLES);
    }

    private static Map<String, LogTopic> routes(Map<String, LogTopic> given) {
        Collection<LogTopic> logs = given.values();
        logs.forEach(Routes::requireRoute);
        return Map.copyOf(given);
    }

    private static void requireRoute(LogTopic log) {
        if (log != LogTopic.SAMPLES && log != LogTopic.EVENTS) {
            throw new IllegalArgumentException(log + " is no route");
        }
    }
}

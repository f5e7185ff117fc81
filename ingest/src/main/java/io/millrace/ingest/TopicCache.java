package io.millrace.ingest;

import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parsed topics with their routes. A plant publishes on the same topics again and again; parsing each time would cost
 * more than the rest of the admission. Thread-safe. When full it starts over: the live topics are back within a second,
 * and nothing has to be kept about who was used when. Illegal topics are not remembered.
 */
final class TopicCache {

    /** What the topic alone decides. */
    record Known(Topic topic, LogTopic route) {}

    private final Namespace namespace;
    private final Routes routes;
    private final int limit;
    private final ConcurrentHashMap<String, Known> topics = new ConcurrentHashMap<>();

    TopicCache(Namespace namespace, Routes routes, int limit) {
        this.namespace = namespace;
        this.routes = routes;
        this.limit = limit;
    }

    /** @throws io.millrace.model.ProblemException as {@link Namespace#parse} */
    Known parse(String path) {
        Known known = topics.get(path);
        if (known != null) {
            return known;
        }
        Topic topic = namespace.parse(path);
        Known fresh = new Known(topic, routes.of(topic));
        if (topics.size() >= limit) {
            topics.clear();
        }
        topics.put(path, fresh);
        return fresh;
    }

    int size() {
        return topics.size();
    }
}

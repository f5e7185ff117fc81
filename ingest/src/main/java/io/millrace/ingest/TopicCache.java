package io.millrace.ingest;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parsed topics. A plant publishes on the same topics again and again; parsing each time would cost more than the rest
 * of the admission. Thread-safe. When full it starts over: the live topics are back within a second, and nothing has to
 * be kept about who was used when. Illegal topics are not remembered.
 */
final class TopicCache {

    private final Namespace namespace;
    private final int limit;
    private final ConcurrentHashMap<String, Topic> topics = new ConcurrentHashMap<>();

    TopicCache(Namespace namespace, int limit) {
        this.namespace = namespace;
        this.limit = limit;
    }

    /** @throws io.millrace.model.ProblemException as {@link Namespace#parse} */
    Topic parse(String path) {
        Topic known = topics.get(path);
        if (known != null) {
            return known;
        }
        Topic topic = namespace.parse(path);
        if (topics.size() >= limit) {
            topics.clear();
        }
        topics.put(path, topic);
        return topic;
    }

    int size() {
        return topics.size();
    }
}

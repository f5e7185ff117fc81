package io.millrace.ingest;

import io.millrace.ingest.TopicRules.Known;
import io.millrace.model.Namespace;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parsed topics with what they decide. A plant publishes on the same topics again and again; parsing each time would cost
 * more than the rest of the admission. Thread-safe. When full it starts over: the live topics are back within a second,
 * and nothing has to be kept about who was used when. Illegal topics are not remembered.
 */
final class TopicCache {

    private final Namespace namespace;
    private final TopicRules rules;
    private final int limit;
    private final ConcurrentHashMap<String, Known> topics = new ConcurrentHashMap<>();

    TopicCache(Namespace namespace, TopicRules rules, int limit) {
        this.namespace = namespace;
        this.rules = rules;
        this.limit = limit;
    }

    /** @throws io.millrace.model.ProblemException as {@link Namespace#parse} */
    Known parse(String path) {
        Known known = topics.get(path);
        if (known != null) {
            return known;
        }
        Known fresh = rules.of(namespace.parse(path));
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

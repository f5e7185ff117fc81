package io.millrace.ingest;

import io.millrace.model.LogTopic;
import io.millrace.model.Topic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the topic alone decides about its messages: their route, and the model they have to fit. To be asked once for a
 * topic, and remembered with it. Thread-safe.
 */
record TopicRules(Routes routes, Contracts contracts) {

    /**
     * What is known of a topic.
     *
     * @param contract absent when there is nothing to check, which is so for most
     */
    record Known(Topic topic, LogTopic route, @Nullable Contract contract) {}

    TopicRules {
        Objects.requireNonNull(routes);
        Objects.requireNonNull(contracts);
    }

    /** Without models. */
    static TopicRules of(Routes routes) {
        return new TopicRules(routes, Contracts.none());
    }

    Known of(Topic topic) {
        return new Known(topic, routes.of(topic), contracts.of(topic));
    }
}

package io.millrace.ingest;

import io.millrace.model.LogTopic;
import io.millrace.model.Payloads;
import io.millrace.model.Topic;
import java.util.Map;

/**
 * Which topic of the log a message goes to, by its contract. A contract that is not named here takes the
 * high-throughput route, {@link LogTopic#SAMPLES}.
 *
 * @param byContract contract with its underscore to topic of the log
 */
public record Routes(Map<String, LogTopic> byContract) {

    public Routes {
        byContract = Map.copyOf(byContract);
    }

    /** Business events on the high-integrity route, everything else on the high-throughput one. */
    public static Routes defaults() {
        return new Routes(Map.of(Payloads.ANALYTICS, LogTopic.EVENTS));
    }

    public LogTopic of(Topic topic) {
        return byContract.getOrDefault(topic.contract(), LogTopic.SAMPLES);
    }
}

package io.millrace.model;

import java.util.Optional;

/** The topics of the log. What travels together fails together, so each kind of integrity has its own. */
public enum LogTopic {
    /** The high-throughput route: process values. */
    SAMPLES("millrace.samples"),
    /** The high-integrity route: whatever the business counts on; on disk before it is acknowledged. */
    EVENTS("millrace.events"),
    /** What could not be processed, with the reason. */
    QUARANTINE("millrace.quarantine"),
    /** Writes to devices, and their outcomes. */
    COMMANDS("millrace.commands"),
    /** Who changed what. */
    AUDIT("millrace.audit"),
    /** What was shed or missed at the rim, and so is in no other topic ({@link LedgerFact}). */
    LEDGER("millrace.ledger");

    private final String topicName;

    LogTopic(String topicName) {
        this.topicName = topicName;
    }

    /** The name of the Kafka topic. */
    public String topicName() {
        return topicName;
    }

    public static Optional<LogTopic> byName(String topicName) {
        for (LogTopic topic : values()) {
            if (topic.topicName.equals(topicName)) {
                return Optional.of(topic);
            }
        }
        return Optional.empty();
    }
}

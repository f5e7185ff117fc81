package io.millrace.model;

import java.util.Objects;

/**
 * One partition of a topic of the log.
 *
 * @param number from 0
 */
public record LogPartition(LogTopic log, int number) {

    public LogPartition {
        Objects.requireNonNull(log);
    }

    @Override
    public String toString() {
        return log.topicName() + "-" + number;
    }
}

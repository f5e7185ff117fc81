package io.millrace.model;

import java.util.Objects;

/**
 * A record with its place in the log.
 *
 * @param offset its number within the partition
 * @param timestampMillis when the log took it, milliseconds since 1970
 */
public record StoredRecord(LogPartition partition, long offset, long timestampMillis, LogRecord record) {

    public StoredRecord {
        Objects.requireNonNull(partition);
        Objects.requireNonNull(record);
    }
}

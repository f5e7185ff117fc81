package io.millrace.model;

import java.util.List;
import java.util.Map;

/** Someone who follows the log and leaves the place where it is with the log. Called by one thread at a time. */
@FunctionalInterface
public interface RecordHandler {

    /**
     * Takes a batch, in the order of offsets within each partition. On an exception, and when the process ends, what
     * was taken since the place was last noted is delivered again: each record at least once.
     */
    void handle(List<StoredRecord> records) throws Exception;

    /**
     * Told where it goes on, before the first record, again after each failure and whenever partitions are assigned.
     *
     * @param next the offset of the next record; a partition that is absent starts at its beginning
     */
    default void goesOnAt(Map<LogPartition, Long> next) {}

    /** Whether everything it took is done with: only then its place is noted. */
    default boolean isSettled() {
        return true;
    }

    /** Told when there is nothing to read for a moment, and at the end: the time for what was put off. */
    default void settle() throws Exception {}
}

package io.millrace.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Someone who follows the log and keeps the offsets together with what it made of the records, so that both are
 * stored or neither is. Called by one thread at a time.
 */
public interface LogSink {

    /**
     * Where to go on: the offset of the next record for each of these partitions. A partition that is absent starts at
     * its beginning. Called at the start, and again after each failure and whenever partitions are assigned.
     */
    Map<LogPartition, Long> positions(Collection<LogPartition> partitions) throws Exception;

    /**
     * Stores a batch and where to go on after it, as one. Returns when it is durable. On an exception nothing is
     * stored; the caller waits a little, asks for the positions again and delivers again, for as long as it takes.
     *
     * @param records in the order of their offsets within each partition; none where only marks of transactions, or
     *     records of transactions that were given up, lie between where it was and {@code next}
     * @param next the offset to go on at for each partition of the batch: after its last record, and after what is none
     */
    void store(List<StoredRecord> records, Map<LogPartition, Long> next) throws Exception;

    /** Told when there is nothing to read for a moment, and at the end: the time for what was put off. */
    default void settle() throws Exception {}
}

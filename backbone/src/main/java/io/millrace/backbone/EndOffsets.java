package io.millrace.backbone;

import io.millrace.model.LogPartition;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the log ends, as far as anyone here has heard. Thread-safe. */
final class EndOffsets {

    private final Map<LogPartition, Long> ends = new ConcurrentHashMap<>();

    /** Someone has seen the log reach this far. */
    void atLeast(LogPartition partition, long end) {
        ends.merge(partition, end, Math::max);
    }

    /** The partition turned out to end here: the topic was made anew. */
    void reset(LogPartition partition, long end) {
        ends.put(partition, end);
    }

    long of(LogPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    Map<LogPartition, Long> all() {
        return Map.copyOf(ends);
    }

    /** Records up to the end from these positions; a partition without position counts from 0. */
    long beyond(Collection<LogPartition> partitions, Map<LogPartition, Long> positions) {
        long records = 0;
        for (LogPartition partition : partitions) {
            records += Math.max(0, of(partition) - positions.getOrDefault(partition, 0L));
        }
        return records;
    }
}

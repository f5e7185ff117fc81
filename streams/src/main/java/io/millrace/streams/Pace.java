package io.millrace.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the log may be read. After an outage one partition may be read hours ahead of another, and an instance with inputs
 * in both would have to hold all of them; so nobody who has much to read goes much further than the slowest of those who have,
 * here or in another process. Thread-safe.
 */
final class Pace {

    private static final Logger log = LoggerFactory.getLogger(Pace.class);

    /** Of the log's time; who is further ahead than that reads only some records more. */
    private static final long AHEAD = TimeUnit.SECONDS.toMicros(60);

    /** Where a minute holds little, this is what goes on between two looks. */
    private static final long RECORDS = 4_000;
    /** What is less is read in a moment: nobody waits for it, nor with it. */
    private static final long MUCH = 1_000;
    /** So long a partition that does not move is waited for. */
    private static final long PATIENCE = TimeUnit.MINUTES.toMicros(10);

    private final int partitions;
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private volatile long bound = Long.MAX_VALUE;

    private int slowest = -1;
    private long slowestReadTo;
    private long stoodSinceMicros;

    Pace(int partitions) {
        this.partitions = partitions;
    }

    /** @param homewards the topic of the way home, where everything has been read before */
    synchronized void look(Reach.Look look, String homewards) {
        Backlog[] backlogs = new Backlog[partitions];
        look.ends().forEach((partition, end) -> {
            if (!partition.topic().equals(homewards)) {
                ends.put(partition, end);
                long left = end - look.next().getOrDefault(partition, 0L);
                long readTo = look.readTo().getOrDefault(partition, Long.MIN_VALUE);
                Backlog before = backlogs[partition.partition()];
                backlogs[partition.partition()] =
                        before == null ? new Backlog(left, readTo) : before.with(left, readTo);
            }
        });
        int last = -1;
        for (int partition = 0; partition < partitions; partition++) {
            Backlog backlog = backlogs[partition];
            if (backlog != null && backlog.left >= MUCH && (last < 0 || backlog.readTo < backlogs[last].readTo)) {
                last = partition;
            }
        }
        bound = last < 0 || hasStood(last, backlogs[last].readTo, look.nowMicros())
                ? Long.MAX_VALUE
                : Math.max(Long.MIN_VALUE + AHEAD, backlogs[last].readTo) + AHEAD;
    }

    /**
     * What the routes have left in one partition. The engine takes what lies in both by the log's time, so it has come as
     * far as the newest of what it has taken of either.
     */
    private record Backlog(long left, long readTo) {

        Backlog with(long more, long another) {
            return new Backlog(left + more, Math.max(readTo, another));
        }
    }

    private boolean hasStood(int partition, long readTo, long nowMicros) {
        if (partition != slowest || readTo != slowestReadTo) {
            slowest = partition;
            slowestReadTo = readTo;
            stoodSinceMicros = nowMicros;
            return false;
        }
        if (nowMicros - stoodSinceMicros < PATIENCE) {
            return false;
        }
        if (bound != Long.MAX_VALUE) {
            log.atWarn()
                    .addKeyValue("partition", partition)
                    .log(
                            "a partition of the log has not been read on for ten minutes; the others no longer wait for it");
        }
        return true;
    }

    /** Whether anybody is to wait. */
    boolean holds() {
        return bound != Long.MAX_VALUE;
    }

    /** Whether what the log took at this time, milliseconds since 1970, is far ahead. */
    boolean isAhead(long logMillis) {
        return TimeUnit.MILLISECONDS.toMicros(logMillis) > bound;
    }

    /**
     * Whether to read on.
     *
     * @param aheadSince offset of the first record that was found to be far ahead
     * @param offset of the last record that was read
     */
    boolean mayReadOn(TopicPartition partition, long aheadSince, long offset) {
        return offset - aheadSince < RECORDS || ends.getOrDefault(partition, 0L) - offset <= MUCH;
    }
}

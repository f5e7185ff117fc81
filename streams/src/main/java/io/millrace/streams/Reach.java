package io.millrace.streams;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to when everything that the log took has been processed: only so far does silence mean that nothing came. Where the
 * log ended at a moment is noted; once as much is committed, time has passed up to that moment. Thread-safe.
 */
final class Reach {

    /** Moments that are remembered while the work is behind; with more, every second one is forgotten. */
    private static final int MOST = 512;

    private record Moment(long micros, Map<TopicPartition, Long> ends) {}

    private final boolean together;
    private final long[] upTo;
    private final Deque<Moment> moments = new ArrayDeque<>();

    /**
     * @param partitions of the log's routes
     * @param together whether what is processed in one partition may concern an instance in another
     */
    Reach(int partitions, boolean together) {
        this.together = together;
        this.upTo = new long[partitions];
        Arrays.fill(upTo, Long.MIN_VALUE);
    }

    /**
     * Notes where the log ended.
     *
     * @param micros a moment before that was asked, microseconds since 1970
     */
    synchronized void ended(long micros, Map<TopicPartition, Long> ends) {
        if (moments.size() >= MOST) {
            boolean second = false;
            for (Iterator<Moment> each = moments.iterator(); each.hasNext(); second = !second) {
                each.next();
                if (second) {
                    each.remove();
                }
            }
        }
        moments.addLast(new Moment(micros, Map.copyOf(ends)));
    }

    /** @param next the offsets up to which the work is committed; a partition without any stands at its beginning */
    synchronized void committed(Map<TopicPartition, Long> next) {
        for (Moment moment : moments) {
            for (int partition = 0; partition < upTo.length; partition++) {
                if (isReached(moment, partition, next)) {
                    upTo[partition] = Math.max(upTo[partition], moment.micros);
                }
            }
        }
        long slowest = slowest();
        moments.removeIf(moment -> moment.micros <= slowest);
    }

    private static boolean isReached(Moment moment, int partition, Map<TopicPartition, Long> next) {
        return moment.ends.entrySet().stream()
                .filter(end -> end.getKey().partition() == partition)
                .allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** Microseconds since 1970: what the log took before, of what concerns this partition, has been processed. */
    synchronized long upTo(int partition) {
        return together ? slowest() : upTo[partition];
    }

    private long slowest() {
        long slowest = Long.MAX_VALUE;
        for (long one : upTo) {
            slowest = Math.min(slowest, one);
        }
        return slowest;
    }
}

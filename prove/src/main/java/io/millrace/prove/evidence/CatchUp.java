package io.millrace.prove.evidence;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Waits until the historian has stored and counted everything the log holds. */
public final class CatchUp {

    private static final long POLL_MILLIS = 200;

    private CatchUp() {}

    /** How far behind each partition is; empty when nothing is. */
    public static Map<TopicPartition, Long> behind(LogEvidence log, HistorianEvidence historian) {
        Map<TopicPartition, Long> reached = historian.reached();
        Map<TopicPartition, Long> behind = new HashMap<>();
        log.ends().forEach((partition, end) -> {
            long left = end - reached.getOrDefault(partition, 0L);
            if (left > 0) {
                behind.put(partition, left);
            }
        });
        return behind;
    }

    /**
     * Waits.
     *
     * @param standstill longest time without coming nearer
     * @param limit longest time in all
     * @return what is still missing in the end; empty when it has caught up
     */
    public static Map<TopicPartition, Long> await(
            LogEvidence log, HistorianEvidence historian, Duration standstill, Duration limit)
            throws InterruptedException {
        long begin = System.nanoTime();
        long moved = begin;
        long least = Long.MAX_VALUE;
        while (true) {
            Map<TopicPartition, Long> behind = behind(log, historian);
            long now = System.nanoTime();
            long left = behind.values().stream().mapToLong(Long::longValue).sum();
            if (left < least) {
                least = left;
                moved = now;
            }
            if (behind.isEmpty() || now - moved > standstill.toNanos() || now - begin > limit.toNanos()) {
                return behind;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}

package io.millrace.app.recompute;

import io.millrace.model.LogPartition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * When the next corrections may go into the log. What comes live waits in the same queue for the same historian: so as long
 * as the oldest corrections that were written are not stored within a short time, nobody adds more. When the plant is busy
 * they take longer, and what is left over is less. Pure; not thread-safe.
 */
final class Yielding {

    /** What comes live is stored later by about as much, at most. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** For a historian that takes everything at once. */
    private static final int MOST_AHEAD = 20_000;

    private record Written(Map<LogPartition, Long> next, int count, long nanos) {}

    private final Deque<Written> underWay = new ArrayDeque<>();
    private int ahead;

    /** @param next behind the last record of each partition */
    void written(Map<LogPartition, Long> next, int count, long nanos) {
        underWay.add(new Written(next, count, nanos));
        ahead += count;
    }

    /** How far the historian is. */
    void stored(Map<LogPartition, Long> stored) {
        while (!underWay.isEmpty() && isStored(underWay.getFirst().next, stored)) {
            ahead -= underWay.removeFirst().count;
        }
    }

    private static boolean isStored(Map<LogPartition, Long> next, Map<LogPartition, Long> stored) {
        return next.entrySet().stream().allMatch(one -> stored.getOrDefault(one.getKey(), 0L) >= one.getValue());
    }

    boolean mayWrite(long nanos) {
        return underWay.isEmpty() || (ahead < MOST_AHEAD && nanos - underWay.getFirst().nanos < MOST_NANOS);
    }

    /** How many are written and not known to be stored. */
    int ahead() {
        return ahead;
    }
}

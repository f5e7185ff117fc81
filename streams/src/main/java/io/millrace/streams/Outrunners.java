package io.millrace.streams;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Inputs that were read before others that the log took earlier: while the work is behind, one partition may be hours ahead
 * of another. Remembers coarsely when they came and how new they are. Used by one thread.
 */
final class Outrunners {

    private static final int MOST = 64;
    /** Inputs that the log took within this time go together. */
    private static final long TOGETHER = 100_000;

    private final Deque<Group> groups = new ArrayDeque<>();

    private static final class Group {
        private final long firstLogMicros;
        private long logMicros;
        private long newest;

        private Group(long logMicros, long newest) {
            this.firstLogMicros = logMicros;
            this.logMicros = logMicros;
            this.newest = newest;
        }
    }

    /**
     * @param logMicros when the log took it, microseconds since 1970
     * @param micros its own time
     */
    void add(long logMicros, long micros) {
        Group last = groups.peekLast();
        if (last == null || (logMicros - last.firstLogMicros > TOGETHER && groups.size() < MOST)) {
            groups.addLast(new Group(logMicros, micros));
        } else {
            last.logMicros = Math.max(last.logMicros, logMicros);
            last.newest = Math.max(last.newest, micros);
        }
    }

    /**
     * Forgets those that are no longer ahead.
     *
     * @param reach up to when all that the log took has been processed, microseconds since 1970
     * @return the newest time among them, or {@link Long#MIN_VALUE} when there are none
     */
    long caughtUp(long reach) {
        long newest = Long.MIN_VALUE;
        while (!groups.isEmpty() && groups.peekFirst().logMicros <= reach) {
            newest = Math.max(newest, groups.removeFirst().newest);
        }
        return newest;
    }

    /** Whether none is ahead. */
    boolean isEmpty() {
        return groups.isEmpty();
    }
}

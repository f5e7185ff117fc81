package io.millrace.ingest;

import java.time.Duration;

/**
 * Decides when something is to be tried again, slowly, for as long as it is wanted: a full interval after it was first
 * wanted, and after each try. Not thread-safe.
 */
final class SlowRepeat {

    private final long intervalNanos;
    private boolean waiting;
    private long dueNanos;

    SlowRepeat(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    /** Whether to try now. When it says so the next try is an interval away. */
    boolean isDue(boolean wanted, long nowNanos) {
        boolean due = wanted && waiting && nowNanos - dueNanos >= 0;
        if (!wanted) {
            waiting = false;
        } else if (due || !waiting) {
            waiting = true;
            dueNanos = nowNanos + intervalNanos;
        }
        return due;
    }

    /** Forgets the wish; when it is uttered again, a full interval begins. */
    void stop() {
        waiting = false;
    }

    /** Nanoseconds until it may be due; {@link Long#MAX_VALUE} while it is not wanted. */
    long idleNanos(long nowNanos) {
        return waiting ? Math.max(0, dueNanos - nowNanos) : Long.MAX_VALUE;
    }
}

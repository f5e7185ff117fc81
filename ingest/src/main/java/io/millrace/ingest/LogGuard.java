package io.millrace.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides from what waits for the log whether polls have to pause, and when that is worth a state. Pauses at half of the
 * inbox and resumes at a quarter. Pure; not thread-safe.
 */
final class LogGuard {

    /** How long polls may pause before a person should know. */
    static final Duration PAUSE_WORTH_SAYING = Duration.ofSeconds(5);

    private final int high;
    private final int low;
    private boolean paused;
    private long pausedSinceNanos;
    private @Nullable String trouble;

    LogGuard(int capacity) {
        this.high = Math.max(1, capacity / 2);
        this.low = capacity / 4;
    }

    /**
     * Looks at how things stand.
     *
     * @param waiting readings in the inbox
     *
     * @param failure why the log refused the latest batch, if it did
     * @return whether polls resume just now
     */
    boolean look(long nowNanos, int waiting, @Nullable String failure) {
        boolean resumed = false;
        if (!paused && waiting >= high) {
            paused = true;
            pausedSinceNanos = nowNanos;
        } else if (paused && waiting <= low) {
            paused = false;
            resumed = true;
        }
        if (failure != null) {
            trouble = "The log refuses samples: " + failure;
        } else if (!paused) {
            trouble = null;
        } else if (trouble == null && nowNanos - pausedSinceNanos >= PAUSE_WORTH_SAYING.toNanos()) {
            trouble = "The log does not keep up.";
        }
        return resumed;
    }

    boolean isPaused() {
        return paused;
    }

    /** What is wrong with the log, as far as it is worth saying. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Nanoseconds until a look may find something new though nothing happened. */
    long idleNanos(long nowNanos) {
        return paused && trouble == null
                ? Math.max(0, pausedSinceNanos + PAUSE_WORTH_SAYING.toNanos() - nowNanos)
                : Long.MAX_VALUE;
    }
}

package io.millrace.ingest;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Pauses between attempts: they double up to a cap, and each is drawn from the upper half of its range, so that a
 * hundred connections that went down together do not come back in step. Not thread-safe.
 */
final class Backoff {

    private final long firstNanos;
    private final long capNanos;
    private final DoubleSupplier random;
    private long rangeNanos;

    /** @param random uniform in [0, 1) */
    Backoff(Duration first, Duration cap, DoubleSupplier random) {
        this.firstNanos = first.toNanos();
        this.capNanos = cap.toNanos();
        this.random = random;
        this.rangeNanos = firstNanos;
    }

    /** The pause before the next attempt, in nanoseconds. */
    long next() {
        long range = rangeNanos;
        rangeNanos = range > capNanos / 2 ? capNanos : range * 2;
        return range / 2 + (long) (range / 2.0 * random.getAsDouble());
    }

    void reset() {
        rangeNanos = firstNanos;
    }
}

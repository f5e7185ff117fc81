package io.millrace.backbone;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what is written and not yet acknowledged. The producer's own limit counts compressed bytes: behind 24 MiB of
 * well-compressed records there may be millions of objects that wait for their acknowledgement. Thread-safe.
 */
final class InFlight {

    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

    InFlight(long bytes) {
        this.units = Math.toIntExact(bytes / UNIT);
        // Fair, or a large record would never find its turn among small ones.
        this.free = new Semaphore(units, true);
    }

    /** What a record of this size takes: itself, and the objects that wait with it. */
    int cost(long bytes) {
        return (int) Math.min(units, 1 + bytes / UNIT);
    }

    /** Waits for room. */
    boolean enter(int cost, long timeoutMillis) throws InterruptedException {
        return free.tryAcquire(cost, timeoutMillis, TimeUnit.MILLISECONDS);
    }

    void leave(int cost) {
        free.release(cost);
    }

    /** Bytes, more or less, that wait for their acknowledgement. */
    long bytes() {
        return (long) (units - free.availablePermits()) * UNIT;
    }
}

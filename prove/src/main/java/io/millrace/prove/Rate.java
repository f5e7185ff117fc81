package io.millrace.prove;

import java.util.concurrent.TimeUnit;

/** How much a running total grows in a second. Not thread-safe. */
final class Rate {

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

    private long since = System.nanoTime();
    private long from;
    private long last;

    long of(long total) {
        long now = System.nanoTime();
        if (now - since >= WINDOW) {
            last = Math.max(0, (total - from) * WINDOW / (now - since));
            since = now;
            from = total;
        }
        return last;
    }
}

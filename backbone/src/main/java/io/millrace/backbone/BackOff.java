package io.millrace.backbone;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: doubling, with jitter, up to a limit. Not thread-safe. */
final class BackOff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 10_000;

    private final RandomGenerator random;
    private long millis = FIRST_MILLIS;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /** From half of the step to all of it, so that many who failed together do not come back together. */
    Duration next() {
        long step = millis;
        millis = Math.min(LONGEST_MILLIS, millis * 2);
        return Duration.ofMillis(step / 2 + random.nextLong(step / 2 + 1));
    }

    void succeeded() {
        millis = FIRST_MILLIS;
    }
}

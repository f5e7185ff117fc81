package io.millrace.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs a number of times faster than real time, so that a test sees in seconds what takes minutes. */
public final class FastClock extends Clock {

    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private final int factor;

    public FastClock(int factor) {
        this.factor = factor;
    }

    @Override
    public long millis() {
        return startMillis + (System.nanoTime() - startNanos) / 1_000_000 * factor;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

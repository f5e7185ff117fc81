package io.millrace.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Both clocks, moved by hand. */
final class FakeTime extends Clock {

    static final Instant START = Instant.parse("2026-03-01T06:00:00Z");

    private volatile long nanos;

    Time time() {
        return new Time(this, () -> nanos);
    }

    void advance(Duration by) {
        nanos += by.toNanos();
    }

    long micros() {
        return Time.micros(instant());
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos);
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

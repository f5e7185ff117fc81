package io.millrace.ingest;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The two clocks: the wall clock stamps, the steady one schedules, so that a corrected wall clock neither stops polls
 * nor makes a tag stale.
 *
 * @param nanos steady nanoseconds from an arbitrary origin, compared by difference only
 */
record Time(Clock clock, LongSupplier nanos) {

    static Time of(Clock clock) {
        return new Time(clock, System::nanoTime);
    }

    long now() {
        return nanos.getAsLong();
    }

    /** Microseconds since 1970. */
    long micros() {
        return micros(clock.instant());
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
}

package io.millrace.streams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Up to when everything has been read. The clock on the wall says that only while nothing waits in the log: behind it,
 * silence means nothing yet. Used by one thread.
 */
final class Now {

    /** A record younger than this is the present. */
    private static final Duration PRESENT = Duration.ofSeconds(2);
    /** When nothing has come for so long, there is nothing. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final Clock clock;
    private long sawAtMillis;
    private long sawMillis;
    private boolean listening;

    Now(Clock clock) {
        this.clock = clock;
    }

    void begin() {
        sawAtMillis = clock.millis();
        sawMillis = 0;
    }

    /** Silence counts from when somebody listens: reading back the state takes its time. */
    void listens() {
        if (!listening) {
            listening = true;
            sawAtMillis = clock.millis();
        }
    }

    /** @param logMillis when the log took a record that was just read */
    void saw(long logMillis) {
        sawMillis = logMillis;
        sawAtMillis = clock.millis();
    }

    /** Microseconds since 1970; everything the log took before has been read. */
    long passed() {
        long millis = clock.millis();

        boolean present = millis - sawMillis <= PRESENT.toMillis() || millis - sawAtMillis >= SILENCE.toMillis();
        return TimeUnit.MILLISECONDS.toMicros(present ? millis : sawMillis);
    }

    static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1000;
    }
}

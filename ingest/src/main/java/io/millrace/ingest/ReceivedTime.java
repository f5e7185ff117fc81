package io.millrace.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each message a received time of its own. A message without a time is known by the one at which it was received,
 * so two must never share it: the second would be taken for the first come again. Thread-safe, lock-free.
 *
 * <p>The times grow strictly, in steps of four microseconds. When the clock of the machine is put back a little they go
 * on growing slowly until it has caught up. When it is put back far they follow it, for what they would say otherwise
 * would be wrong for as long; the two lowest bits then change, so that they meet none of those given before. They come
 * round after four such steps, and a restart forgets them.
 */
final class ReceivedTime {

    private static final Logger log = LoggerFactory.getLogger(ReceivedTime.class);

    /** How far the times may run ahead of the clock. */
    static final Duration FAR = Duration.ofMinutes(1);

    private static final long FAR_MICROS = FAR.toNanos() / 1000;
    private static final long STEP = 4;
    private static final long ERA = STEP - 1;

    private final Time time;
    private final AtomicLong last = new AtomicLong();

    ReceivedTime(Time time) {
        this.time = time;
    }

    /** Microseconds since 1970; the same never twice. */
    long next() {
        while (true) {
            // in this order: a thread that was held up in between must not take its own delay for a clock put back
            long previous = last.get();
            long now = time.micros();
            long next = after(previous, now);
            if (last.compareAndSet(previous, next)) {
                if (next < previous) {
                    log.atWarn()
                            .addKeyValue("seconds", (previous - now) / 1_000_000)
                            .log("the clock of this machine was put back; messages without a time of their own now lie"
                                    + " before ones that came earlier. Have it set by NTP");
                }
                return next;
            }
        }
    }

    private static long after(long previous, long now) {
        long inEra = now & ~ERA | previous & ERA;
        if (inEra > previous) {
            return inEra;
        }
        return previous - now <= FAR_MICROS ? previous + STEP : now & ~ERA | previous + 1 & ERA;
    }
}

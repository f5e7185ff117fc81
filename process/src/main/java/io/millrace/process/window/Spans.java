package io.millrace.process.window;

import java.time.Duration;

/** Lengths of time. */
final class Spans {

    private static final int NANOS_PER_MICRO = 1000;

    private Spans() {}

    static long micros(Duration span) {
        return span.toNanos() / NANOS_PER_MICRO;
    }

    /** Whether windows of this length that begin so often follow the calendar: both are whole days. */
    static boolean areDays(Duration length, Duration every) {
        return isDays(length) && isDays(every);
    }

    private static boolean isDays(Duration span) {
        return span.toNanos() % Duration.ofDays(1).toNanos() == 0;
    }
}

package io.millrace.demo.process;

/**
 * Counters that go on where a plant that never rests would be: their start is reckoned from the calendar, so that they
 * never run backwards when the simulation is started again.
 */
final class Counters {

    /** When the plant was commissioned: 2026-01-01T00:00:00Z. */
    static final long COMMISSIONED_MILLIS = 1_767_225_600_000L;

    private Counters() {}

    /** What a counter shows at a time if it grew by a rate ever since commissioning; the rate must be an upper bound. */
    static double reckoned(long millis, double perHour) {
        return Math.max(0, millis - COMMISSIONED_MILLIS) / 3_600_000.0 * perHour;
    }
}

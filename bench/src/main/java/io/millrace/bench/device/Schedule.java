package io.millrace.bench.device;

/**
 * When values are due: at whole multiples of an interval. Times are milliseconds since 1970. Pure.
 *
 * <p>A device that is late makes up for it, so that no delay of a busy machine lowers the rate; one that is later than a
 * second leaves out what it cannot make up.
 */
final class Schedule {

    private static final long LATEST_MILLIS = 1_000;

    private final long interval;

    Schedule(long intervalMillis) {
        if (intervalMillis < 1) {
            throw new IllegalArgumentException("an interval of at least a millisecond, not of " + intervalMillis);
        }
        this.interval = intervalMillis;
    }

    /** The first time after this one. */
    long firstAfter(long now) {
        return (Math.floorDiv(now, interval) + 1) * interval;
    }

    /** The time that follows one that was due. */
    long next(long due, long now) {
        long next = due + interval;
        return now - next > LATEST_MILLIS ? Math.floorDiv(now, interval) * interval : next;
    }
}

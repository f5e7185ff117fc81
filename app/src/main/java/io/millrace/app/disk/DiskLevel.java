package io.millrace.app.disk;

/** How much room is left, from plenty to none. */
public enum DiskLevel {
    /** Nothing to do. */
    AMPLE,
    /** The high-throughput route keeps less than its retention says. */
    TIGHT,
    /** Process values are refused. */
    SCARCE,
    /** Business events are refused too, and the historian waits. */
    FULL;

    /** A level is left for a better one only with this much more than its limit, so that it does not flutter. */
    private static final double SLACK = 1.1;

    /**
     * The level after a look.
     *
     * @param free bytes
     */
    static DiskLevel after(DiskLevel before, long free, DiskLimits limits) {
        DiskLevel now = of(free, limits);
        if (now.compareTo(before) >= 0) {
            return now;
        }
        DiskLevel safe = of((long) (free / SLACK), limits);
        return safe.compareTo(before) < 0 ? safe : before;
    }

    private static DiskLevel of(long free, DiskLimits limits) {
        if (free >= limits.shortenBelow()) {
            return AMPLE;
        }
        if (free >= limits.refuseBelow()) {
            return TIGHT;
        }
        return free >= limits.refuseBelow() / 2 ? SCARCE : FULL;
    }
}

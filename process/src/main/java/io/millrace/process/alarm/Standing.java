package io.millrace.process.alarm;

/**
 * How an alarm stands, apart from being put aside. Immutable.
 *
 * @param active whether there is reason for it, after the delays
 * @param occurrence when it was raised, microseconds since 1970, or {@link AlarmMemory#NONE}: its name until it is back to
 *     normal
 * @param on whether the occurrence lasts; not while it is only held by a latch or by not being acknowledged
 * @param message of the occurrence
 */
record Standing(boolean active, long occurrence, boolean on, boolean acknowledged, String message) {

    static final Standing NORMAL = new Standing(false, AlarmMemory.NONE, false, false, "");

    /** Whether it is anything but normal. */
    boolean isOpen() {
        return occurrence != AlarmMemory.NONE;
    }

    Standing active(boolean now) {
        return new Standing(now, occurrence, on, acknowledged, message);
    }

    Standing raised(long time, boolean acknowledgedByItself, String said) {
        return new Standing(true, time, true, acknowledgedByItself, said);
    }

    /** The occurrence is over; it stays open where it waits for somebody. */
    Standing over(boolean latches) {
        return acknowledged && !latches ? closed() : new Standing(active, occurrence, false, acknowledged, message);
    }

    Standing acknowledgedNow(boolean latches) {
        return on || latches ? new Standing(active, occurrence, on, true, message) : closed();
    }

    Standing closed() {
        return new Standing(active, AlarmMemory.NONE, false, false, "");
    }

    /** Its state when nobody put it aside. */
    AlarmState state(boolean latches) {
        if (!isOpen()) {
            return AlarmState.NORMAL;
        }
        if (on) {
            return acknowledged ? AlarmState.ACKNOWLEDGED : AlarmState.UNACKNOWLEDGED;
        }
        if (latches) {
            return acknowledged ? AlarmState.LATCHED_ACKNOWLEDGED : AlarmState.LATCHED;
        }
        return AlarmState.RETURNED;
    }
}

package io.millrace.process.alarm;

/**
 * Why an alarm is put aside: it goes on to be watched, and is not raised. Immutable.
 *
 * @param bySignal suppressed by design, by the signal the site file names
 * @param byEvent suppressed by design, by an event
 * @param outOfService taken out of service
 * @param shelvedUntil microseconds since 1970, or {@link AlarmMemory#NEVER} when it is not shelved
 */
record Aside(boolean bySignal, boolean byEvent, boolean outOfService, long shelvedUntil) {

    static final Aside NOT = new Aside(false, false, false, AlarmMemory.NEVER);

    boolean isShelved() {
        return shelvedUntil != AlarmMemory.NEVER;
    }

    boolean isSuppressed() {
        return bySignal || byEvent;
    }

    boolean isAny() {
        return outOfService || isSuppressed() || isShelved();
    }

    Aside bySignal(boolean now) {
        return new Aside(now, byEvent, outOfService, shelvedUntil);
    }

    Aside byEvent(boolean now) {
        return new Aside(bySignal, now, outOfService, shelvedUntil);
    }

    Aside outOfService(boolean now) {
        return new Aside(bySignal, byEvent, now, shelvedUntil);
    }

    Aside shelvedUntil(long time) {
        return new Aside(bySignal, byEvent, outOfService, time);
    }

    /** The state that shows: what lasts longest goes before. */
    AlarmState over(AlarmState standing) {
        return outOfService
                ? AlarmState.OUT_OF_SERVICE
                : isSuppressed() ? AlarmState.SUPPRESSED : isShelved() ? AlarmState.SHELVED : standing;
    }
}

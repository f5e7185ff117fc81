package io.millrace.process.alarm;

import java.util.Locale;

/**
 * Where an alarm is in its life: the states of the alarm state transition diagram of ANSI/ISA-18.2-2016 and IEC 62682:2014,
 * with their letters.
 */
public enum AlarmState {
    NORMAL('A'),
    UNACKNOWLEDGED('B'),
    ACKNOWLEDGED('C'),
    /** Returned to normal before anybody acknowledged it. */
    RETURNED('D'),
    /** Returned to normal, held by its latch, not acknowledged. */
    LATCHED('E'),
    /** Acknowledged and returned to normal, held by its latch until somebody resets it. */
    LATCHED_ACKNOWLEDGED('F'),
    /** Put aside by a person for a while. */
    SHELVED('G'),
    /** Suppressed by design: it means nothing in the state the plant is in. */
    SUPPRESSED('H'),
    OUT_OF_SERVICE('I');

    private final char letter;

    AlarmState(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    /** As it is written in events: {@code out-of-service}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

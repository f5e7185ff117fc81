package io.millrace.process.alarm;

import java.util.Locale;

/** What happens to an alarm. */
enum Transition {
    RAISED,
    CLEARED,
    ACKNOWLEDGED,
    RESET,
    SHELVED,
    UNSHELVED,
    SUPPRESSED,
    UNSUPPRESSED,
    OUT_OF_SERVICE,
    IN_SERVICE;

    /** As it is written in events: {@code out-of-service}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

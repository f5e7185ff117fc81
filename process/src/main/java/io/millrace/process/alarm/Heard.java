package io.millrace.process.alarm;

import io.millrace.model.Value;
import io.millrace.process.core.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What was heard last of an input.
 *
 * @param value the last that can be trusted; null before the first
 * @param by the sample that said it
 * @param bad whether a sample that cannot be trusted came since
 */
record Heard(@Nullable Value value, Identity by, boolean bad) {

    /** Nothing was ever heard. */
    static final Heard NOTHING = new Heard(null, new Identity("", AlarmMemory.NONE, ""), false);

    boolean isNothing() {
        return by.topic().isEmpty();
    }

    /** Of the last sample that can be trusted, microseconds since 1970. */
    long at() {
        return by.timestampMicros();
    }

    Heard grownBad() {
        return bad ? this : new Heard(value, by, true);
    }
}

package io.millrace.process.state;

import io.millrace.model.Value;
import io.millrace.process.core.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What was heard last of a signal.
 *
 * @param value absent when it cannot be trusted
 * @param by the sample that said it
 * @param stale whether nothing was heard for too long since
 */
record Heard(@Nullable Value value, Identity by, boolean stale) {

    /** Nothing was ever heard. */
    static final Heard NOTHING = new Heard(null, new Identity("", Timeline.NEVER, ""), false);

    long at() {
        return by.timestampMicros();
    }

    boolean isNothing() {
        return by.topic().isEmpty();
    }

    /** Whether something was heard that can no longer be trusted. */
    boolean isLost() {
        return !isNothing() && (value == null || stale);
    }

    Heard grownStale() {
        return new Heard(value, by, true);
    }
}

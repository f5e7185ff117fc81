package io.millrace.process.alarm;

import io.millrace.model.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an alarm watches for: says of what was heard whether there is reason for an alarm. Pure; thread-safe. */
sealed interface Watch permits LimitWatch, RateWatch, WordWatch, SilenceWatch, ExpressionWatch {

    /**
     * @param exceeded whether there is reason for an alarm
     * @param value what was compared; null where that is not one value
     */
    record Finding(boolean exceeded, @Nullable Value value) {}

    /**
     * Refuses what cannot be judged, and brings a value into the form in which it is judged.
     *
     * @throws io.millrace.model.ProblemException when it is of a wrong type
     */
    Value accept(String input, Value value);

    /**
     * Judges what was heard.
     *
     * @param before whether there was reason for an alarm before: what hysteresis asks for
     * @return empty where nothing can be said; what was said before then holds on
     */
    Optional<Finding> judge(AlarmMemory memory, long time, boolean before);

    /** What the limit is, for events and messages; null where there is none. */
    @Nullable
    Value limit();

    /** The message where the site file gives none. */
    String standardMessage();

    /** How long nothing may come before that is reason for an alarm, microseconds; {@link AlarmMemory#NEVER} for ever. */
    default long silence() {
        return AlarmMemory.NEVER;
    }

    /** How much of the past is kept for it, microseconds; 0 for nothing. */
    default long reach() {
        return 0;
    }

    /** The number a value is; used by those that {@link #accept} numbers only. */
    static double number(Value value) {
        return value instanceof Value.Whole whole ? whole.value() : ((Value.Real) value).value();
    }
}

package io.millrace.process.counter;

import io.millrace.model.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a meter makes of a sample, an event or of time that passed.
 *
 * @param memory what it remembers from now on
 * @param pieces made, never negative
 * @param scrap of them bad, as far as the input itself says so
 * @param notCounted what a person should hear of
 */
record Reading(
        long memory, long pieces, long scrap, @Nullable NotCounted notCounted) {

    /**
     * Something that is not counted and should not pass in silence.
     *
     * @param timeMicros when it became true
     * @param fields of the event that tells it, in order
     */
    record NotCounted(long timeMicros, Map<String, Value> fields) {

        NotCounted {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    static Reading of(long memory) {
        return new Reading(memory, 0, 0, null);
    }

    static Reading of(long memory, long pieces) {
        return new Reading(memory, pieces, 0, null);
    }
}

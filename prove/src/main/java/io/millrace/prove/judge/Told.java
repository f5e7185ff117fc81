package io.millrace.prove.judge;

import org.jspecify.annotations.Nullable;

/**
 * What a record of the log or a row of the historian says.
 *
 * @param timestampMicros microseconds since 1970
 * @param value absent where there is none, as with a quality that is Bad
 * @param bad whether its quality is not Good
 */
public record Told(
        String topic,
        long timestampMicros,
        @Nullable Double value,
        @Nullable String id,
        boolean bad) {

    @Override
    public String toString() {
        return topic + " at " + timestampMicros + " µs, value " + value + (id == null ? "" : ", id " + id)
                + (bad ? ", not good" : "");
    }
}

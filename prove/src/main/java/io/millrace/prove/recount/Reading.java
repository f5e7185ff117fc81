package io.millrace.prove.recount;

import org.jspecify.annotations.Nullable;

/**
 * What a processor was told.
 *
 * @param value null when it was no good
 */
public record Reading(Moment moment, @Nullable Double value) {

    long micros() {
        return moment.micros();
    }
}

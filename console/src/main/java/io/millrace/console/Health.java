package io.millrace.console;

import java.util.Locale;
import java.util.Objects;

/**
 * How one part of the hub is.
 *
 * @param component such as {@code log}, {@code historian}, {@code broker}, {@code ingest}
 * @param sentence what a person should know; says what to do when the status is not OK
 */
public record Health(String component, Status status, String sentence) {

    /** From well to worst; the hub as a whole is as well as its worst part. */
    public enum Status {
        OK,
        /** Works, but not all of it or not as it should. */
        DEGRADED,
        /** Does not work: {@code /api/health} answers 503. */
        DOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Health {
        Objects.requireNonNull(component);
        Objects.requireNonNull(status);
        Objects.requireNonNull(sentence);
    }
}

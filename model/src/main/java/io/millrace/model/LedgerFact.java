package io.millrace.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was not delivered and that only the rim of the hub knows of. It travels in {@link LogTopic#LEDGER} to
 * the historian's ledger.
 *
 * @param id its identity: the same fact twice is one
 * @param source connection, or {@code mqtt:<client id>}
 * @param topic the namespace topic; absent when it concerns the whole source
 * @param fromMicros begin of the span it concerns, microseconds since 1970
 * @param toMicros end of it
 * @param reason stable, kebab-case: {@code log-unavailable}, {@code missed-intervals}, {@code missed-polls}
 * @param count how many samples, messages or intervals
 * @param sentence what happened, for people
 */
public record LedgerFact(
        Kind kind,
        String id,
        String source,
        @Nullable String topic,
        long fromMicros,
        long toMicros,
        String reason,
        long count,
        String sentence) {

    /** What it says. */
    public enum Kind {
        /** Messages that arrived and were not taken, and that nobody will send again. */
        SHED,
        /** What should have arrived and did not. */
        LOST
    }

    public LedgerFact {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(id);
        Objects.requireNonNull(source);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(sentence);
        if (toMicros < fromMicros || count < 1) {
            throw new IllegalArgumentException("a fact of nothing: " + fromMicros + ".." + toMicros + ", " + count);
        }
    }
}

package io.millrace.historian;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the historian is.
 *
 * @param state of the database as seen at the last contact, a few seconds ago at most
 * @param since when the state began
 * @param message one sentence for people
 * @param lastError the latest error, kept after recovery
 * @param restarts how often the embedded PostgreSQL ended by itself and was started again; 0 for an external one
 */
public record HistorianHealth(
        State state,
        Instant since,
        String message,
        @Nullable String lastError,
        int restarts) {

    /** What the database is to us. */
    public enum State {
        /** No contact yet since the start. */
        CONNECTING,
        /** It answers and its schema is ours. */
        READY,
        /** It does not answer, or refuses us. The log keeps the records meanwhile. */
        UNAVAILABLE
    }

    public HistorianHealth {
        Objects.requireNonNull(state);
        Objects.requireNonNull(since);
        Objects.requireNonNull(message);
    }

    public boolean ready() {
        return state == State.READY;
    }
}

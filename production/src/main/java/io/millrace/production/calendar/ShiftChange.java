package io.millrace.production.calendar;

import io.millrace.production.Span;
import java.util.Objects;

/**
 * A single shift that somebody added or deleted: {@code shift/add} and {@code shift/delete} of the United Manufacturing
 * Hub's {@code _analytics}. What was told later goes before what was told earlier, and both go before the patterns.
 */
public sealed interface ShiftChange {

    /** When it was told, microseconds since 1970. */
    long toldMicros();

    /** Tells two of one time apart; empty for none. */
    String id();

    /** When the shift begins that it is about, microseconds since 1970. */
    long startMicros();

    /**
     * A shift there is, whatever the patterns say.
     *
     * @param name empty for none
     */
    record Added(long toldMicros, String id, Span span, String name) implements ShiftChange {
        public Added {
            Objects.requireNonNull(id);
            Objects.requireNonNull(name);
            Refused.unless(!span.isEmpty(), "The shift ends when it begins.", "Give an end after its start.");
        }

        @Override
        public long startMicros() {
            return span.startMicros();
        }
    }

    /** There is no shift that begins then. */
    record Deleted(long toldMicros, String id, long startMicros) implements ShiftChange {
        public Deleted {
            Objects.requireNonNull(id);
        }
    }
}

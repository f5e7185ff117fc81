package io.millrace.production.calendar;

import io.millrace.production.Span;
import java.time.LocalDate;
import java.util.Objects;

/**
 * A span that has figures of its own.
 *
 * @param name of the shift; the time at which an hour begins, 14:00; the day as a date
 * @param day the production day in which it begins
 */
public record Period(Kind kind, String name, LocalDate day, Span span) {

    /** What a period is. */
    public enum Kind {
        HOUR,
        SHIFT,
        DAY
    }

    public Period {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
        Objects.requireNonNull(day);
        Objects.requireNonNull(span);
    }
}

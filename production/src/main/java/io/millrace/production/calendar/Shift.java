package io.millrace.production.calendar;

import io.millrace.production.Span;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * One shift of one day. It belongs to the production day in which it begins, also where it ends in the next.
 *
 * @param name as in the calendar; {@code extra} where an event that added it gives none
 * @param breaks within it, in order
 */
public record Shift(String name, LocalDate day, Span span, List<Span> breaks) {

    public Shift {
        Objects.requireNonNull(name);
        Objects.requireNonNull(day);
        Objects.requireNonNull(span);
        breaks = List.copyOf(breaks);
    }

    /** The same shift in another span, with the breaks that lie in it. */
    Shift in(Span other) {
        List<Span> inside = breaks.stream()
                .filter(other::overlaps)
                .map(pause -> pause.within(other))
                .toList();
        return new Shift(name, day, other, inside);
    }
}

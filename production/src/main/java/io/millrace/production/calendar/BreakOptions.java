package io.millrace.production.calendar;

import io.millrace.model.settings.Described;
import java.time.Duration;
import java.time.LocalTime;

/** A pause within a shift, on the clock of the wall. */
@Described("A pause within a shift: a planned stop, unless the machine runs through it.")
public record BreakOptions(
        @Described("When it begins, such as 09:00.") String start,
        @Described("How long it is, such as 30min.") Duration length) {

    public BreakOptions {
        Refused.time("start", start);
        Refused.unless(
                length.compareTo(Duration.ZERO) > 0 && length.compareTo(Duration.ofHours(12)) <= 0,
                "The break at " + start + " is " + length.toMinutes() + " minutes long.",
                "Use more than nothing and at most 12h.");
    }

    LocalTime begins() {
        return Refused.time("start", start);
    }
}

package io.millrace.production.calendar;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

/** A shift as it is on an ordinary day, on the clock of the wall. */
@Described("A shift as it is on an ordinary day.")
public record ShiftOptions(
        @Described("When it begins, such as 22:00.") String start,

        @Described(
                "How long it is on the clock of the wall, such as 8h: a night in which the clock is put forward is an"
                        + " hour shorter in truth.")
        Duration length,

        @Described("Pauses within it.") @DefaultsTo("[]") List<BreakOptions> breaks) {

    private static final int MOST_BREAKS = 24;

    public ShiftOptions {
        breaks = List.copyOf(breaks);
        LocalTime begins = Refused.time("start", start);
        Refused.unless(
                length.compareTo(Duration.ZERO) > 0 && length.compareTo(Duration.ofDays(1)) <= 0,
                "The shift at " + start + " is " + length.toMinutes() + " minutes long.",
                "Use more than nothing and at most 24h.");
        Refused.unless(
                breaks.size() <= MOST_BREAKS,
                "The shift at " + start + " has " + breaks.size() + " breaks.",
                "Use " + MOST_BREAKS + " at most.");
        for (BreakOptions pause : breaks) {
            Refused.unless(
                    after(begins, pause.begins()).plus(pause.length()).compareTo(length) <= 0,
                    "The break at " + pause.start() + " does not lie within the shift at " + start + ".",
                    "Name breaks by the clock, between the start of the shift and its end.");
        }
    }

    LocalTime begins() {
        return Refused.time("start", start);
    }

    /** How long after one time of day the clock next shows another. */
    static Duration after(LocalTime from, LocalTime to) {
        Duration gap = Duration.between(from, to);
        return gap.isNegative() ? gap.plusDays(1) : gap;
    }
}

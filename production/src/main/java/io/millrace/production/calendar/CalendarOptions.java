package io.millrace.production.calendar;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shift calendar as a person writes it. */
@Described("A shift calendar: when a part of the plant means to produce.")
public record CalendarOptions(
        @Described(
                "Location paths it holds for, relative to the site's, with all below them; + stands for any one segment."
                        + " The one that names most counts. Empty for the whole site.")
        @DefaultsTo("[\"\"]")
        List<String> locations,

        @Described("Time zone, such as Europe/Brussels; that of the site when absent.") @Nullable
        String timeZone,

        @Described("When a production day begins, such as 06:00; without it with the first of the shifts named here.")
        @Nullable
        String dayStart,

        @Described("The shifts there are, each under its name.")
        Map<String, ShiftOptions> shifts,

        @Described("How they follow each other. The first that holds on a day counts.")
        List<PatternOptions> patterns,

        @Described("Production days without production, such as 2026-12-25.") @DefaultsTo("[]")
        List<String> holidays,

        @Described("Days with other shifts, and times without production; they go before holidays.") @DefaultsTo("[]")
        List<ExceptionOptions> exceptions) {

    private static final int MOST_SHIFTS = 48;

    public CalendarOptions {
        locations = List.copyOf(locations);
        shifts = Collections.unmodifiableMap(new LinkedHashMap<>(shifts));
        patterns = List.copyOf(patterns);
        holidays = List.copyOf(holidays);
        exceptions = List.copyOf(exceptions);
        Refused.unless(
                !shifts.isEmpty(),
                "The calendar has no shift.",
                "Add one, as in early: {start: \"06:00\", length: 8h}.");
        Refused.unless(
                shifts.size() <= MOST_SHIFTS,
                "The calendar has " + shifts.size() + " shifts.",
                "Use " + MOST_SHIFTS + " at most: those that differ in nothing but the day are one.");
        Refused.unless(!patterns.isEmpty(), "No pattern says on which days the shifts are.", "Add one under patterns.");
        if (dayStart != null) {
            Refused.time("dayStart", dayStart);
        }
        if (timeZone != null) {
            zone(timeZone);
        }
        holidays.forEach(day -> Refused.date("holidays", day));
        LocalTime begin = begins(dayStart, shifts);
        for (PatternOptions pattern : patterns) {
            for (List<String> day : pattern.days()) {
                checkDay(day, shifts, begin);
            }
        }
        for (ExceptionOptions exception : exceptions) {
            checkDay(exception.names(), shifts, begin);
        }
    }

    /** When a production day begins. */
    public LocalTime dayBegins() {
        return begins(dayStart, shifts);
    }

    /** The time zone of the calendar where the site has another. */
    ZoneId zone(ZoneId site) {
        return timeZone == null ? site : zone(timeZone);
    }

    private static LocalTime begins(@Nullable String dayStart, Map<String, ShiftOptions> shifts) {
        return dayStart == null ? shifts.values().iterator().next().begins() : Refused.time("dayStart", dayStart);
    }

    private static void checkDay(List<String> names, Map<String, ShiftOptions> shifts, LocalTime dayBegins) {
        List<String> ordered = new ArrayList<>(names);
        for (String name : names) {
            Refused.unless(
                    shifts.containsKey(name),
                    "There is no shift '" + name + "'.",
                    "Use one of " + String.join(", ", shifts.keySet()) + ", or add it under shifts.");
        }
        ordered.sort((one, other) -> offset(one, shifts, dayBegins).compareTo(offset(other, shifts, dayBegins)));
        for (int i = 1; i < ordered.size(); i++) {
            String before = ordered.get(i - 1);
            Duration end = offset(before, shifts, dayBegins)
                    .plus(options(before, shifts).length());
            Refused.unless(
                    end.compareTo(offset(ordered.get(i), shifts, dayBegins)) <= 0,
                    "The shifts " + before + " and " + ordered.get(i) + " are on the same day and overlap.",
                    "Let one end when the next begins: a piece belongs to one shift.");
        }
    }

    private static Duration offset(String name, Map<String, ShiftOptions> shifts, LocalTime dayBegins) {
        return ShiftOptions.after(dayBegins, options(name, shifts).begins());
    }

    private static ShiftOptions options(String name, Map<String, ShiftOptions> shifts) {
        ShiftOptions options = shifts.get(name);
        if (options == null) {
            throw new IllegalArgumentException("a shift that is not there: " + name);
        }
        return options;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw Refused.because(
                    "'" + name + "' is no time zone.",
                    "Write a name of the IANA time zone database, as in Europe/Brussels or UTC.");
        }
    }
}

package io.millrace.production.calendar;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How shifts follow each other from day to day: by the days of the week, or in a rotation of any length. */
@Described(
        "How shifts follow each other: by the days of the week, or in a rotation of days. The first pattern that holds"
                + " on a day counts.")
public record PatternOptions(
        @Described("The first day on which it holds, such as 2026-01-01; a rotation begins on it.") @Nullable
        String from,

        @Described("The last day on which it holds.") @Nullable
        String to,

        @Described(
                "The shifts of each day of the week, as in mon-fri: [early, late]. Days that are not named have none.")
        @DefaultsTo("{}")
        Map<String, List<String>> week,

        @Described(
                "The shifts of the first day, of the second and so on; after the last it begins anew, as in [[early],"
                        + " [early], [late], [late], [], []].")
        @DefaultsTo("[]")
        List<List<String>> rotation) {

    private static final int LONGEST_ROTATION = 366;
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    public PatternOptions {
        week = Collections.unmodifiableMap(new LinkedHashMap<>(week));
        rotation = List.copyOf(rotation);
        LocalDate first = from == null ? null : Refused.date("from", from);
        LocalDate last = to == null ? null : Refused.date("to", to);
        Refused.unless(
                first == null || last == null || !last.isBefore(first),
                "The pattern ends on " + to + " before it begins on " + from + ".",
                "Exchange from and to.");
        Refused.unless(
                week.isEmpty() != rotation.isEmpty(),
                week.isEmpty() ? "The pattern names no day." : "The pattern has both a week and a rotation.",
                "Give one of them, as in week: {mon-fri: [early, late]}.");
        Refused.unless(
                rotation.isEmpty() || from != null,
                "The rotation does not say on which day it begins.",
                "Give it a from: the day of its first entry.");
        Refused.unless(
                rotation.size() <= LONGEST_ROTATION,
                "The rotation has " + rotation.size() + " days.",
                "Use " + LONGEST_ROTATION + " at most.");
        byDay(week);
    }

    boolean holdsOn(LocalDate day) {
        return (from == null || !day.isBefore(Refused.date("from", from)))
                && (to == null || !day.isAfter(Refused.date("to", to)));
    }

    /** The names of the shifts of a day on which it holds. */
    List<String> on(LocalDate day) {
        if (from == null || rotation.isEmpty()) {
            return byDay(week).getOrDefault(day.getDayOfWeek(), List.of());
        }
        long since = ChronoUnit.DAYS.between(Refused.date("from", from), day);
        return rotation.get((int) Math.floorMod(since, (long) rotation.size()));
    }

    /** The lists of shifts that follow from it, each of one day. */
    List<List<String>> days() {
        List<List<String>> all = new ArrayList<>(week.values());
        all.addAll(rotation);
        return all;
    }

    private static Map<DayOfWeek, List<String>> byDay(Map<String, List<String>> week) {
        Map<DayOfWeek, List<String>> byDay = new EnumMap<>(DayOfWeek.class);
        week.forEach((key, shifts) -> {
            for (DayOfWeek day : days(key)) {
                Refused.unless(
                        byDay.put(day, shifts) == null,
                        "The week names " + DAYS.get(day.ordinal()) + " twice.",
                        "Name each day once.");
            }
        });
        return byDay;
    }

    private static List<DayOfWeek> days(String key) {
        String[] ends = key.trim().toLowerCase(Locale.ROOT).split("\\s*-\\s*", 2);
        int first = DAYS.indexOf(ends[0]);
        int last = DAYS.indexOf(ends[ends.length - 1]);
        Refused.unless(
                first >= 0 && last >= 0,
                "'" + key + "' is no day of the week.",
                "Use " + String.join(", ", DAYS) + ", or several as in mon-fri.");
        List<DayOfWeek> days = new ArrayList<>();
        for (int day = first; ; day = (day + 1) % DAYS.size()) {
            days.add(DayOfWeek.of(day + 1));
            if (day == last) {
                return days;
            }
        }
    }
}

package io.millrace.production;

import io.millrace.model.PlantClock;
import io.millrace.production.calendar.BreakOptions;
import io.millrace.production.calendar.CalendarOptions;
import io.millrace.production.calendar.ExceptionOptions;
import io.millrace.production.calendar.PatternOptions;
import io.millrace.production.calendar.ShiftCalendar;
import io.millrace.production.calendar.ShiftOptions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plant in Brussels with three shifts from Monday to Friday, as tests want it. */
public final class Plant {

    public static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    public static final long MINUTE = 60_000_000L;
    public static final long HOUR = 60 * MINUTE;

    private static final PlantClock CLOCK = new PlantClock(BRUSSELS);

    private Plant() {}

    /** Microseconds of what the wall shows, as in 2026-11-19T06:00. */
    public static long at(String wall) {
        return CLOCK.micros(LocalDateTime.parse(wall));
    }

    public static Span span(String from, String to) {
        return new Span(at(from), at(to));
    }

    /** What the wall shows at both ends. */
    public static String text(Span span) {
        return CLOCK.wall(span.startMicros()) + " " + CLOCK.wall(span.endMicros());
    }

    public static Map<String, ShiftOptions> threeShifts() {
        Map<String, ShiftOptions> shifts = new LinkedHashMap<>();
        shifts.put("early", shift("06:00", 8, new BreakOptions("09:00", Duration.ofMinutes(30))));
        shifts.put("late", shift("14:00", 8));
        shifts.put("night", shift("22:00", 8));
        return shifts;
    }

    public static ShiftOptions shift(String start, int hours, BreakOptions... breaks) {
        return new ShiftOptions(start, Duration.ofHours(hours), List.of(breaks));
    }

    public static PatternOptions week(Map<String, List<String>> week) {
        return new PatternOptions(null, null, week, List.of());
    }

    public static CalendarOptions options(
            List<PatternOptions> patterns, List<String> holidays, List<ExceptionOptions> exceptions) {
        return new CalendarOptions(List.of(""), null, null, threeShifts(), patterns, holidays, exceptions);
    }

    /** All three shifts on all days. */
    public static ShiftCalendar daily() {
        return ShiftCalendar.of(
                options(List.of(week(Map.of("mon-sun", List.of("early", "late", "night")))), List.of(), List.of()),
                BRUSSELS);
    }
}

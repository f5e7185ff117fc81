package io.millrace.process.counter;

import io.millrace.model.PlantClock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * Which period of the plant's calendar a time lies in. Periods follow each other without gap or overlap, also when the
 * clock is changed, as {@link PlantClock} knows it: a day then has 23 or 25 hours. Pure; thread-safe.
 */
@FunctionalInterface
interface PlantCalendar {

    /** The period a time lies in, microseconds since 1970. */
    Span at(long micros);

    /**
     * From one time to another, microseconds since 1970.
     *
     * @param endMicros the first that no longer belongs to it
     */
    record Span(long startMicros, long endMicros) {}

    /** The hours of a clock. */
    static PlantCalendar hours(ZoneId zone) {
        PlantClock clock = new PlantClock(zone);
        return micros -> new Span(clock.hourStart(micros), clock.hourEnd(micros));
    }

    /**
     * From one of some times of day to the next.
     *
     * @param starts at least one
     */
    static PlantCalendar daily(ZoneId zone, List<LocalTime> starts) {
        PlantClock clock = new PlantClock(zone);
        return micros -> {
            LocalDate today = clock.wall(micros).toLocalDate();
            long start = Long.MIN_VALUE;
            long end = Long.MAX_VALUE;
            for (int day = -2; day <= 2; day++) {
                for (LocalTime time : starts) {
                    long bound = clock.micros(today.plusDays(day).atTime(time));
                    if (bound <= micros) {
                        start = Math.max(start, bound);
                    } else {
                        end = Math.min(end, bound);
                    }
                }
            }
            return new Span(start, end);
        };
    }
}

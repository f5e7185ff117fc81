package io.millrace.process.counter;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which period of the plant's calendar a time lies in. Periods follow each other without gap or overlap, also when the
 * clock is changed: a day then has 23 or 25 hours. What would begin in the hour that is left out begins when the clock is
 * put forward; what would begin in the hour that comes twice begins in the first of the two. Pure; thread-safe.
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
        ZoneRules rules = zone.getRules();
        return micros -> {
            Instant time = instant(micros);
            ZoneOffset offset = rules.getOffset(time);
            Instant start = time.atOffset(offset).truncatedTo(ChronoUnit.HOURS).toInstant();
            Instant end = start.plus(1, ChronoUnit.HOURS);
            @Nullable ZoneOffsetTransition changed = rules.previousTransition(time.plusNanos(1));
            @Nullable ZoneOffsetTransition changes = rules.nextTransition(time);
            return new Span(
                    micros(changed != null && changed.getInstant().isAfter(start) ? changed.getInstant() : start),
                    micros(changes != null && changes.getInstant().isBefore(end) ? changes.getInstant() : end));
        };
    }

    /**
     * From one of some times of day to the next.
     *
     * @param starts at least one
     */
    static PlantCalendar daily(ZoneId zone, List<LocalTime> starts) {
        ZoneRules rules = zone.getRules();
        return micros -> {
            Instant time = instant(micros);
            LocalDate today = LocalDate.ofInstant(time, zone);
            Instant start = Instant.MIN;
            Instant end = Instant.MAX;
            for (int day = -2; day <= 2; day++) {
                for (LocalTime clock : starts) {
                    Instant bound = instant(rules, today.plusDays(day).atTime(clock));
                    if (!bound.isAfter(time) && bound.isAfter(start)) {
                        start = bound;
                    } else if (bound.isAfter(time) && bound.isBefore(end)) {
                        end = bound;
                    }
                }
            }
            return new Span(micros(start), micros(end));
        };
    }

    private static Instant instant(ZoneRules rules, LocalDateTime local) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return offsets.isEmpty() ? rules.getTransition(local).getInstant() : local.toInstant(offsets.get(0));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}

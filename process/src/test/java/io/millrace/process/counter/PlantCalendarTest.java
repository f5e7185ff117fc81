package io.millrace.process.counter;

import static io.millrace.process.counter.Counting.BRUSSELS;
import static io.millrace.process.counter.Counting.micros;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.counter.PlantCalendar.Span;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Hours, shifts and days of the plant, also when the clock is changed. */
class PlantCalendarTest {

    private static final List<LocalTime> SHIFTS = List.of(LocalTime.of(6, 0), LocalTime.of(14, 0), LocalTime.of(22, 0));
    private static final List<LocalTime> MIDNIGHT = List.of(LocalTime.MIDNIGHT);

    @Test
    void anOrdinaryHourShiftAndDay() {
        assertThat(text(PlantCalendar.hours(BRUSSELS), "2026-11-20T10:59:59.999999Z"))
                .isEqualTo("2026-11-20T10:00:00Z 2026-11-20T11:00:00Z");
        assertThat(text(PlantCalendar.hours(BRUSSELS), "2026-11-20T11:00:00Z"))
                .isEqualTo("2026-11-20T11:00:00Z 2026-11-20T12:00:00Z");
        // 00:30 in Brussels belongs to the shift that began at 22:00, 21:00 UTC
        assertThat(text(PlantCalendar.daily(BRUSSELS, SHIFTS), "2026-11-20T23:30:00Z"))
                .isEqualTo("2026-11-20T21:00:00Z 2026-11-21T05:00:00Z");
        assertThat(text(PlantCalendar.daily(BRUSSELS, MIDNIGHT), "2026-11-20T23:30:00Z"))
                .isEqualTo("2026-11-20T23:00:00Z 2026-11-21T23:00:00Z");
    }

    @Test
    void theDayTheClockIsPutBackHasTwentyFiveHours() {
        // 2026-10-25, 03:00 CEST becomes 02:00 CET at 01:00 UTC
        assertThat(text(PlantCalendar.daily(BRUSSELS, MIDNIGHT), "2026-10-25T12:00:00Z"))
                .isEqualTo("2026-10-24T22:00:00Z 2026-10-25T23:00:00Z");
        assertThat(text(PlantCalendar.daily(BRUSSELS, SHIFTS), "2026-10-25T01:00:00Z"))
                .isEqualTo("2026-10-24T20:00:00Z 2026-10-25T05:00:00Z");
        // the hour from 2 to 3 comes twice
        assertThat(text(PlantCalendar.hours(BRUSSELS), "2026-10-25T00:59:59Z"))
                .isEqualTo("2026-10-25T00:00:00Z 2026-10-25T01:00:00Z");
        assertThat(text(PlantCalendar.hours(BRUSSELS), "2026-10-25T01:00:00Z"))
                .isEqualTo("2026-10-25T01:00:00Z 2026-10-25T02:00:00Z");
        // 02:30 comes twice: the first is meant
        assertThat(text(PlantCalendar.daily(BRUSSELS, List.of(LocalTime.of(2, 30))), "2026-10-25T00:30:00Z"))
                .isEqualTo("2026-10-25T00:30:00Z 2026-10-26T01:30:00Z");
    }

    @Test
    void theDayTheClockIsPutForwardHasTwentyThreeHours() {
        // 2026-03-29, 02:00 CET becomes 03:00 CEST at 01:00 UTC
        assertThat(text(PlantCalendar.daily(BRUSSELS, MIDNIGHT), "2026-03-29T12:00:00Z"))
                .isEqualTo("2026-03-28T23:00:00Z 2026-03-29T22:00:00Z");
        assertThat(text(PlantCalendar.daily(BRUSSELS, SHIFTS), "2026-03-29T01:00:00Z"))
                .isEqualTo("2026-03-28T21:00:00Z 2026-03-29T04:00:00Z");
        assertThat(text(PlantCalendar.hours(BRUSSELS), "2026-03-29T01:00:00Z"))
                .isEqualTo("2026-03-29T01:00:00Z 2026-03-29T02:00:00Z");
        // 02:15 and 02:45 are left out: both shifts begin when the clock is put forward, and the first has no time
        assertThat(text(
                        PlantCalendar.daily(BRUSSELS, List.of(LocalTime.of(2, 15), LocalTime.of(2, 45))),
                        "2026-03-29T01:00:00Z"))
                .isEqualTo("2026-03-29T01:00:00Z 2026-03-30T00:15:00Z");
    }

    @Test
    void whereTheClockIsChangedByHalfAnHourTwoHoursAreShort() {
        // Lord Howe, 2026-10-04: 02:00 +10:30 becomes 02:30 +11 at 15:30 UTC on the 3rd
        PlantCalendar hours = PlantCalendar.hours(ZoneId.of("Australia/Lord_Howe"));
        assertThat(text(hours, "2026-10-03T15:29:59Z")).isEqualTo("2026-10-03T14:30:00Z 2026-10-03T15:30:00Z");
        assertThat(text(hours, "2026-10-03T15:30:00Z")).isEqualTo("2026-10-03T15:30:00Z 2026-10-03T16:00:00Z");
        assertThat(text(hours, "2026-10-03T16:00:00Z")).isEqualTo("2026-10-03T16:00:00Z 2026-10-03T17:00:00Z");
    }

    @Test
    void periodsFollowEachOtherWithoutGapOrOverlapInEveryZone() {
        for (String name : List.of(
                "Europe/Brussels", "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia")) {
            ZoneId zone = ZoneId.of(name);
            for (PlantCalendar calendar : List.of(
                    PlantCalendar.hours(zone),
                    PlantCalendar.daily(zone, SHIFTS),
                    PlantCalendar.daily(zone, MIDNIGHT),
                    PlantCalendar.daily(zone, List.of(LocalTime.of(2, 30), LocalTime.of(2, 0), LocalTime.of(3, 0))))) {
                followsItself(calendar, new Random(name.hashCode()));
            }
        }
    }

    private static void followsItself(PlantCalendar calendar, Random random) {
        Span span = calendar.at(micros("2011-01-01T00:00:00Z"));
        long end = micros("2012-01-01T00:00:00Z");
        while (span.endMicros() < end) {
            Span next = calendar.at(span.endMicros());
            assertThat(next.startMicros()).isEqualTo(span.endMicros());
            assertThat(next.endMicros()).isGreaterThan(next.startMicros());
            assertThat(next.endMicros() - next.startMicros()).isLessThanOrEqualTo(TimeUnit.HOURS.toMicros(25));
            long inside = next.startMicros() + random.nextLong(next.endMicros() - next.startMicros());
            assertThat(calendar.at(inside)).isEqualTo(next);
            span = next;
        }
    }

    private static String text(PlantCalendar calendar, String time) {
        Span span = calendar.at(micros(time));
        return Instant.EPOCH.plusNanos(span.startMicros() * 1000)
                + " "
                + Instant.EPOCH.plusNanos(span.endMicros() * 1000);
    }
}

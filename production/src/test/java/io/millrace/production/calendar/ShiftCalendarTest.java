package io.millrace.production.calendar;

import static io.millrace.production.Plant.BRUSSELS;
import static io.millrace.production.Plant.HOUR;
import static io.millrace.production.Plant.MINUTE;
import static io.millrace.production.Plant.at;
import static io.millrace.production.Plant.daily;
import static io.millrace.production.Plant.options;
import static io.millrace.production.Plant.shift;
import static io.millrace.production.Plant.span;
import static io.millrace.production.Plant.text;
import static io.millrace.production.Plant.threeShifts;
import static io.millrace.production.Plant.week;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.production.Span;
import io.millrace.production.calendar.PlannedStretch.Plan;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the plant means to produce, through weeks, holidays, single changes and changes of the clock. */
class ShiftCalendarTest {

    private static final Map<String, List<String>> WEEKDAYS = Map.of("mon-fri", List.of("early", "late", "night"));

    @Test
    void aShiftOverMidnightBelongsToTheDayInWhichItBegins() {
        // Friday 2026-11-20; the day begins with the first shift, at 06:00
        List<Shift> shifts = daily().shifts(span("2026-11-20T06:00", "2026-11-21T06:00"));

        assertThat(shifts).extracting(Shift::name).containsExactly("early", "late", "night");
        assertThat(shifts).extracting(Shift::day).containsOnly(LocalDate.of(2026, 11, 20));
        assertThat(text(shifts.get(2).span())).isEqualTo("2026-11-20T22:00 2026-11-21T06:00");
        assertThat(daily().day(at("2026-11-21T05:59"))).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(daily().day(at("2026-11-21T06:00"))).isEqualTo(LocalDate.of(2026, 11, 21));
    }

    @Test
    void theNightTheClockIsPutForwardHasSevenHoursAndTheOneItIsPutBackNine() {
        Shift spring = daily().shifts(new Span(at("2026-03-29T01:00"), at("2026-03-29T01:01")))
                .get(0);
        Shift autumn = daily().shifts(new Span(at("2026-10-25T01:00"), at("2026-10-25T01:01")))
                .get(0);
        Shift usual = daily().shifts(new Span(at("2026-11-20T23:00"), at("2026-11-20T23:01")))
                .get(0);

        assertThat(spring.span().length()).isEqualTo(7 * HOUR);
        assertThat(autumn.span().length()).isEqualTo(9 * HOUR);
        assertThat(usual.span().length()).isEqualTo(8 * HOUR);
        assertThat(text(spring.span())).isEqualTo("2026-03-28T22:00 2026-03-29T06:00");
    }

    @Test
    void theDayTheClockIsPutForwardHasTwentyThreeHoursOfItsOwn() {
        List<Period> days = daily().periods(Period.Kind.DAY, span("2026-03-28T06:00", "2026-03-29T06:00"));
        List<Period> hours = daily().periods(Period.Kind.HOUR, days.get(0).span());

        assertThat(days).hasSize(1);
        assertThat(days.get(0).name()).isEqualTo("2026-03-28");
        assertThat(days.get(0).span().length()).isEqualTo(23 * HOUR);
        assertThat(hours).hasSize(23);
        // 01:00 is followed by 03:00
        assertThat(hours.subList(18, 22)).extracting(Period::name).containsExactly("00:00", "01:00", "03:00", "04:00");
        assertThat(daily().periods(Period.Kind.HOUR, span("2026-10-24T06:00", "2026-10-25T06:00")))
                .hasSize(25);
    }

    @Test
    void thePeriodsThatOverlapASpanAreWhole() {
        Span some = span("2026-11-20T13:30", "2026-11-20T14:30");

        assertThat(daily().periods(Period.Kind.SHIFT, some))
                .extracting(Period::name)
                .containsExactly("early", "late");
        assertThat(daily().periods(Period.Kind.HOUR, some))
                .extracting(Period::name)
                .containsExactly("13:00", "14:00");
        assertThat(daily().periods(Period.Kind.DAY, some))
                .extracting(Period::name)
                .containsExactly("2026-11-20");
        assertThat(daily().periods(Period.Kind.DAY, new Span(5, 5))).isEmpty();
    }

    @Test
    void aBreakIsNoPlannedProduction() {
        // 8 h less 30 min from 09:00
        assertThat(daily().plannedMicros(span("2026-11-20T06:00", "2026-11-20T14:00")))
                .isEqualTo(450 * MINUTE);
        assertThat(daily().plan(span("2026-11-20T08:45", "2026-11-20T09:15")))
                .containsExactly(
                        new PlannedStretch(span("2026-11-20T08:45", "2026-11-20T09:00"), Plan.PRODUCTION),
                        new PlannedStretch(span("2026-11-20T09:00", "2026-11-20T09:15"), Plan.BREAK));
    }

    @Test
    void aWeekHasItsDaysAndAHolidayHasNone() {
        ShiftCalendar calendar =
                ShiftCalendar.of(options(List.of(week(WEEKDAYS)), List.of("2026-12-25"), List.of()), BRUSSELS);

        // Thursday 24th: its night ends on the morning of the holiday, which is a Friday; then the weekend
        assertThat(calendar.shifts(span("2026-12-24T12:00", "2026-12-28T12:00")))
                .extracting(shift -> shift.name() + " " + shift.day())
                .containsExactly("early 2026-12-24", "late 2026-12-24", "night 2026-12-24", "early 2026-12-28");
        assertThat(calendar.plan(span("2026-12-25T06:00", "2026-12-28T06:00")))
                .containsExactly(new PlannedStretch(span("2026-12-25T06:00", "2026-12-28T06:00"), Plan.NOTHING));
    }

    @Test
    void aRotationBeginsAnewAfterItsLastDay() {
        PatternOptions rotation = new PatternOptions(
                "2026-11-02",
                null,
                Map.of(),
                List.of(List.of("early"), List.of("late"), List.of("night"), List.of(), List.of()));
        ShiftCalendar calendar = ShiftCalendar.of(options(List.of(rotation), List.of(), List.of()), BRUSSELS);

        // the sixth and the seventh day are the first and the second again
        assertThat(calendar.shifts(span("2026-10-25T00:00", "2026-11-08T23:00")))
                .extracting(shift -> shift.name() + " " + shift.day())
                .containsExactly(
                        "early 2026-11-02",
                        "late 2026-11-03",
                        "night 2026-11-04",
                        "early 2026-11-07",
                        "late 2026-11-08");
    }

    @Test
    void theFirstPatternThatHoldsOnADayCounts() {
        PatternOptions summer =
                new PatternOptions("2026-07-01", "2026-07-31", Map.of("mon-fri", List.of("early")), List.of());
        ShiftCalendar calendar =
                ShiftCalendar.of(options(List.of(summer, week(WEEKDAYS)), List.of(), List.of()), BRUSSELS);

        assertThat(names(calendar, "2026-07-31T06:00", "2026-08-01T06:00")).containsExactly("early");
        assertThat(names(calendar, "2026-08-03T06:00", "2026-08-04T06:00")).containsExactly("early", "late", "night");
    }

    @Test
    void anExceptionGoesBeforeHolidaysAndPatterns() {
        ExceptionOptions saturday = new ExceptionOptions("2026-11-21", null, null, List.of("early"), "overtime");
        ExceptionOptions feast = new ExceptionOptions("2026-12-25", null, null, List.of("night"), "the kiln must burn");
        ExceptionOptions days = new ExceptionOptions(null, "2026-12-28", "2026-12-29", null, "inventory");
        ShiftCalendar calendar = ShiftCalendar.of(
                options(List.of(week(WEEKDAYS)), List.of("2026-12-25"), List.of(saturday, feast, days)), BRUSSELS);

        assertThat(names(calendar, "2026-11-21T06:00", "2026-11-22T06:00")).containsExactly("early");
        assertThat(names(calendar, "2026-12-25T06:00", "2026-12-26T06:00")).containsExactly("night");
        assertThat(names(calendar, "2026-12-28T06:00", "2026-12-30T06:00")).isEmpty();
        assertThat(names(calendar, "2026-12-30T06:00", "2026-12-31T06:00")).hasSize(3);
    }

    @Test
    void aTimeWithoutProductionEndsNoShift() {
        ExceptionOptions meeting = new ExceptionOptions(null, "2026-11-20 13:00", "2026-11-20 15:00", null, "meeting");
        ShiftCalendar calendar =
                ShiftCalendar.of(options(List.of(week(WEEKDAYS)), List.of(), List.of(meeting)), BRUSSELS);

        assertThat(names(calendar, "2026-11-20T06:00", "2026-11-20T22:00")).containsExactly("early", "late");
        // 8 h less half an hour of break and an hour of meeting
        assertThat(calendar.plannedMicros(span("2026-11-20T06:00", "2026-11-20T14:00")))
                .isEqualTo(390 * MINUTE);
        assertThat(calendar.plan(span("2026-11-20T12:00", "2026-11-20T16:00")))
                .extracting(PlannedStretch::plan)
                .containsExactly(Plan.PRODUCTION, Plan.NOTHING, Plan.PRODUCTION);
    }

    @Test
    void anAddedShiftGoesBeforeThePatterns() {
        // early stays on for two hours, and late begins when it ends
        ShiftCalendar calendar =
                daily().with(List.of(new ShiftChange.Added(1, "", span("2026-11-20T06:00", "2026-11-20T16:00"), "")));
        List<Shift> shifts = calendar.shifts(span("2026-11-20T06:00", "2026-11-20T22:00"));

        assertThat(shifts).extracting(Shift::name).containsExactly("early", "late");
        assertThat(shifts)
                .extracting(shift -> text(shift.span()))
                .containsExactly("2026-11-20T06:00 2026-11-20T16:00", "2026-11-20T16:00 2026-11-20T22:00");
        assertThat(shifts.get(0).breaks()).hasSize(1);
    }

    @Test
    void whatIsToldLaterCountsWhateverTheOrderInWhichItCame() {
        ShiftChange add = new ShiftChange.Added(10, "", span("2026-11-21T06:00", "2026-11-21T10:00"), "overtime");
        ShiftChange delete = new ShiftChange.Deleted(20, "", at("2026-11-21T06:00"));
        ShiftChange again = new ShiftChange.Added(30, "", span("2026-11-21T06:00", "2026-11-21T08:00"), "");
        ShiftCalendar weekdays = ShiftCalendar.of(options(List.of(week(WEEKDAYS)), List.of(), List.of()), BRUSSELS);

        assertThat(names(weekdays.with(List.of(add)), "2026-11-21T06:00", "2026-11-22T06:00"))
                .containsExactly("overtime");
        assertThat(names(weekdays.with(List.of(delete, add, add)), "2026-11-21T06:00", "2026-11-22T06:00"))
                .isEmpty();
        assertThat(weekdays.with(List.of(again, delete, add)).shifts(span("2026-11-21T06:00", "2026-11-22T06:00")))
                .extracting(shift -> shift.name() + " " + text(shift.span()))
                .containsExactly("extra 2026-11-21T06:00 2026-11-21T08:00");
        assertThat(names(
                        daily().with(List.of(new ShiftChange.Deleted(1, "", at("2026-11-20T14:00")))),
                        "2026-11-20T06:00",
                        "2026-11-21T06:00"))
                .containsExactly("early", "night");
    }

    @Test
    void withoutACalendarProductionIsPlannedUntilSomebodyAddsAShift() {
        ShiftCalendar always = ShiftCalendar.always(ZoneOffset.UTC);
        Span week = new Span(0, 7 * 24 * HOUR);

        assertThat(always.plannedMicros(week)).isEqualTo(week.length());
        assertThat(always.shifts(week)).isEmpty();
        // before the first shift as ever, then only in shifts
        ShiftCalendar some = always.with(List.of(new ShiftChange.Added(1, "", new Span(2 * HOUR, 3 * HOUR), "a")));
        assertThat(some.plannedMicros(new Span(0, 24 * HOUR))).isEqualTo(3 * HOUR);
    }

    @Test
    void aShiftThatBeginsBeforeTheDayDoesBelongsToTheDayBefore() {
        // the day begins at 06:00, so the shift at 02:00 of Monday is on Tuesday by the wall
        CalendarOptions options = new CalendarOptions(
                List.of(""),
                null,
                "06:00",
                Map.of("small", shift("02:00", 4)),
                List.of(week(Map.of("mon", List.of("small")))),
                List.of(),
                List.of());

        List<Shift> shifts = ShiftCalendar.of(options, BRUSSELS).shifts(span("2026-11-16T00:00", "2026-11-18T00:00"));
        assertThat(shifts).extracting(shift -> text(shift.span())).containsExactly("2026-11-17T02:00 2026-11-17T06:00");
        assertThat(shifts).extracting(Shift::day).containsExactly(LocalDate.of(2026, 11, 16));
    }

    @Test
    void thePlanOfAnySpanIsWithoutGapAndIsTheSumOfItsParts() {
        Random random = new Random(6);
        ExceptionOptions closed = new ExceptionOptions(null, "2026-10-20 05:00", "2026-10-21 23:30", null, "");
        ShiftCalendar weekdays =
                ShiftCalendar.of(options(List.of(week(WEEKDAYS)), List.of("2026-10-26"), List.of(closed)), BRUSSELS);
        long begin = at("2026-10-12T00:00");
        for (int round = 0; round < 300; round++) {
            List<ShiftChange> changes = changes(random, begin);
            ShiftCalendar calendar = weekdays.with(changes);
            Collections.shuffle(changes, random);
            long from = begin + random.nextInt(20 * 24 * 60) * MINUTE + random.nextInt(7);
            Span span = new Span(from, from + random.nextInt(4 * 24 * 60) * MINUTE);
            long cut = from + (span.length() == 0 ? 0 : (long) (random.nextDouble() * span.length()));

            long at = span.startMicros();
            for (PlannedStretch stretch : calendar.plan(span)) {
                assertThat(stretch.span().startMicros()).isEqualTo(at);
                assertThat(stretch.span().length()).isPositive();
                at = stretch.span().endMicros();
            }
            assertThat(at).isEqualTo(span.endMicros());
            assertThat(calendar.plannedMicros(new Span(from, cut))
                            + calendar.plannedMicros(new Span(cut, span.endMicros())))
                    .isEqualTo(calendar.plannedMicros(span));
            assertThat(weekdays.with(changes).plan(span)).isEqualTo(calendar.plan(span));
            long end = Long.MIN_VALUE;
            for (Shift shift : calendar.shifts(span)) {
                assertThat(shift.span().startMicros()).isGreaterThanOrEqualTo(end);
                end = shift.span().endMicros();
            }
        }
    }

    private static List<ShiftChange> changes(Random random, long begin) {
        List<ShiftChange> changes = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            long start = begin + random.nextInt(20 * 12) * 2 * HOUR;
            changes.add(
                    random.nextBoolean()
                            ? new ShiftChange.Deleted(random.nextInt(9), "", start)
                            : new ShiftChange.Added(
                                    random.nextInt(9),
                                    "",
                                    new Span(start, start + (1 + random.nextInt(12)) * HOUR),
                                    random.nextBoolean() ? "more" : ""));
        }
        return changes;
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        refused(() -> shift("25:00", 8), "start says '25:00', which is no time of day. Write it as 06:00.");
        refused(
                () -> shift("06:00", 8, new BreakOptions("13:45", Duration.ofMinutes(30))),
                "The break at 13:45 does not lie within the shift at 06:00.");
        refused(() -> pattern(null, null, Map.of("monday", List.of("early"))), "'monday' is no day of the week.");
        refused(
                () -> pattern(null, null, Map.of("mon-wed", List.of("early"), "tue", List.of("late"))),
                "The week names tue twice.");
        refused(() -> pattern("2026-02-30", null, WEEKDAYS), "from says '2026-02-30', which is no date.");
        refused(() -> pattern("2026-03-01", "2026-02-01", WEEKDAYS), "Exchange from and to.");
        refused(
                () -> new PatternOptions(null, null, Map.of(), List.of(List.of("early"))),
                "The rotation does not say on which day it begins.");
        refused(
                () -> options(List.of(week(Map.of("mon", List.of("evening")))), List.of(), List.of()),
                "There is no shift 'evening'. Use one of early, late, night");
        refused(
                () -> new CalendarOptions(
                        List.of(""),
                        null,
                        "06:00",
                        Map.of("a", shift("06:00", 8), "b", shift("13:00", 8)),
                        List.of(week(Map.of("mon", List.of("a", "b")))),
                        List.of(),
                        List.of()),
                "overlap. Let one end when the next begins");
        refused(
                () -> new CalendarOptions(
                        List.of(""),
                        "Europe/Liege",
                        null,
                        threeShifts(),
                        List.of(week(WEEKDAYS)),
                        List.of(),
                        List.of()),
                "'Europe/Liege' is no time zone.");
        refused(() -> new ExceptionOptions(null, null, null, null, ""), "The exception does not say when it is.");
        refused(
                () -> new ExceptionOptions(null, "2026-12-24 14:00", "2026-12-24 15:00", List.of("early"), ""),
                "The exception names shifts for a part of a day.");
    }

    private static PatternOptions pattern(@Nullable String from, @Nullable String to, Map<String, List<String>> week) {
        return new PatternOptions(from, to, week, List.of());
    }

    private static void refused(ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(ProblemException.class).hasMessageContaining(message);
    }

    private static List<String> names(ShiftCalendar calendar, String from, String to) {
        return calendar.shifts(span(from, to)).stream().map(Shift::name).toList();
    }
}

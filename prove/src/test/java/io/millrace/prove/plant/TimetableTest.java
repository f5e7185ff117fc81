package io.millrace.prove.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimetableTest {

    private static final long SECOND = 1_000_000;

    private final Timetable timetable = Timetable.from(Instant.parse("2026-11-22T14:07:03.5Z"));
    private final long begin = timetable.beginMicros();

    @Test
    void theWallShowsHalfAMinuteToSixWhereverAndWheneverItBegins() {
        for (String time : List.of("2026-11-22T14:07:03Z", "2026-11-22T23:59:59Z", "2026-11-22T00:00:00Z")) {
            Instant now = Instant.parse(time);
            assertThat(LocalTime.ofInstant(now, Timetable.from(now).zone())).isEqualTo("05:59:30");
        }
    }

    @Test
    void anHourADayAndAShiftEndWithinFortySeconds() {
        assertThat(timetable.counted("hour", begin)).isEqualTo(stretch(30 - 3_600, 30));
        assertThat(timetable.counted("shift", begin)).isEqualTo(stretch(3_000 - 86_400, 40));
        assertThat(timetable.counted("shift", begin + 40 * SECOND)).isEqualTo(stretch(40, 70));
        assertThat(timetable.counted("shift", begin + 7_000 * SECOND)).isEqualTo(stretch(3_000, 86_440));
        assertThat(timetable.counted("day", begin + 40 * SECOND)).isEqualTo(stretch(40, 86_440));
        assertThat(timetable.countedShifts()).startsWith("06:00:10", "06:00:40");
    }

    @Test
    void aShiftBelongsToTheDayInWhichItBegins() {
        List<Timetable.Period> shifts = timetable.periods("shift", begin, begin + 100 * SECOND);

        assertThat(shifts).extracting(Timetable.Period::name).containsExactly("night", "early", "late");
        assertThat(shifts.get(0).day()).isEqualTo(shifts.get(1).day().minusDays(1));
        // the day begins at 06:00:10, so 05:59:30 lies in the one before
        assertThat(timetable.periods("day", begin, begin + 50 * SECOND))
                .extracting(Timetable.Period::day)
                .containsExactly(LocalDate.of(2026, 11, 21), LocalDate.of(2026, 11, 22));
        assertThat(timetable.periods("hour", begin, begin + 50 * SECOND))
                .extracting(Timetable.Period::name)
                .containsExactly("05:00", "06:00");
    }

    private Timetable.Stretch stretch(int from, int to) {
        return new Timetable.Stretch(begin + from * SECOND, begin + to * SECOND);
    }
}

package io.millrace.process.counter;

import static io.millrace.process.counter.Counting.pulses;
import static io.millrace.process.counter.Counting.rejects;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Value;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Processor;
import io.millrace.process.counter.CounterOptions.Period;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What was made in an hour, a shift and a day of Brussels. */
class PeriodTotalsTest {

    private static final Period[] ALL = Counting.ALL.toArray(new Period[0]);

    @Test
    void anHourIsToldWhenItIsOverWithItsBeginningAsItsTime() {
        Counting counting = new Counting(pulses(null, Period.HOUR))
                .count("2026-11-20T10:15:00Z", 3)
                .count("2026-11-20T10:59:59.999999Z", 2)
                .count("2026-11-20T11:00:00Z", 5)
                .until("2026-11-20T11:59:59.999999Z");
        assertThat(counting.told("_historian/pieces/hour")).containsExactly("2026-11-20T10:00:00Z 5");
        assertThat(counting.nextTime()).isEqualTo(Counting.micros("2026-11-20T12:00:00Z"));
        counting.until("2026-11-20T12:00:00Z");
        assertThat(counting.told("_historian/pieces/hour"))
                .containsExactly("2026-11-20T10:00:00Z 5", "2026-11-20T11:00:00Z 5");
        assertThat(counting.told("_historian/pieces/scrap-hour")).isEmpty();
    }

    @Test
    void aShiftOverMidnightIsOneShiftAndTheDayEndsWithIt() {
        Counting counting = new Counting(pulses(null, Period.SHIFT, Period.DAY))
                .count("2026-11-20T20:30:00Z", 4) // 21:30, late shift
                .count("2026-11-20T21:30:00Z", 6) // 22:30, night shift
                .count("2026-11-20T23:30:00Z", 7) // 00:30, night shift
                .count("2026-11-21T05:00:00Z", 1); // 06:00, early shift of the next day
        assertThat(counting.told("_historian/pieces/shift"))
                .containsExactly("2026-11-20T13:00:00Z 4", "2026-11-20T21:00:00Z 13");
        assertThat(counting.told("_historian/pieces/day")).containsExactly("2026-11-20T05:00:00Z 17");
    }

    @Test
    void scrapHasTotalsOfItsOwn() {
        Counting counting = new Counting(pulses(rejects(true), Period.HOUR))
                .count("2026-11-20T10:15:00Z", 10)
                .scrap("2026-11-20T10:20:00Z", 3)
                .count("2026-11-20T11:15:00Z", 2)
                .until("2026-11-20T12:00:00Z");
        assertThat(counting.told("_historian/pieces/hour"))
                .containsExactly("2026-11-20T10:00:00Z 10", "2026-11-20T11:00:00Z 2");
        assertThat(counting.told("_historian/pieces/scrap-hour"))
                .containsExactly("2026-11-20T10:00:00Z 3", "2026-11-20T11:00:00Z 0");
    }

    @Test
    void theDayTheClockIsPutBackHasTwentyFiveHoursAndItsNightShiftNine() {
        // one piece each half hour from 06:00 CEST on the 24th (04:00 UTC) to 06:00 CET on the 25th (05:00 UTC)
        Counting counting = everyHalfHour("2026-10-24T04:00:00Z", 50);
        assertThat(counting.told("_historian/pieces/day")).containsExactly("2026-10-24T04:00:00Z 50");
        assertThat(counting.told("_historian/pieces/shift"))
                .containsExactly("2026-10-24T04:00:00Z 16", "2026-10-24T12:00:00Z 16", "2026-10-24T20:00:00Z 18");
        assertThat(counting.told("_historian/pieces/hour"))
                .hasSize(25)
                .contains("2026-10-25T00:00:00Z 2", "2026-10-25T01:00:00Z 2");
    }

    @Test
    void theDayTheClockIsPutForwardHasTwentyThreeHoursAndItsNightShiftSeven() {
        // from 06:00 CET on the 28th (05:00 UTC) to 06:00 CEST on the 29th (04:00 UTC)
        Counting counting = everyHalfHour("2026-03-28T05:00:00Z", 46);
        assertThat(counting.told("_historian/pieces/day")).containsExactly("2026-03-28T05:00:00Z 46");
        assertThat(counting.told("_historian/pieces/shift"))
                .containsExactly("2026-03-28T05:00:00Z 16", "2026-03-28T13:00:00Z 16", "2026-03-28T21:00:00Z 14");
        assertThat(counting.told("_historian/pieces/hour")).hasSize(23);
    }

    private static Counting everyHalfHour(String from, int pieces) {
        Counting counting = new Counting(pulses(null, ALL));
        long time = Counting.micros(from);
        for (int i = 0; i < pieces; i++, time += TimeUnit.MINUTES.toMicros(30)) {
            counting.send(Counting.sample("pieces", Counting.TAG, time, Value.of(1)));
        }
        return counting.until(time);
    }

    @Test
    void anHourWithoutAPieceIsZeroWhileTheMachineIsKnown() {
        Counting counting = new Counting(pulses(null, Period.HOUR))
                .count("2026-11-20T10:10:00Z", 1)
                .until("2026-11-20T13:00:00Z");
        assertThat(counting.told("_historian/pieces/hour"))
                .containsExactly("2026-11-20T10:00:00Z 1", "2026-11-20T11:00:00Z 0", "2026-11-20T12:00:00Z 0");
    }

    @Test
    void hoursInWhichNobodyKnowsAreNotTold() {
        Counting counting = new Counting(pulses(null, Period.HOUR))
                .count("2026-11-20T10:10:00Z", 1)
                .bad("2026-11-20T11:30:00Z")
                .until("2026-11-20T15:00:00Z");
        assertThat(counting.nextTime()).isEqualTo(Processor.NEVER);
        counting.count("2026-11-20T15:20:00Z", 2).until("2026-11-20T17:00:00Z");
        assertThat(counting.told("_historian/pieces/hour"))
                .containsExactly(
                        "2026-11-20T10:00:00Z 1",
                        "2026-11-20T11:00:00Z 0",
                        "2026-11-20T15:00:00Z 2",
                        "2026-11-20T16:00:00Z 0");
    }

    @Test
    void anHourThatIsBadFromItsBeginningIsNotTold() {
        Counting counting = new Counting(pulses(null, Period.HOUR))
                .count("2026-11-20T10:10:00Z", 1)
                .bad("2026-11-20T11:00:00Z")
                .until("2026-11-20T15:00:00Z");
        assertThat(counting.told("_historian/pieces/hour")).containsExactly("2026-11-20T10:00:00Z 1");
    }

    @Test
    void nothingIsToldBeforeTheMachineIsHeardOf() {
        Counting counting =
                new Counting(pulses(null, ALL)).bad("2026-11-20T10:00:00Z").until("2026-11-30T10:00:00Z");
        assertThat(counting.outputs()).isEmpty();
        assertThat(counting.nextTime()).isEqualTo(Processor.NEVER);
    }

    @Test
    void aYearOfSilenceEndsInAWeekOfZeros() {
        Counting counting = new Counting(pulses(null, ALL)).count("2026-11-20T10:10:00Z", 1);
        counting.outputs().clear();
        counting.until("2027-11-20T10:10:00Z");
        // what begins before 2026-11-27T10:10Z: 7 * 24 + 1 hours; 7 * 3 + 1 shifts; 7 + 1 days
        assertThat(counting.told("_historian/pieces/hour"))
                .hasSize(169)
                .startsWith("2026-11-20T10:00:00Z 1", "2026-11-20T11:00:00Z 0")
                .endsWith("2026-11-27T10:00:00Z 0");
        assertThat(counting.told("_historian/pieces/shift")).hasSize(22).endsWith("2026-11-27T05:00:00Z 0");
        assertThat(counting.told("_historian/pieces/day")).hasSize(8).endsWith("2026-11-27T05:00:00Z 0");
        assertThat(counting.nextTime()).isEqualTo(Processor.NEVER);
        counting.count("2027-11-20T10:20:00Z", 2).until("2027-11-20T11:00:00Z");
        assertThat(counting.told("_historian/pieces/hour")).endsWith("2027-11-20T10:00:00Z 2");
        assertThat(counting.told("_historian/pieces/total")).containsExactly("2027-11-20T10:20:00Z 3");
    }

    @Test
    void aTotalSaysWhatItWasLastMadeOf() {
        Counting counting = new Counting(pulses(rejects(true), Period.HOUR))
                .count("2026-11-20T10:10:00Z", 1)
                .scrap("2026-11-20T10:20:00Z", 1);
        assertThat(counting.outputs()).allMatch(output -> output.from().isEmpty());
        counting.outputs().clear();
        counting.until("2026-11-20T11:00:00Z");
        assertThat(counting.outputs()).hasSize(2).allSatisfy(output -> assertThat(output.from())
                .containsExactly(
                        new Identity(Counting.BELOW + Counting.REJECTS, Counting.micros("2026-11-20T10:20:00Z"), "")));
    }
}

package io.millrace.process.window;

import static io.millrace.process.window.Run.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridWindowsTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final long SECOND = 1_000_000;

    private static Run tumbling(String... aggregates) {
        return new Run(Run.window(FIVE_MINUTES, null, null, aggregates));
    }

    @Test
    void everyAggregateOfATumblingWindow() {
        Run run = tumbling("count", "sum", "min", "max", "mean", "first", "last", "rate", "duration", "p50", "p90");

        run.whole(at("2026-03-02T10:00:00Z"), 4)
                .whole(at("2026-03-02T10:01:00Z"), 2)
                .whole(at("2026-03-02T10:02:00Z"), 10)
                .whole(at("2026-03-02T10:04:59Z"), 8)
                .pass(at("2026-03-02T10:05:00Z"));

        String start = "2026-03-02T10:00:00Z ";
        assertThat(run.told("count")).containsExactly(start + "4 Good");
        assertThat(run.told("sum")).containsExactly(start + "24 Good");
        assertThat(run.told("min")).containsExactly(start + "2 Good");
        assertThat(run.told("max")).containsExactly(start + "10 Good");
        assertThat(run.told("mean")).containsExactly(start + "6.0 Good");
        assertThat(run.told("first")).containsExactly(start + "4 Good");
        assertThat(run.told("last")).containsExactly(start + "8 Good");
        // (8 - 4) in 299 s
        assertThat(run.told("rate")).containsExactly(start + 4.0 / 299 + " Good");
        assertThat(run.told("duration")).containsExactly(start + "300.0 Good");
        // sorted 2 4 8 10: rank 3 * 0.5 = 1.5 lies halfway between 4 and 8
        assertThat(run.told("p50")).containsExactly(start + "6.0 Good");
        // rank 3 * 0.9 = 2.7: 8 + 0.7 * 2
        assertThat(run.told("p90")).containsExactly(start + "9.4 Good");
    }

    @Test
    void timeWeightedMeanOverGaps() {
        Run run = tumbling("time-weighted-mean", "mean");

        // 10:00-10:05 nothing before 10:01; 20 for 1 min; bad for 2 min; 50 for 1 min: (20*60 + 50*60) / 120 = 35
        run.good(at("2026-03-02T10:01:00Z"), 20)
                .bad(at("2026-03-02T10:02:00Z"))
                .good(at("2026-03-02T10:04:00Z"), 50)
                // 10:05-10:10 50 for 2 min, then 10 for 3 min: (50*120 + 10*180) / 300 = 26
                .good(at("2026-03-02T10:07:00Z"), 10)
                .pass(at("2026-03-02T10:10:00Z"));

        assertThat(run.told("time-weighted-mean"))
                .containsExactly("2026-03-02T10:00:00Z 35.0 Uncertain_SubNormal", "2026-03-02T10:05:00Z 26.0 Good");
        assertThat(run.told("mean"))
                .containsExactly("2026-03-02T10:00:00Z 35.0 Uncertain_SubNormal", "2026-03-02T10:05:00Z 10.0 Good");
    }

    @Test
    void aValueHoldsAtMostAsLongAsItIsSaidTo() {
        Run run = new Run(Run.window(FIVE_MINUTES, null, Duration.ofMinutes(7), "time-weighted-mean", "count"));

        // 30 holds from 10:00 to 10:07; nothing more comes
        run.good(at("2026-03-02T10:00:00Z"), 30).pass(at("2027-03-02T10:00:00Z"));

        assertThat(run.told("time-weighted-mean"))
                .containsExactly("2026-03-02T10:00:00Z 30.0 Good", "2026-03-02T10:05:00Z 30.0 Uncertain_SubNormal");
        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:00Z 1 Good");
    }

    @Test
    void aValueFromYesterdayHasItsWeightInTodaysFirstWindow() {
        Run run = tumbling("time-weighted-mean");

        // 10 holds over the night until 10:04, then 60 for one minute: (10*240 + 60*60) / 300 = 20
        run.good(at("2026-03-01T17:00:00Z"), 10)
                .good(at("2026-03-02T10:04:00Z"), 60)
                .pass(at("2026-03-02T11:00:00Z"));

        assertThat(run.told("time-weighted-mean"))
                .containsExactly("2026-03-01T17:00:00Z 10.0 Good", "2026-03-02T10:00:00Z 20.0 Good");
    }

    @Test
    void theTimeWeightedMeanOfABooleanIsTheShareOfTimeInWhichItWasTrue() {
        Run run = tumbling("time-weighted-mean", "last");

        run.give(at("2026-03-02T10:00:00Z"), Content.of(Value.of(true)))
                .give(at("2026-03-02T10:01:15Z"), Content.of(Value.of(false)))
                .pass(at("2026-03-02T10:05:00Z"));

        // 75 s of 300 s
        assertThat(run.told("time-weighted-mean")).containsExactly("2026-03-02T10:00:00Z 0.25 Good");
        assertThat(run.told("last")).containsExactly("2026-03-02T10:00:00Z false Good");
    }

    @Test
    void aValueAtTheEndOfAWindowBelongsToTheNext() {
        Run run = tumbling("count");

        run.whole(at("2026-03-02T10:04:59.999999Z"), 1)
                .whole(at("2026-03-02T10:05:00Z"), 1)
                .pass(at("2026-03-02T10:10:00Z"));

        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:00Z 1 Good", "2026-03-02T10:05:00Z 1 Good");
    }

    @Test
    void nothingIsToldBeforeTheEndOfTheWindow() {
        Run run = tumbling("count");

        run.whole(at("2026-03-02T10:00:00Z"), 1).pass(at("2026-03-02T10:05:00Z") - 1);

        assertThat(run.outputs()).isEmpty();
        assertThat(run.state().due()).isEqualTo(at("2026-03-02T10:05:00Z"));
    }

    @Test
    void windowsInWhichNothingCameAreNotTold() {
        Run run = tumbling("count", "time-weighted-mean");

        run.whole(at("2026-03-02T10:00:00Z"), 1).pass(at("2126-03-02T10:00:00Z"));

        assertThat(run.outputs()).hasSize(2);
        assertThat(run.state().due()).isEqualTo(Processor.NEVER);
        assertThat(run.state().panes()).isEmpty();
    }

    @Test
    void aWindowOfNothingButBadIsToldAsBad() {
        Run run = tumbling("count", "sum", "mean", "max", "first", "rate", "p50", "time-weighted-mean");

        run.bad(at("2026-03-02T10:00:00Z")).pass(at("2026-03-02T10:05:00Z"));

        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:00Z 0 Good");
        for (String aggregate : List.of("sum", "mean", "max", "first", "rate", "p50", "time-weighted-mean")) {
            assertThat(run.told(aggregate)).as(aggregate).containsExactly("2026-03-02T10:00:00Z - Bad_NoData");
        }
    }

    @Test
    void whatIsUncertainMakesTheResultUncertain() {
        Run run = tumbling("mean", "count", "last");

        run.good(at("2026-03-02T10:00:00Z"), 1)
                .give(
                        at("2026-03-02T10:01:00Z"),
                        new Content.Measured(Value.of(2.0), Quality.UNCERTAIN_LAST_USABLE_VALUE))
                .give(at("2026-03-02T10:02:00Z"), new Content.Measured(null, Quality.UNCERTAIN))
                .pass(at("2026-03-02T10:05:00Z"));

        assertThat(run.told("mean")).containsExactly("2026-03-02T10:00:00Z 1.5 Uncertain_SubNormal");
        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:00Z 2 Good");
        assertThat(run.told("last")).containsExactly("2026-03-02T10:00:00Z 2.0 Uncertain_LastUsableValue");
    }

    @Test
    void hoppingWindowsOverlap() {
        Run run = new Run(Run.window(Duration.ofMinutes(15), FIVE_MINUTES, null, "sum", "count", "first"));

        run.whole(at("2026-03-02T10:01:00Z"), 1)
                .whole(at("2026-03-02T10:07:00Z"), 2)
                .whole(at("2026-03-02T10:21:00Z"), 4)
                .pass(at("2026-03-02T12:00:00Z"));

        assertThat(run.told("sum"))
                .containsExactly(
                        "2026-03-02T09:50:00Z 1 Good", // 1
                        "2026-03-02T09:55:00Z 3 Good", // 1 + 2
                        "2026-03-02T10:00:00Z 3 Good", // 1 + 2
                        "2026-03-02T10:05:00Z 2 Good", // 2
                        "2026-03-02T10:10:00Z 4 Good", // 4
                        "2026-03-02T10:15:00Z 4 Good",
                        "2026-03-02T10:20:00Z 4 Good");
        assertThat(run.told("first")).element(2).isEqualTo("2026-03-02T10:00:00Z 1 Good");
    }

    @Test
    void inAHoppingWindowAValueHoldsAcrossThePanesInWhichNothingComes() {
        Run run = new Run(Run.window(Duration.ofMinutes(15), FIVE_MINUTES, null, "time-weighted-mean"));

        // 10:00-10:15: 10 until 10:12, then 40 for 3 min: (10*12 + 40*3) / 15 = 16
        run.good(at("2026-03-02T10:00:00Z"), 10)
                .good(at("2026-03-02T10:12:00Z"), 40)
                .pass(at("2026-03-02T10:15:00Z"));

        assertThat(run.told("time-weighted-mean"))
                .containsExactly(
                        "2026-03-02T09:50:00Z 10.0 Uncertain_SubNormal",
                        "2026-03-02T09:55:00Z 10.0 Uncertain_SubNormal",
                        "2026-03-02T10:00:00Z 16.0 Good");
    }

    @Test
    void daysFollowTheCalendarOfThePlant() {
        Run run = new Run(Run.window(Duration.ofDays(1), null, null, "count", "duration", "time-weighted-mean"));

        // Brussels: 29 March 2026 has 23 hours, midnight is 23:00 UTC before and 22:00 UTC after
        run.good(at("2026-03-28T23:00:00Z"), 0)
                .good(at("2026-03-29T10:30:00Z"), 100)
                .good(at("2026-03-29T22:00:00Z"), 7)
                .pass(at("2026-03-30T22:00:00Z"));

        assertThat(run.told("count")).containsExactly("2026-03-28T23:00:00Z 2 Good", "2026-03-29T22:00:00Z 1 Good");
        // 23 h = 82,800 s; 0 for 11.5 h, 100 for 11.5 h
        assertThat(run.told("duration"))
                .containsExactly("2026-03-28T23:00:00Z 82800.0 Good", "2026-03-29T22:00:00Z 86400.0 Good");
        assertThat(run.told("time-weighted-mean")).first().isEqualTo("2026-03-28T23:00:00Z 50.0 Good");
    }

    @Test
    void hoursHaveSixtyMinutesAlsoWhenTheClockChanges() {
        Run run = new Run(Run.window(Duration.ofHours(1), null, null, "count", "duration"));

        run.whole(at("2026-10-25T00:30:00Z"), 1)
                .whole(at("2026-10-25T01:30:00Z"), 1)
                .pass(at("2026-10-25T02:00:00Z"));

        assertThat(run.told("count")).containsExactly("2026-10-25T00:00:00Z 1 Good", "2026-10-25T01:00:00Z 1 Good");
        assertThat(run.told("duration")).allMatch(told -> told.endsWith("3600.0 Good"));
    }

    @Test
    void sumsOfWholeNumbersAreExactAndThoseTooLargeForThemBecomeReal() {
        Run run = tumbling("sum", "max", "rate");

        run.whole(at("2026-03-02T10:00:00Z"), 9_007_199_254_740_993L)
                .whole(at("2026-03-02T10:01:00Z"), -1)
                .pass(at("2026-03-02T10:05:00Z"))
                .whole(at("2026-03-02T10:05:00Z"), Long.MAX_VALUE)
                .whole(at("2026-03-02T10:06:00Z"), Long.MAX_VALUE)
                .pass(at("2026-03-02T10:10:00Z"));

        // 2^53 + 1 - 1
        assertThat(run.told("sum"))
                .containsExactly(
                        "2026-03-02T10:00:00Z 9007199254740992 Good",
                        "2026-03-02T10:05:00Z 1.8446744073709552E19 Good");
        assertThat(run.told("max")).first().isEqualTo("2026-03-02T10:00:00Z 9007199254740993 Good");
        assertThat(run.told("rate")).last().isEqualTo("2026-03-02T10:05:00Z 0.0 Good");
    }

    @Test
    void aResultLargerThanAnyNumberIsBad() {
        Run run = tumbling("sum", "mean", "max", "rate", "time-weighted-mean");

        run.good(at("2026-03-02T10:00:00Z"), -1.7e308)
                .good(at("2026-03-02T10:00:00.5Z"), -1.7e308)
                .good(at("2026-03-02T10:00:01Z"), 1.7e308)
                .pass(at("2026-03-02T10:05:00Z"));

        assertThat(run.told("sum")).containsExactly("2026-03-02T10:00:00Z - Bad_OutOfRange");
        assertThat(run.told("mean")).containsExactly("2026-03-02T10:00:00Z - Bad_OutOfRange");
        assertThat(run.told("rate")).containsExactly("2026-03-02T10:00:00Z - Bad_OutOfRange");
        assertThat(run.told("time-weighted-mean")).containsExactly("2026-03-02T10:00:00Z - Bad_OutOfRange");
        assertThat(run.told("max")).containsExactly("2026-03-02T10:00:00Z 1.7E308 Good");
    }

    @Test
    void theMeanOfEqualValuesIsThatValue() {
        Run run = tumbling("mean", "time-weighted-mean", "sum");

        for (int i = 0; i < 300; i++) {
            run.good(at("2026-03-02T10:00:00Z") + i * SECOND, 0.1);
        }
        run.pass(at("2026-03-02T10:05:00Z"));

        assertThat(run.told("mean")).containsExactly("2026-03-02T10:00:00Z 0.1 Good");
        assertThat(run.told("time-weighted-mean")).containsExactly("2026-03-02T10:00:00Z 0.1 Good");
        assertThat(run.told("sum")).containsExactly("2026-03-02T10:00:00Z 30.0 Good");
    }

    @Test
    void aRateNeedsTwoValuesAtDifferentTimes() {
        Run run = tumbling("rate");

        run.whole(at("2026-03-02T10:00:00Z"), 1)
                .pass(at("2026-03-02T10:05:00Z"))
                .whole(at("2026-03-02T10:05:00Z"), 100)
                .whole(at("2026-03-02T10:06:00Z"), 40)
                .pass(at("2026-03-02T10:10:00Z"));

        // (40 - 100) / 60 s
        assertThat(run.told("rate"))
                .containsExactly("2026-03-02T10:00:00Z - Bad_NoData", "2026-03-02T10:05:00Z -1.0 Good");
    }

    @Test
    void textCanBeCountedAndShown() {
        Run run = tumbling("count", "first", "last");

        run.give(at("2026-03-02T10:00:00Z"), Content.of(Value.of("RUN")))
                .give(at("2026-03-02T10:01:00Z"), Content.of(Value.of("STOP")))
                .pass(at("2026-03-02T10:05:00Z"));

        assertThat(run.told("count")).containsExactly("2026-03-02T10:00:00Z 2 Good");
        assertThat(run.told("first")).containsExactly("2026-03-02T10:00:00Z 'RUN' Good");
        assertThat(run.told("last")).containsExactly("2026-03-02T10:00:00Z 'STOP' Good");
    }

    @Test
    void textWhereANumberIsNeededIsRefused() {
        Run run = tumbling("count", "mean");

        assertThatThrownBy(() -> run.give(at("2026-03-02T10:00:00Z"), Content.of(Value.of("RUN"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("_historian/temperature' carries the text 'RUN'")
                .hasMessageContaining("computes with numbers");
    }

    @Test
    void aResultSaysWhatItWasMadeOf() {
        Run run = tumbling("mean");

        run.good(at("2026-03-02T10:00:00Z"), 1)
                .good(at("2026-03-02T10:01:00Z"), 2)
                .good(at("2026-03-02T10:02:00Z"), 3)
                .pass(at("2026-03-02T10:05:00Z"));

        String topic = "umh/v1/limeworks/liege/kiln-1/_historian/temperature";
        assertThat(run.outputs())
                .singleElement()
                .extracting(Output::from)
                .isEqualTo(List.of(
                        new Identity(topic, at("2026-03-02T10:00:00Z"), ""),
                        new Identity(topic, at("2026-03-02T10:02:00Z"), "")));
    }
}

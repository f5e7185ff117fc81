package io.millrace.process.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Taken;
import io.millrace.process.detect.DetectOptions.Combine;
import io.millrace.process.detect.Watching.Options;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DetectProcessorTest {

    private static final Content YES = Content.of(Value.of(true));
    private static final Content NO = Content.of(Value.of(false));

    /** With lambda 1 the average is the value itself: the score is the distance to 0 in sigmas of 1. */
    private static Options plain() {
        return Options.ewma(1, 3, 0, 1);
    }

    @Test
    void theFlagIsToldWhenItChangesAndGoesDownOnlyBelowAShareOfTheLimit() {
        // limit 3, taken back at 0.8 x 3 = 2.4
        Watching watching = new Watching(plain().clearAt(0.8)).series(0, 3, 3.5, 2.9, 2.41, 2.4, 2.9);

        assertThat(watching.at("anomaly", 1)).isEqualTo(NO);
        assertThat(watching.at("anomaly", 2)).as("at the limit is not above it").isNull();
        assertThat(watching.at("anomaly", 3)).isEqualTo(YES);
        assertThat(watching.at("anomaly", 4)).isNull();
        assertThat(watching.at("anomaly", 5)).isNull();
        assertThat(watching.at("anomaly", 6)).isEqualTo(NO);
        assertThat(watching.at("anomaly", 7)).isNull();
        assertThat(watching.number("score", 7)).isCloseTo(2.9, within(1e-12));
    }

    @Test
    void whatHasToLastIsBrokenByOneValue() {
        Watching watching = new Watching(plain().delays(2, 3)).series(9, 9, 0, 9, 9, 9, 0, 9, 0, 0, 0, 0);

        assertThat(watching.at("anomaly", 5)).isNull();
        assertThat(watching.at("anomaly", 6)).as("above since second 4").isEqualTo(YES);
        assertThat(watching.at("anomaly", 11)).isNull();
        assertThat(watching.at("anomaly", 12)).as("low since second 9").isEqualTo(NO);
    }

    @Test
    void badSaysOnceThatNothingIsKnownAndTeachesNothing() {
        Watching watching = new Watching(Options.learntCusum(3)).series(9, 10, 11, 12);
        watching.bad(5, Quality.BAD_SENSOR_FAILURE);
        watching.bad(6, Quality.BAD_SENSOR_FAILURE);
        watching.bad(7, Quality.BAD_TIMEOUT);
        watching.take(8, 12);

        for (String tag : new String[] {"score", "anomaly", "expected", "low", "high"}) {
            assertThat(watching.at(tag, 5)).isEqualTo(Watching.bad(Quality.BAD_SENSOR_FAILURE));
            assertThat(watching.at(tag, 6)).isNull();
            assertThat(watching.at(tag, 7)).isEqualTo(Watching.bad(Quality.BAD_TIMEOUT));
        }
        assertThat(watching.number("score", 8))
                .as("1.5 + 1.5, as if it had not been")
                .isEqualTo(3);
        assertThat(watching.at("anomaly", 8)).as("told again").isEqualTo(NO);
    }

    @Test
    void aRaisedFlagOutlivesBadAndIsToldAgain() {
        Watching watching = new Watching(plain().delays(0, 60)).series(0, 9);
        watching.bad(3, Quality.BAD_TIMEOUT);
        watching.take(4, 0);

        assertThat(watching.at("anomaly", 3)).isEqualTo(Watching.bad(Quality.BAD_TIMEOUT));
        assertThat(watching.at("anomaly", 4)).as("low for no minute yet").isEqualTo(YES);
    }

    @Test
    void badBreaksWhatHasToLast() {
        Watching watching = new Watching(plain().delays(2, 0)).series(9, 9);
        watching.bad(3, Quality.BAD_TIMEOUT);
        watching.take(4, 9);
        watching.take(5, 9);

        assertThat(watching.at("anomaly", 4)).isEqualTo(NO);
        assertThat(watching.at("anomaly", 5)).isNull();
    }

    @Test
    void whatIsUncertainIsJudgedAndTheResultIsUncertain() {
        Watching watching = new Watching(plain());
        watching.take(Watching.input("x", 1, new Content.Measured(Value.of(2.0), Quality.UNCERTAIN)));

        assertThat(watching.at("score", 1))
                .isEqualTo(new Content.Measured(Value.of(2.0), Quality.UNCERTAIN_SUB_NORMAL));
    }

    @Test
    void afterAGapTheWindowLearnsAnewAndSumsBeginAnew() {
        Watching window = new Watching(Options.zScore(10, 3, 2).gap(10)).series(1, 2, 1.5);
        window.take(14, 1.5);
        Watching sums = new Watching(Options.cusum(0.5, 5, 0, 1).gap(10)).series(2, 2);
        sums.take(12, 2);
        sums.take(22.5, 2);

        assertThat(window.at("score", 14)).isEqualTo(Watching.bad(Quality.BAD_WAITING_FOR_INITIAL_DATA));
        assertThat(sums.number("score", 12))
                .as("ten seconds are no gap of more than ten")
                .isEqualTo(4.5);
        assertThat(sums.number("score", 22.5)).isEqualTo(1.5);
    }

    @Test
    void aConstantSignalHasNoDeviationAndAnyChangeIsAsFarOffAsCanBe() {
        Watching watching = new Watching(Options.zScore(10, 3, 3)).series(0.1, 0.1, 0.1, 0.1, 0.2);

        assertThat(watching.number("score", 4))
                .as("equal is equal, in spite of binary fractions")
                .isZero();
        assertThat(watching.number("score", 5)).isEqualTo(Verdict.MOST);
        assertThat(watching.number("low", 5)).isEqualTo(0.1);
    }

    @Test
    void aLeastDeviationKeepsAConstantSignalQuiet() {
        Watching watching = new Watching(Options.zScore(10, 3, 3).minSigma(0.1)).series(1, 1, 1, 1, 1.2);

        assertThat(watching.number("score", 5)).isCloseTo(2, within(1e-9));
    }

    @Test
    void aBaselineOfEqualValuesLearnsOn() {
        Watching watching = new Watching(Options.learntEwma(3)).series(5, 5, 5, 5, 6, 5);
        Watching least = new Watching(Options.learntEwma(3).minSigma(1)).series(5, 5, 5, 5);

        assertThat(watching.at("score", 5)).as("still nothing to measure with").isNull();
        assertThat(watching.number("expected", 6)).as("(4 x 5 + 6) / 5").isCloseTo(5.2, within(1e-12));
        assertThat(least.number("score", 4)).isZero();
    }

    @Test
    void sumsAreForgottenInAsMuchTimeAsTwoLimitsTake() {
        Watching watching = new Watching(Options.cusum(0.5, 5, 0, 1)).series(100, 100, 100, 0);

        assertThat(watching.number("score", 3)).isEqualTo(10);
        assertThat(watching.number("score", 4)).isEqualTo(9.5);
    }

    @Test
    void severalInputsAreLearntEachByItself() {
        Watching watching = new Watching(plain().several(Combine.EACH, "a", "b"));
        watching.take("a", 1, 1);
        watching.take("b", 1, 9);

        assertThat(watching.number("a/score", 1)).isEqualTo(1);
        assertThat(watching.at("a/anomaly", 1)).isEqualTo(NO);
        assertThat(watching.number("b/score", 1)).isEqualTo(9);
        assertThat(watching.at("b/anomaly", 1)).isEqualTo(YES);
    }

    @Test
    void theGreatestScoreCountsForAllAndIsToldWhenTimeHasPassedOn() {
        Watching watching = new Watching(plain().several(Combine.MAX, "a", "b"));
        watching.take("a", 1, 9);
        watching.take("b", 1, -2);
        assertThat(watching.told.truth()).isEmpty();
        watching.passTo(1);
        assertThat(watching.told.truth())
                .as("others of second 1 may still come")
                .isEmpty();
        watching.passTo(1.000001);
        watching.take("b", 2, -4);
        watching.take("a", 3, 0);
        watching.take("b", 3, 0);
        watching.passTo(10);

        assertThat(watching.number("score", 1)).isEqualTo(9);
        assertThat(watching.at("worst", 1)).isEqualTo(Content.of(Value.of("a")));
        assertThat(watching.at("anomaly", 1)).isEqualTo(YES);
        assertThat(watching.number("score", 2)).as("a holds").isEqualTo(9);
        assertThat(watching.at("anomaly", 3)).isEqualTo(NO);
    }

    @Test
    void aSilentOrBadInputIsLeftOutAndMakesTheRestUncertain() {
        Watching watching = new Watching(plain().several(Combine.MAX, "a", "b").gap(10));
        watching.take("a", 1, 2);
        watching.passTo(2);
        watching.take("b", 2, 1);
        watching.take("b", 12, 1);
        watching.take(Watching.input("b", 13, Watching.bad(Quality.BAD_TIMEOUT)));
        watching.passTo(20);

        Content uncertain = new Content.Measured(Value.of(2.0), Quality.UNCERTAIN_SUB_NORMAL);
        assertThat(watching.at("score", 1)).as("b has said nothing yet").isEqualTo(uncertain);
        assertThat(watching.at("score", 2)).isEqualTo(Content.of(Value.of(2.0)));
        assertThat(watching.at("score", 12))
                .as("a is silent for eleven seconds")
                .isEqualTo(new Content.Measured(Value.of(1.0), Quality.UNCERTAIN_SUB_NORMAL));
        assertThat(((Content.Measured) watching.at("score", 13)).quality().isBad())
                .isTrue();
    }

    @Test
    void booleansAndWholeNumbersAreNumbers() {
        Watching watching = new Watching(plain());
        watching.take(Watching.input("x", 1, Content.of(Value.of(true))));
        watching.take(Watching.input("x", 2, Content.of(Value.of(-2L))));

        assertThat(watching.number("score", 1)).isEqualTo(1);
        assertThat(watching.number("score", 2)).isEqualTo(2);
    }

    @Test
    void whatIsNoMeasurementIsRefused() {
        Watching watching = new Watching(plain());

        Taken text = watching.take(Watching.input("x", 1, Content.of(Value.of("hot"))));
        Taken huge = watching.take(2, 1e200);
        Taken event = watching.take(Watching.input("x", 3, new Content.Happened("{\"timestamp_ms\":3000}")));

        assertThat(text.refused())
                .singleElement()
                .satisfies(one -> assertThat(one.problem().message()).contains("carries a text"));
        assertThat(huge.refused())
                .singleElement()
                .satisfies(one -> assertThat(one.problem().message()).contains("no measurement"));
        assertThat(event.refused())
                .singleElement()
                .satisfies(one -> assertThat(one.problem().message()).contains("came as an event"));
        assertThat(watching.told.truth()).isEmpty();
    }

    @Test
    void aFaultMovesTheBandLittleAndANewLevelIsLearntInTheEnd() {
        Watching watching = new Watching(Options.band(Duration.ofMinutes(4), Duration.ofMinutes(1), 0.1));
        double[] season = {10, 20, 30, 20};
        for (int minute = 0; minute < 400; minute++) {
            double wobble = minute % 3 == 0 ? 0.5 : minute % 3 == 1 ? -0.5 : 0;
            double shift = minute == 100 ? 1000 : minute >= 200 ? 5 : 0;
            watching.take(60 * minute, season[minute % 4] + wobble + shift);
        }

        assertThat(watching.at("anomaly", 6000)).isEqualTo(YES);
        assertThat(watching.number("expected", 6060)).as("1000 were not learnt").isCloseTo(20, within(1.5));
        assertThat(watching.at("anomaly", 12_000))
                .as("a new level is an anomaly")
                .isEqualTo(YES);
        assertThat(watching.number("score", 60 * 399))
                .as("and is usual in the end")
                .isLessThan(3);
    }

    @Test
    void stepsWithoutValuesTeachNothingAndASlotNeverSeenIsLearntWhenItComes() {
        Watching watching = new Watching(Options.band(Duration.ofMinutes(4), Duration.ofMinutes(1), 0.1));
        double[] season = {10, 20, 30, 20};
        for (int minute = 0; minute < 40; minute++) {
            if (minute % 4 != 2 && !(minute >= 20 && minute < 28) || minute >= 32) {
                watching.take(60 * minute, season[minute % 4] + (minute % 3 - 1) * 0.5);
            }
        }

        assertThat(watching.number("score", 60 * 28))
                .as("after two silent seasons")
                .isLessThan(3);
        assertThat(watching.at("score", 60 * 34))
                .as("the third step comes for the first time")
                .isEqualTo(Watching.bad(Quality.BAD_WAITING_FOR_INITIAL_DATA));
        assertThat(watching.number("expected", 60 * 38)).isCloseTo(30, within(1.5));
    }
}

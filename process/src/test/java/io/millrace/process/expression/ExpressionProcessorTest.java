package io.millrace.process.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Taken;
import io.millrace.process.expression.Rig.Options;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressionProcessorTest {

    @Test
    void eachInputGivesAResultWithTheLastKnownValueOfTheOther() {
        Rig rig = new Rig(Options.of("a - b", "a", "b"));
        rig.take("a", 1, 10);
        rig.take("b", 2, 4);
        rig.take("a", 3, 11);
        rig.take("b", 5, 1);

        assertThat(rig.at(1)).isNull(); // b is not known yet
        assertThat(rig.valueAt(2)).isEqualTo(Value.of(6.0));
        assertThat(rig.valueAt(3)).isEqualTo(Value.of(7.0));
        assertThat(rig.valueAt(5)).isEqualTo(Value.of(10.0));
    }

    @Test
    void itSaysOfWhichInputsItWasMade() {
        Rig rig = new Rig(Options.of("a - b", "a", "b"));
        rig.take("b", 1, 4);
        Taken taken = rig.take("a", 3, 11);

        assertThat(taken.emissions().get(0).from())
                .extracting(Identity::topic, Identity::timestampMicros)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("umh/v1/works/line-1/_historian/a", 3_000_000L),
                        org.assertj.core.groups.Tuple.tuple("umh/v1/works/line-1/_historian/b", 1_000_000L));
    }

    @Test
    void inputsOfOnePollNeverMeetOldValuesOfEachOther() {
        Rig rig = new Rig(Options.of("a - b", "a", "b"));
        rig.take("a", 1, 10);
        rig.take("b", 1, 10);
        Taken first = rig.take("a", 2, 20);
        Taken second = rig.take("b", 2, 20);

        assertThat(first.emissions()).isEmpty(); // 20 - 10 was never true
        assertThat(second.emissions()).hasSize(1);
        assertThat(second.emissions().get(0).revision()).isZero();
        assertThat(rig.valueAt(2)).isEqualTo(Value.of(0.0));
    }

    @Test
    void anInputThatStaysOutIsWaitedForOnlyUntilTimeHasPassed() {
        Rig rig = new Rig(Options.of("a - b", "a", "b"));
        rig.take("a", 1, 10);
        rig.take("b", 1, 4);
        rig.take("a", 2, 11);
        rig.passTo(2);
        assertThat(rig.at(2)).isNull(); // b may still come at 2

        rig.passTo(2.5);
        rig.take("a", 3, 12);

        assertThat(rig.valueAt(2)).isEqualTo(Value.of(7.0)); // 11 - 4
        assertThat(rig.valueAt(3)).isEqualTo(Value.of(8.0)); // at once: b was not with a the last time
    }

    @Test
    void inputsThatMeetByChanceMakeOneResultInTheEnd() {
        Rig rig = new Rig(Options.of("a - b", "a", "b"));
        rig.take("a", 1, 10);
        rig.take("b", 2, 4);
        rig.take("a", 3, 20);
        Taken second = rig.take("b", 3, 1);

        assertThat(second.emissions().get(0).revision()).isPositive();
        assertThat(rig.valueAt(3)).isEqualTo(Value.of(19.0));
    }

    @Test
    void aStaleInputMakesTheResultBadOnceAndAFreshOneGood() {
        Rig rig = new Rig(Options.of("a - b", "a", "b").stale(Duration.ofSeconds(10)));
        rig.take("a", 1, 10);
        rig.take("b", 2, 4);
        rig.take("a", 11, 12); // b is 9 s old
        rig.passTo(12);
        rig.take("a", 12, 12); // b is exactly 10 s old: not older than 10 s
        assertThat(rig.valueAt(12)).isEqualTo(Value.of(8.0));

        rig.passTo(30);
        assertThat(rig.at(12.000001)).isEqualTo(Rig.bad(Quality.BAD_NO_DATA));

        rig.take("a", 31, 13); // b is stale still, and that was said
        assertThat(rig.at(31)).isNull();
        rig.take("b", 32, 3);
        assertThat(rig.valueAt(32)).isEqualTo(Value.of(10.0));
    }

    @Test
    void aResultIsAsGoodAsTheWorstOfItsInputs() {
        Rig rig = new Rig(Options.of("a - b", "a", "b"));
        rig.take("a", 1, 10);
        rig.take("b", 2, 4);
        rig.take(Rig.input("a", 3, new Content.Measured(Value.of(5.0), Quality.UNCERTAIN_SUB_NORMAL)));
        rig.take("b", 4, 1);
        rig.bad("a", 5, Quality.BAD_SENSOR_FAILURE);
        rig.take("b", 6, 2);
        rig.take("a", 7, 9);

        assertThat(rig.at(4)).isEqualTo(new Content.Measured(Value.of(4.0), Quality.UNCERTAIN_SUB_NORMAL));
        assertThat(rig.at(5)).isEqualTo(Rig.bad(Quality.BAD_SENSOR_FAILURE));
        assertThat(rig.at(6)).isNull(); // said already
        assertThat(rig.at(7)).isEqualTo(Content.of(Value.of(7.0)));
    }

    @Test
    void allWaitsForAValueOfEachWithinTheTolerance() {
        Rig rig = new Rig(Options.of("a - b", "a", "b").all(Duration.ofMillis(500)));
        rig.take("a", 1, 10);
        rig.take("a", 2, 20);
        rig.take("b", 2.5, 5); // half a second apart, which is the tolerance
        rig.take("b", 3, 6); // a was used
        rig.take("a", 3.6, 30); // b is 0.6 s older
        rig.take("b", 3.7, 7);

        assertThat(rig.told.truth()).hasSize(2);
        assertThat(rig.valueAt(2.5)).isEqualTo(Value.of(15.0));
        assertThat(rig.valueAt(3.7)).isEqualTo(Value.of(23.0));
    }

    @Test
    void previousAddsUp() {
        Rig rig = new Rig(Options.of("previous + a * elapsed / 3600", "a").first("0"));
        // 36 kW over 100 s are 1 kWh; the first sample has no time behind it
        rig.take("a", 1000, 36);
        rig.take("a", 1100, 36);
        rig.take("a", 1150, 72);

        assertThat(rig.valueAt(1000)).isEqualTo(Value.of(0.0));
        assertThat(rig.valueAt(1100)).isEqualTo(Value.of(1.0));
        assertThat(rig.valueAt(1150)).isEqualTo(Value.of(2.0));
    }

    @Test
    void smoothingBeginsWithTheFirstValue() {
        Rig rig = new Rig(Options.of("0.75 * previous + 0.25 * a", "a").first("a"));
        rig.take("a", 1, 8);
        rig.take("a", 2, 16);

        assertThat(rig.valueAt(1)).isEqualTo(Value.of(8.0));
        assertThat(rig.valueAt(2)).isEqualTo(Value.of(10.0)); // 0.75 * 8 + 0.25 * 16
    }

    @Test
    void aCountOfPreviousStaysWhole() {
        Rig rig = new Rig(Options.of("a > 5 ? previous + 1 : previous", "a").first("0"));
        rig.take("a", 1, 6);
        rig.take("a", 2, 4);
        rig.take("a", 3, 7);

        assertThat(rig.valueAt(3)).isEqualTo(Value.of(2L));
    }

    @Test
    void twoInputsOfOneTimeDoNotBuildOnEachOther() {
        Rig rig = new Rig(Options.of("previous + a + b", "a", "b").first("0"));
        rig.take("a", 1, 1);
        rig.take("b", 2, 10); // 0 + 1 + 10
        rig.take("a", 3, 2); // 11 + 2 + 10 = 23, for now
        rig.take("b", 3, 20); // 11 + 2 + 20 = 33, and not 23 + 22

        assertThat(rig.valueAt(3)).isEqualTo(Value.of(33.0));
        rig.take("a", 4, 0);
        rig.passTo(5); // b came with a the last time, and does not now
        assertThat(rig.valueAt(4)).isEqualTo(Value.of(53.0)); // 33 + 0 + 20
    }

    @Test
    void theValueOfBeforeIsThereFromTheSecondOn() {
        Rig rig = new Rig(Options.of("a - a_previous", "a"));
        rig.take("a", 1, 10);
        rig.take("a", 2, 13);
        rig.bad("a", 3, Quality.BAD_TIMEOUT);
        rig.take("a", 4, 15);

        assertThat(rig.at(1)).isNull();
        assertThat(rig.valueAt(2)).isEqualTo(Value.of(3.0));
        assertThat(rig.valueAt(4)).isEqualTo(Value.of(2.0)); // since the last that was usable
    }

    @Test
    void nullIsSilenceAndTakesBackWhatWasSaidOfTheSameTime() {
        Rig rig = new Rig(Options.of("a > b ? a : null", "a", "b"));
        rig.take("b", 1, 5);
        rig.take("a", 2, 3);
        rig.take("a", 3, 7); // 7 > 5
        rig.take("b", 3, 9); // 7 > 9 no more

        assertThat(rig.told.truth()).isEmpty();
    }

    @Test
    void oneMessageThatCannotBeComputedIsPutAside() {
        Rig rig = new Rig(Options.of("100 / a", "a"));
        rig.take("a", 1, 4);
        Taken taken = rig.take("a", 2, 0);
        rig.take("a", 3, 5);

        assertThat(taken.fate()).isEqualTo(Taken.Fate.REFUSED);
        assertThat(taken.refused().get(0).problem().code()).isEqualTo("division-by-zero");
        assertThat(taken.refused().get(0).problem().sentence()).contains("100 / 0", "null");
        assertThat(rig.valueAt(1)).isEqualTo(Value.of(25.0));
        assertThat(rig.valueAt(3)).isEqualTo(Value.of(20.0));
    }

    @Test
    void amongLastKnownValuesAZeroIsRightAndTheResultIsBad() {
        Rig rig = new Rig(Options.of("a / b", "a", "b"));
        rig.take("a", 1, 10);
        rig.take("b", 2, 5);
        Taken zero = rig.take("b", 3, 0);
        rig.take("a", 4, 20);
        rig.take("b", 5, 4);

        assertThat(zero.fate()).isEqualTo(Taken.Fate.IN_ORDER);
        assertThat(rig.at(3)).isEqualTo(Rig.bad(Quality.BAD_OUT_OF_RANGE));
        assertThat(why(zero)).startsWith("Division by zero");
        assertThat(rig.at(4)).isNull(); // never 20 / 5
        assertThat(rig.valueAt(5)).isEqualTo(Value.of(5.0));
    }

    @Test
    void whyThereIsNoValueIsSaidInWords() {
        Rig rig = new Rig(Options.of("a - b", "a", "b").stale(Duration.ofSeconds(10)));
        rig.take("a", 1, 10);
        assertThat(why(rig.bad("b", 2, Quality.BAD_NO_COMMUNICATION)))
                .isEqualTo("The input 'b' is Bad_NoCommunication.");
        rig.take("b", 3, 4);
        assertThat(rig.horizon.advance(Rig.micros(30))).singleElement().satisfies(emission -> assertThat(
                        emission.output().why())
                .isEqualTo("The input 'a' is older than staleAfter."));
    }

    private static String why(Taken taken) {
        return String.valueOf(taken.emissions().get(0).output().why());
    }

    @Test
    void aDifferenceOfZeroIsNoFaultOfTheMessage() {
        Rig rig = new Rig(Options.of("1 / (a - a_previous)", "a"));
        rig.take("a", 1, 4);
        rig.take("a", 3, 4);
        assertThat(rig.at(3)).isEqualTo(Rig.bad(Quality.BAD_OUT_OF_RANGE));

        rig.take("a", 2, 2); // late: now it is 1 / (4 - 2)
        assertThat(rig.valueAt(3)).isEqualTo(Value.of(0.5));
    }

    @Test
    void aValueOfTheWrongTypeIsPutAsideWithTheRemedy() {
        Rig rig = new Rig(Options.of("a * 2", "a"));
        Taken text = rig.take(Rig.input("a", 1, Content.of(Value.of("12"))));
        Taken bool = rig.take(Rig.input("a", 2, Content.of(Value.of(true))));
        Taken event = rig.take(Rig.input("a", 3, new Content.Happened("{\"timestamp_ms\":3000}")));

        assertThat(text.refused().get(0).problem().sentence())
                .contains("'a' should be a number", "the text '12'", "types: {a: text}");
        assertThat(bool.refused().get(0).problem().sentence()).contains("came as true");
        assertThat(event.refused().get(0).problem().code()).isEqualTo("input-no-sample");
        assertThat(rig.told.truth()).isEmpty();
    }

    @Test
    void wholeNumbersKeepAllTheirBitsWhereTheTypeSaysSo() {
        Rig rig = new Rig(Options.of("a + 1", "a").type("a", InputType.INTEGER));
        rig.take(Rig.input("a", 1, Content.of(Value.of(9007199254740993L))));
        rig.take(Rig.input("a", 2, Content.of(Value.of(4.0))));
        Taken half = rig.take(Rig.input("a", 3, Content.of(Value.of(4.5))));
        Taken last = rig.take(Rig.input("a", 4, Content.of(Value.of(Long.MAX_VALUE))));

        assertThat(rig.valueAt(1)).isEqualTo(Value.of(9007199254740994L));
        assertThat(rig.valueAt(2)).isEqualTo(Value.of(5L));
        assertThat(half.refused().get(0).problem().code()).isEqualTo("value-wrong-type");
        assertThat(last.refused().get(0).problem().code()).isEqualTo("number-overflow");
    }

    @Test
    void aNumberIsRealWhetherItCameWithAPointOrNot() {
        Rig rig = new Rig(Options.of("a", "a"));
        rig.take(Rig.input("a", 1, Content.of(Value.of(50L))));
        rig.take(Rig.input("a", 2, Content.of(Value.of(50.3))));

        assertThat(rig.valueAt(1)).isEqualTo(Value.of(50.0));
        assertThat(rig.valueAt(2)).isEqualTo(Value.of(50.3));
    }

    @Test
    void aTextThatIsTooLongIsPutAside() {
        Rig rig = new Rig(Options.of("size(a)", "a").type("a", InputType.TEXT));
        Taken taken = rig.take(Rig.input("a", 1, Content.of(Value.of("x".repeat(5000)))));

        assertThat(taken.refused().get(0).problem().code()).isEqualTo("value-too-long");
    }

    @Test
    void timeMayPassInStepsOfAnySize() {
        Rig rig = new Rig(Options.of("a - b", "a", "b").stale(Duration.ofSeconds(10)));
        var processor = rig.processor;
        ExpressionState state = processor.begin();
        for (Input input : List.of(
                Rig.input("a", 1, Content.of(Value.of(1.0))),
                Rig.input("b", 1, Content.of(Value.of(1.0))),
                Rig.input("a", 2, Content.of(Value.of(2.0))))) {
            state = processor
                    .apply(processor.advance(state, input.timestampMicros()).state(), input)
                    .state();
        }
        // a result of 2 s waits for b, and b is stale after 11 s
        assertThat(processor.nextTime(state)).isEqualTo(2_000_001);
        var atOnce = processor.advance(state, 60_000_000);
        var some = processor.advance(state, 2_000_001);
        assertThat(processor.nextTime(some.state())).isEqualTo(11_000_002);
        var none = processor.advance(some.state(), 11_000_001);
        var rest = processor.advance(none.state(), 60_000_000);

        assertThat(some.outputs()).hasSize(1);
        assertThat(none.outputs()).isEmpty();
        assertThat(rest.outputs()).hasSize(1);
        assertThat(atOnce.outputs())
                .containsExactly(some.outputs().get(0), rest.outputs().get(0));
        assertThat(atOnce.state()).isEqualTo(rest.state());
        assertThat(processor.nextTime(rest.state())).isEqualTo(io.millrace.process.core.Processor.NEVER);
    }
}

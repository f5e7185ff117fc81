package io.millrace.process.counter;

import static io.millrace.process.counter.Counting.options;
import static io.millrace.process.counter.Counting.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Value;
import io.millrace.process.counter.CounterOptions.OnReset;
import io.millrace.process.counter.CounterOptions.Running;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The running counter of a PLC. */
class RunningMeterTest {

    @Test
    void theFirstValueIsTheBaseAndCountsNothing() {
        Counting counting = counted(running(65536L, 500), 4711);
        assertThat(counting.outputs()).isEmpty();
        assertThat(counting.state().pieces()).isZero();
    }

    @Test
    void eachRiseAddsItsDifference() {
        // 100 -> 103: 3; -> 103: 0, nothing told; -> 110: 7, together 10
        Counting counting = counted(running(65536L, 500), 100, 103, 103, 110);
        assertThat(counting.values("_historian/pieces/total")).containsExactly("3", "10");
        assertThat(counting.told("_analytics/pieces/count"))
                .containsExactly(
                        "2026-11-20T10:00:01Z {\"timestamp_ms\":1795168801000,\"count\":3,\"scrap\":0}",
                        "2026-11-20T10:00:03Z {\"timestamp_ms\":1795168803000,\"count\":7,\"scrap\":0}");
    }

    @Test
    void aFallThatFewPiecesExplainIsAWrap() {
        // 65530 -> 4 at 65536: 65536 - 65530 + 4 = 10
        assertThat(counted(running(65536L, 500), 65530, 4).values("_historian/pieces/total"))
                .containsExactly("10");
        // four digits: 9998 -> 0 is 10000 - 9998 = 2
        assertThat(counted(running(10000L, 500), 9998, 0).values("_historian/pieces/total"))
                .containsExactly("2");
        // exactly the largest step: 65036 -> 0 is 500, and one piece more is not plausible: 0 since a reset
        assertThat(counted(running(65536L, 500), 65036, 0).values("_historian/pieces/total"))
                .containsExactly("500");
        assertThat(counted(running(65536L, 500), 65035, 0).outputs()).isEmpty();
    }

    @Test
    void anyOtherFallIsAResetAndWhatTheCounterShowsWasMadeSince() {
        // 1000 -> 1005: 5; set back, stands at 12: 12, together 17; -> 15: 3, together 20
        assertThat(counted(running(65536L, 500), 1000, 1005, 12, 15).values("_historian/pieces/total"))
                .containsExactly("5", "17", "20");
        assertThat(counted(running(null, 500), 65530, 4).values("_historian/pieces/total"))
                .containsExactly("4");
    }

    @Test
    void aResetCanBeIgnored() {
        Counting counting = counted(
                options(null, new Running(Counting.TAG, 65536L, 500, OnReset.IGNORE), null, null), 1000, 12, 15);
        assertThat(counting.values("_historian/pieces/total")).containsExactly("3");
        assertThat(counting.values("_analytics/pieces/not-counted")).isEmpty();
    }

    @Test
    void aJumpIsToldAndNotCountedAndTheCounterGoesOnFromThere() {
        Counting counting = counted(running(65536L, 500), 120, 40120, 40125);
        assertThat(counting.values("_historian/pieces/total")).containsExactly("5");
        assertThat(counting.told("_analytics/pieces/not-counted"))
                .containsExactly("2026-11-20T10:00:01Z {\"timestamp_ms\":1795168801000,\"reason\":\"jump\","
                        + "\"before\":120,\"after\":40120,\"message\":\"The running counter jumped from 120 to 40120:"
                        + " 40000 pieces are more than largestStep, 500, and are not counted.\"}");
    }

    @Test
    void aResetToMoreThanCanHaveBeenMadeIsAJumpToo() {
        Counting counting = counted(running(65536L, 500), 40000, 30000, 30001);
        assertThat(counting.values("_historian/pieces/total")).containsExactly("1");
        assertThat(counting.values("_analytics/pieces/not-counted"))
                .singleElement()
                .asString()
                .contains("fell from 40000 to 30000: 30000 pieces are more than largestStep");
    }

    @Test
    void badQualityIsIgnoredAndTheDifferenceBridgesIt() {
        Counting counting = new Counting(running(65536L, 500))
                .count("2026-11-20T10:00:00Z", 100)
                .bad("2026-11-20T10:00:01Z")
                .count("2026-11-20T10:05:00Z", 130);
        assertThat(counting.values("_historian/pieces/total")).containsExactly("30");
    }

    @Test
    void wholeRealNumbersAreFine() {
        Counting counting = new Counting(running(65536L, 500))
                .count("2026-11-20T10:00:00Z", Value.of(100.0))
                .count("2026-11-20T10:00:01Z", Value.of(102.0));
        assertThat(counting.values("_historian/pieces/total")).containsExactly("2");
    }

    @Test
    void whatCannotBeACounterIsRefusedWithASentence() {
        for (List<Object> wrong : List.<List<Object>>of(
                List.of(Value.of(-1), "For the running counter came -1. Pieces are counted from 0 on."),
                List.of(Value.of(1.5), "For the running counter came 1.5. Pieces are whole: send a whole number."),
                List.of(
                        Value.of(1e300),
                        "For the running counter came 1.0E300, which is too large to be exact. Send it without a"
                                + " decimal point."),
                List.of(Value.of("12"), "For the running counter came the text '12'. Send a whole number."),
                List.of(Value.of(true), "For the running counter came a boolean. Send a whole number."),
                List.of(
                        Value.of(65536),
                        "The running counter stands at 65536, and begins again at 65536. Correct wrapsAt: it is one"
                                + " more than the counter can show."))) {
            Counting counting = counted(running(65536L, 500), 10);
            CounterState before = counting.state();
            assertThatThrownBy(() -> counting.count("2026-11-20T10:01:00Z", (Value) wrong.get(0)))
                    .hasMessage((String) wrong.get(1));
            assertThat(counting.state()).isEqualTo(before);
        }
    }

    @Test
    void allSixtyFourBitsAreExact() {
        Counting counting = counted(running(null, Long.MAX_VALUE), 0, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        assertThat(counting.values("_historian/pieces/total"))
                .containsExactly("9223372036854775806", "9223372036854775807");
    }

    @Test
    void aTotalBeyondSixtyFourBitsIsRefused() {
        Counting counting = counted(running(null, Long.MAX_VALUE), 0, Long.MAX_VALUE, 0);
        assertThatThrownBy(() -> counting.count("2026-11-20T10:01:00Z", 1))
                .hasMessage("The total stands at 9223372036854775807, and with 1 more it is beyond what 64 bits hold."
                        + " Correct the input: no machine makes so many pieces.");
        assertThat(counting.state().pieces()).isEqualTo(Long.MAX_VALUE);
    }

    /** One value each second from 10:00:00 on. */
    private static Counting counted(CounterOptions options, long... values) {
        Counting counting = new Counting(options);
        for (int i = 0; i < values.length; i++) {
            counting.count("2026-11-20T10:00:0" + i + "Z", values[i]);
        }
        return counting;
    }
}

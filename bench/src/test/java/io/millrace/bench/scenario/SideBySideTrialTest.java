package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.load.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideBySideTrialTest {

    private static final Duration BURST = Duration.ofSeconds(1);
    private static final Duration PROBE = Duration.ofSeconds(4);
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private final List<Integer> rates = new ArrayList<>();

    @Test
    void theGreatestRateIsWhatAnOverloadLeavesInTheWholeTimeUntilItsLastRow() {
        SideBySideResult result = trial(10_000, 40_000, 10_000).measure(plan(0, 0, 3));

        assertThat(rates).containsExactly(0, 12_000, 9_500);
        assertThat(result.capacity().perSecond()).isEqualTo(10_000);
        assertThat(result.capacity().seconds()).isEqualTo(12);
        assertThat(result.steady().held()).isTrue();
    }

    @Test
    void aLoadThatWasNoOverloadIsRaisedUntilItIs() {
        SideBySideResult result = trial(10_000, 4_000, 10_000).measure(plan(0, 15, 1));

        // The burst of a second was no more than 4,000 messages; the last but two looked for what is too much.
        assertThat(rates).containsExactly(0, 4_800, 6_240, 8_112, 10_546, 12_000, 9_500);
        assertThat(result.capacity().perSecond()).isEqualTo(10_000);
    }

    @Test
    void aProbeThatPromisedTooLittleDoesNotDecide() {
        // It gets faster as it goes on: a probe shows half of what it can do.
        SideBySideTrial trial = new SideBySideTrial((rate, length) -> {
            rates.add(rate);
            double seconds = length.toMillis() / 1e3;
            int capacity = length.equals(LENGTH) ? 10_000 : 5_000;
            long sent = Math.round((rate == 0 ? 40_000 : rate) * seconds);
            return run(rate, sent, seconds, Math.max(seconds, (double) sent / capacity), false);
        });

        SideBySideResult result = trial.measure(plan(0, 15, 1));

        assertThat(rates).containsExactly(0, 6_000, 6_000, 7_800, 10_140, 13_182, 9_500);
        assertThat(result.capacity().perSecond()).isCloseTo(10_000, within(1.0));
    }

    @Test
    void thereIsAnEndToRaising() {
        trial(1_000_000, 1_000, 1_000_000).measure(plan(0, 2, 1));

        assertThat(rates).hasSize(1 + 3 + 3 + 1);
    }

    @Test
    void theWarmUpGoesOnForAsLongAsItShould() {
        trial(10_000, 40_000, 10_000).measure(plan(3, 0, 1));

        // what it needs for the rest does not count
        assertThat(rates).containsExactly(0, 0, 0, 12_000, 9_500);
    }

    @Test
    void whatDoesNotHoldALittleBelowItsGreatestRateIsTriedFurtherBelow() {
        SideBySideResult result = trial(10_000, 40_000, 8_000).measure(plan(0, 0, 3));

        assertThat(rates).containsExactly(0, 12_000, 9_500, 8_500, 7_500);
        assertThat(result.steady().held()).isTrue();
        assertThat(result.steady().rate()).isEqualTo(7_500);
    }

    @Test
    void whatHoldsNowhereIsSaid() {
        SideBySideResult result = trial(10_000, 40_000, 1_000).measure(plan(0, 0, 2));

        assertThat(rates).containsExactly(0, 12_000, 9_500, 8_500);
        assertThat(result.steady().held()).isFalse();
    }

    /**
     * @param capacity rows a second
     * @param fastest messages a second that a broker acknowledges
     * @param holds the greatest rate at which nothing piles up
     */
    private SideBySideTrial trial(int capacity, int fastest, int holds) {
        return new SideBySideTrial((rate, length) -> {
            rates.add(rate);
            double seconds = length.toMillis() / 1e3;
            long sent = Math.round((rate == 0 ? fastest : rate) * seconds);
            return run(rate, sent, seconds, Math.max(seconds, (double) sent / capacity), rate > holds);
        });
    }

    private static SideBySidePlan plan(int warmUpSeconds, int raises, int steps) {
        return new SideBySidePlan(Duration.ofSeconds(warmUpSeconds), BURST, PROBE, LENGTH, raises, steps);
    }

    static SideBySideRun run(int rate, long sent, double loaded, double seconds, boolean pilesUp) {
        LoadResult load = new LoadResult(sent, sent, loaded, 1, 0, List.of(1L, 2L, 3L), List.of(), 0, "");
        return new SideBySideRun(
                rate, load, sent, seconds, 0, pilesUp ? sent : 0, List.of(1.0, 2.0, 3.0), Map.of(), sent, Map.of());
    }
}

package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.load.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideBySideTrialTest {

    private static final Duration BURST = Duration.ofSeconds(1);
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private final List<Integer> rates = new ArrayList<>();

    @Test
    void theGreatestRateIsWhatAnOverloadLeavesInTheWholeTimeUntilItsLastRow() {
        SideBySideResult result = trial(10_000, 40_000, 10_000).measure(Duration.ZERO, LENGTH, 3);

        assertThat(rates).containsExactly(0, 12_000, 9_500);
        assertThat(result.capacity().perSecond()).isEqualTo(10_000);
        assertThat(result.capacity().seconds()).isEqualTo(12);
        assertThat(result.steady().held()).isTrue();
    }

    @Test
    void aLoadThatWasNoOverloadIsRaised() {
        SideBySideResult result = trial(10_000, 4_000, 10_000).measure(Duration.ZERO, LENGTH, 1);

        // the burst of a second was no more than 4,000 messages
        assertThat(rates).containsExactly(0, 4_800, 6_240, 8_112, 10_546, 9_500);
        assertThat(result.capacity().perSecond()).isBetween(9_900.0, 10_100.0);
    }

    @Test
    void theWarmUpGoesOnForAsLongAsItShould() {
        trial(10_000, 40_000, 10_000).measure(Duration.ofSeconds(10), LENGTH, 1);

        // each burst takes four seconds until its last row
        assertThat(rates).containsExactly(0, 0, 0, 12_000, 9_500);
    }

    @Test
    void whatDoesNotHoldALittleBelowItsGreatestRateIsTriedFurtherBelow() {
        SideBySideResult result = trial(10_000, 40_000, 8_000).measure(Duration.ZERO, LENGTH, 3);

        assertThat(rates).containsExactly(0, 12_000, 9_500, 8_500, 7_500);
        assertThat(result.steady().held()).isTrue();
        assertThat(result.steady().rate()).isEqualTo(7_500);
    }

    @Test
    void whatHoldsNowhereIsSaid() {
        SideBySideResult result = trial(10_000, 40_000, 1_000).measure(Duration.ZERO, LENGTH, 2);

        assertThat(rates).containsExactly(0, 12_000, 9_500, 8_500);
        assertThat(result.steady().held()).isFalse();
    }

    /**
     * @param capacity rows a second
     * @param fastest messages a second that a broker acknowledges
     * @param holds the greatest rate at which nothing piles up
     */
    private SideBySideTrial trial(int capacity, int fastest, int holds) {
        return new SideBySideTrial(
                (rate, length) -> {
                    rates.add(rate);
                    double seconds = length.toMillis() / 1e3;
                    long sent = Math.round((rate == 0 ? fastest : rate) * seconds);
                    return run(rate, sent, seconds, Math.max(seconds, (double) sent / capacity), rate > holds);
                },
                BURST);
    }

    static SideBySideRun run(int rate, long sent, double loaded, double seconds, boolean pilesUp) {
        LoadResult load = new LoadResult(sent, sent, loaded, 1, 0, List.of(1L, 2L, 3L), List.of(), 0, "");
        return new SideBySideRun(
                rate, load, sent, seconds, 0, pilesUp ? sent : 0, List.of(1.0, 2.0, 3.0), Map.of(), sent, Map.of());
    }
}

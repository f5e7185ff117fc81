package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutrunnersTest {

    private final Outrunners outrunners = new Outrunners();

    @Test
    void nobodyIsCaughtUpWithWhereNobodyIsAhead() {
        assertThat(outrunners.caughtUp(Long.MAX_VALUE)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void theNewestOfThoseThatAreNoLongerAheadCountsOnce() {
        outrunners.add(1_000_000, 70);
        outrunners.add(2_000_000, 50);
        outrunners.add(3_000_000, 90);

        assertThat(outrunners.caughtUp(999_999)).isEqualTo(Long.MIN_VALUE);
        assertThat(outrunners.caughtUp(2_000_000)).isEqualTo(70);
        assertThat(outrunners.caughtUp(2_000_000)).isEqualTo(Long.MIN_VALUE);
        assertThat(outrunners.caughtUp(Long.MAX_VALUE)).isEqualTo(90);
    }

    @Test
    void manyAreRememberedCoarselyAndNoneTooEarly() {
        for (long i = 1; i <= 10_000; i++) {
            outrunners.add(i * 1_000_000, i);
        }

        assertThat(outrunners.caughtUp(9_999_999_999L)).isLessThan(10_000);
        assertThat(outrunners.caughtUp(10_000_000_000L)).isEqualTo(10_000);
    }
}

package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {

    private final InFlight inFlight = new InFlight(1 << 20);

    @Test
    void manySmallRecordsFillItAsOneLargeOneDoes() throws Exception {
        for (int i = 0; i < 1024; i++) {
            assertThat(inFlight.enter(inFlight.cost(100), 0)).isTrue();
        }
        assertThat(inFlight.enter(inFlight.cost(100), 1)).isFalse();
        assertThat(inFlight.bytes()).isEqualTo(1 << 20);

        inFlight.leave(inFlight.cost(100));

        assertThat(inFlight.enter(inFlight.cost(100), 0)).isTrue();
    }

    @Test
    void aRecordLargerThanAllOfItGoesAlone() throws Exception {
        int cost = inFlight.cost(5L << 20);

        assertThat(inFlight.enter(cost, 0)).isTrue();
        assertThat(inFlight.enter(inFlight.cost(1), 1)).isFalse();
        inFlight.leave(cost);
        assertThat(inFlight.bytes()).isZero();
    }
}

package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff(new Random(42));

    @Test
    void waitsGrowToALimitAndNeverExceedTheirStep() {
        long step = 100;
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(backOff.next()).isBetween(Duration.ofMillis(step / 2), Duration.ofMillis(step));
            step = Math.min(10_000, step * 2);
        }
    }

    @Test
    void aSuccessBeginsAnew() {
        for (int attempt = 0; attempt < 9; attempt++) {
            assertThat(backOff.next()).isPositive();
        }
        backOff.succeeded();

        assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}

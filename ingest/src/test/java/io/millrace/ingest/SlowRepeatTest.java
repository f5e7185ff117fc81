package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowRepeatTest {

    private static final long SECOND = 1_000_000_000L;

    private final SlowRepeat repeat = new SlowRepeat(Duration.ofSeconds(60));

    @Test
    void isDueAnIntervalAfterItWasFirstWantedAndAfterEachTry() {
        long origin = Long.MAX_VALUE - 30 * SECOND;

        assertThat(repeat.isDue(true, origin)).isFalse();
        assertThat(repeat.idleNanos(origin)).isEqualTo(60 * SECOND);
        assertThat(repeat.isDue(true, origin + 59 * SECOND)).isFalse();
        assertThat(repeat.isDue(true, origin + 61 * SECOND)).isTrue();
        assertThat(repeat.isDue(true, origin + 62 * SECOND)).isFalse();
        assertThat(repeat.idleNanos(origin + 62 * SECOND)).isEqualTo(59 * SECOND);
    }

    @Test
    void aWishThatWentAwayBeginsAnew() {
        repeat.isDue(true, 0);
        repeat.isDue(false, 50 * SECOND);
        assertThat(repeat.idleNanos(50 * SECOND)).isEqualTo(Long.MAX_VALUE);

        assertThat(repeat.isDue(true, 61 * SECOND)).isFalse();
        assertThat(repeat.isDue(true, 120 * SECOND)).isFalse();
        assertThat(repeat.isDue(true, 121 * SECOND)).isTrue();

        repeat.stop();
        assertThat(repeat.idleNanos(0)).isEqualTo(Long.MAX_VALUE);
    }
}

package io.millrace.app.recompute;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class YieldingTest {

    private static final LogPartition SAMPLES = new LogPartition(LogTopic.SAMPLES, 0);
    private static final LogPartition EVENTS = new LogPartition(LogTopic.EVENTS, 0);

    private final Yielding yielding = new Yielding();

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aQuickHistorianIsNeverWaitedFor() {
        for (int i = 0; i < 100; i++) {
            assertThat(yielding.mayWrite(millis(i * 50))).isTrue();
            yielding.written(Map.of(SAMPLES, i + 1L), 1_000, millis(i * 50));
            yielding.stored(Map.of(SAMPLES, i + 1L));
        }
        assertThat(yielding.ahead()).isZero();
    }

    @Test
    void nobodyAddsWhileTheOldestIsNotStoredForHalfASecond() {
        yielding.written(Map.of(SAMPLES, 10L), 10, millis(0));
        yielding.written(Map.of(SAMPLES, 20L, EVENTS, 5L), 15, millis(300));
        assertThat(yielding.mayWrite(millis(499))).isTrue();
        assertThat(yielding.mayWrite(millis(500))).isFalse();

        // the first is stored, the second has 200 ms left
        yielding.stored(Map.of(SAMPLES, 19L, EVENTS, 5L));
        assertThat(yielding.ahead()).isEqualTo(15);
        assertThat(yielding.mayWrite(millis(799))).isTrue();
        assertThat(yielding.mayWrite(millis(800))).isFalse();

        yielding.stored(Map.of(SAMPLES, 20L));
        assertThat(yielding.mayWrite(millis(800))).isFalse();
        yielding.stored(Map.of(SAMPLES, 20L, EVENTS, 5L));
        assertThat(yielding.mayWrite(millis(800))).isTrue();
        assertThat(yielding.ahead()).isZero();
    }

    @Test
    void howManyAreUnderWayIsBounded() {
        for (int i = 0; i < 20; i++) {
            assertThat(yielding.mayWrite(0)).isTrue();
            yielding.written(Map.of(SAMPLES, (i + 1) * 1_000L), 1_000, 0);
        }
        assertThat(yielding.mayWrite(0)).isFalse();
        yielding.stored(Map.of(SAMPLES, 1_000L));
        assertThat(yielding.mayWrite(0)).isTrue();
    }
}

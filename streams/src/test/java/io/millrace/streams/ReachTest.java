package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReachTest {

    private static final TopicPartition SAMPLES_0 = new TopicPartition("samples", 0);
    private static final TopicPartition EVENTS_0 = new TopicPartition("events", 0);
    private static final TopicPartition SAMPLES_1 = new TopicPartition("samples", 1);

    private final Reach reach = new Reach(2, false);

    @Test
    void noTimeHasPassedBeforeAnythingIsKnown() {
        assertThat(reach.upTo(0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void timeHasPassedUpToTheMomentWhoseEndIsReached() {
        reach.ended(100, Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L));
        reach.ended(200, Map.of(SAMPLES_0, 20L, SAMPLES_1, 5L));

        reach.committed(Map.of(SAMPLES_0, 12L, SAMPLES_1, 5L));

        assertThat(reach.upTo(0)).isEqualTo(100);
        assertThat(reach.upTo(1)).isEqualTo(200);
        reach.committed(Map.of(SAMPLES_0, 20L, SAMPLES_1, 5L));
        assertThat(reach.upTo(0)).isEqualTo(200);
    }

    @Test
    void allTopicsOfAPartitionCount() {
        reach.ended(100, Map.of(SAMPLES_0, 10L, EVENTS_0, 3L));

        reach.committed(Map.of(SAMPLES_0, 10L, EVENTS_0, 2L));

        assertThat(reach.upTo(0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void whereNothingEverWasNothingIsBehind() {
        reach.ended(100, Map.of(SAMPLES_0, 0L));

        reach.committed(Map.of());

        assertThat(reach.upTo(0)).isEqualTo(100);
    }

    @Test
    void theSlowestCountsWhereInputsTravel() {
        Reach together = new Reach(2, true);
        together.ended(100, Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L));

        together.committed(Map.of(SAMPLES_0, 10L, SAMPLES_1, 4L));
        assertThat(together.upTo(0)).isEqualTo(Long.MIN_VALUE);

        together.committed(Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L));
        assertThat(together.upTo(0)).isEqualTo(100);
    }

    @Test
    void aLongWayBehindIsRememberedCoarsely() {
        for (int i = 1; i <= 5000; i++) {
            reach.ended(i, Map.of(SAMPLES_0, (long) i));
        }

        reach.committed(Map.of(SAMPLES_0, 4000L));

        assertThat(reach.upTo(0)).isBetween(3000L, 4000L);
        reach.committed(Map.of(SAMPLES_0, 5000L));
        assertThat(reach.upTo(0)).isEqualTo(5000);
    }
}

package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReachTest {

    private static final TopicPartition SAMPLES_0 = new TopicPartition("samples", 0);
    private static final TopicPartition EVENTS_0 = new TopicPartition("events", 0);
    private static final TopicPartition SAMPLES_1 = new TopicPartition("samples", 1);
    private static final TopicPartition HOME_1 = new TopicPartition("home", 1);

    private final Reach reach = new Reach(2, 1);

    @Test
    void noTimeHasPassedBeforeAnythingIsKnown() {
        assertThat(reach.upTo(0)).isEqualTo(Long.MIN_VALUE);
        assertThat(reach.isBehind()).isFalse();
    }

    @Test
    void timeHasPassedUpToTheMomentWhoseEndIsReached() {
        reach.look(100, Map.of(), Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L));
        reach.look(200, Map.of(SAMPLES_0, 12L, SAMPLES_1, 5L), Map.of(SAMPLES_0, 20L, SAMPLES_1, 5L));

        assertThat(reach.upTo(0)).isEqualTo(100);
        assertThat(reach.upTo(1)).isEqualTo(200);
        assertThat(reach.isBehind()).isTrue();

        reach.look(300, Map.of(SAMPLES_0, 20L, SAMPLES_1, 5L), Map.of(SAMPLES_0, 20L, SAMPLES_1, 5L));

        assertThat(reach.upTo(0)).isEqualTo(300);
        assertThat(reach.isBehind()).isFalse();
    }

    @Test
    void allTopicsOfAPartitionCount() {
        reach.look(100, Map.of(SAMPLES_0, 10L, EVENTS_0, 2L), Map.of(SAMPLES_0, 10L, EVENTS_0, 3L));

        assertThat(reach.upTo(0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void whereNothingEverWasNothingIsBehind() {
        reach.look(100, Map.of(), Map.of(SAMPLES_0, 0L));

        assertThat(reach.upTo(0)).isEqualTo(100);
    }

    @Test
    void theSlowestCountsWhereInputsTravel() {
        Reach travel = new Reach(2, 2);
        Map<TopicPartition, Long> ends = Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L);

        travel.look(100, Map.of(SAMPLES_0, 10L, SAMPLES_1, 4L), ends);
        assertThat(travel.upTo(0)).isEqualTo(Long.MIN_VALUE);

        travel.look(200, Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L), ends);
        assertThat(travel.upTo(0)).isEqualTo(200);
    }

    @Test
    void whatIsOnItsWayHomeIsNotThereYet() {
        Reach travel = new Reach(2, 2);
        travel.look(100, Map.of(SAMPLES_0, 0L, HOME_1, 0L), Map.of(SAMPLES_0, 10L, HOME_1, 0L));

        // everything the log had at 100 is processed, and became seven records that nobody has read
        travel.look(200, Map.of(SAMPLES_0, 10L, HOME_1, 0L), Map.of(SAMPLES_0, 15L, HOME_1, 7L));
        assertThat(travel.upTo(1)).isEqualTo(Long.MIN_VALUE);

        // those of before are read; what came since need not be
        travel.look(300, Map.of(SAMPLES_0, 15L, HOME_1, 7L), Map.of(SAMPLES_0, 20L, HOME_1, 12L));
        assertThat(travel.upTo(1)).isEqualTo(100);
    }

    @Test
    void aLongWayBehindIsRememberedCoarsely() {
        for (int i = 1; i <= 5000; i++) {
            reach.look(i, Map.of(), Map.of(SAMPLES_0, (long) i));
        }

        reach.look(5001, Map.of(SAMPLES_0, 4000L), Map.of(SAMPLES_0, 5001L));

        assertThat(reach.upTo(0)).isBetween(3000L, 4000L);
        reach.look(5002, Map.of(SAMPLES_0, 5001L), Map.of(SAMPLES_0, 5001L));
        assertThat(reach.upTo(0)).isEqualTo(5002);
    }
}

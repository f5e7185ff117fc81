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

    private final Reach reach = new Reach(2, false, 1);

    private static void look(
            Reach reach,
            long now,
            Map<TopicPartition, Long> next,
            Map<TopicPartition, Long> readTo,
            Map<TopicPartition, Long> ends) {
        reach.look(new Reach.Look(now, next, readTo, ends), "home");
    }

    @Test
    void noTimeHasPassedBeforeAnythingIsKnown() {
        assertThat(reach.upTo(0)).isEqualTo(Long.MIN_VALUE);

        look(reach, 9_000, Map.of(), Map.of(), Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L));

        assertThat(reach.upTo(0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void timeHasPassedAsFarAsTheLogIsReadAndUpToNowAtItsEnd() {
        look(
                reach,
                9_000,
                Map.of(SAMPLES_0, 4L, SAMPLES_1, 5L),
                Map.of(SAMPLES_0, 6_000L, SAMPLES_1, 7_000L),
                Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L));

        // others of the same millisecond may still come
        assertThat(reach.upTo(0)).isEqualTo(5_000);
        assertThat(reach.upTo(1)).isEqualTo(9_000);
    }

    @Test
    void allTopicsOfAPartitionCount() {
        look(
                reach,
                9_000,
                Map.of(SAMPLES_0, 10L, EVENTS_0, 2L),
                Map.of(SAMPLES_0, 8_000L, EVENTS_0, 4_000L),
                Map.of(SAMPLES_0, 10L, EVENTS_0, 3L));

        assertThat(reach.upTo(0)).isEqualTo(3_000);
    }

    @Test
    void whereNothingEverWasNothingIsBehind() {
        look(reach, 9_000, Map.of(), Map.of(), Map.of(SAMPLES_0, 0L));

        assertThat(reach.upTo(0)).isEqualTo(9_000);
    }

    @Test
    void timeNeverGoesBack() {
        look(reach, 9_000, Map.of(SAMPLES_0, 5L), Map.of(SAMPLES_0, 8_000L), Map.of(SAMPLES_0, 5L));
        look(reach, 9_500, Map.of(SAMPLES_0, 5L), Map.of(SAMPLES_0, 8_000L), Map.of(SAMPLES_0, 6L));

        assertThat(reach.upTo(0)).isEqualTo(9_000);
    }

    @Test
    void theSlowestCountsWhereInputsTravel() {
        Reach travel = new Reach(2, true, 1);

        look(
                travel,
                9_000,
                Map.of(SAMPLES_0, 10L, SAMPLES_1, 4L),
                Map.of(SAMPLES_0, 8_000L, SAMPLES_1, 6_000L),
                Map.of(SAMPLES_0, 10L, SAMPLES_1, 5L, HOME_1, 0L));

        assertThat(travel.upTo(0)).isEqualTo(5_000);
        assertThat(travel.isUnderWay()).isFalse();
    }

    @Test
    void whatIsOnItsWayHomeIsNotThereYet() {
        Reach travel = new Reach(2, true, 1);

        // everything is read, and became seven records that nobody has read
        look(
                travel,
                9_000,
                Map.of(SAMPLES_0, 10L, HOME_1, 0L),
                Map.of(SAMPLES_0, 8_000L),
                Map.of(SAMPLES_0, 10L, HOME_1, 7L));
        assertThat(travel.upTo(1)).isEqualTo(Long.MIN_VALUE);
        assertThat(travel.isUnderWay()).isTrue();

        // those are read; what came since need not be
        look(
                travel,
                9_500,
                Map.of(SAMPLES_0, 10L, HOME_1, 7L),
                Map.of(SAMPLES_0, 8_000L),
                Map.of(SAMPLES_0, 10L, HOME_1, 12L));
        assertThat(travel.upTo(1)).isEqualTo(9_000);
    }

    @Test
    void whatAChainHasNotReadYetIsNotThereYet() {
        Reach chain = new Reach(2, false, 2);

        look(chain, 9_000, Map.of(SAMPLES_0, 10L), Map.of(), Map.of(SAMPLES_0, 10L, SAMPLES_1, 3L));
        look(chain, 9_500, Map.of(SAMPLES_0, 10L), Map.of(), Map.of(SAMPLES_0, 10L, SAMPLES_1, 3L));
        assertThat(chain.upTo(0)).isEqualTo(Long.MIN_VALUE);

        look(chain, 10_000, Map.of(SAMPLES_0, 10L, SAMPLES_1, 3L), Map.of(), Map.of(SAMPLES_0, 10L, SAMPLES_1, 3L));
        assertThat(chain.upTo(0)).isEqualTo(10_000);
    }

    @Test
    void aLongWayBehindIsRememberedCoarsely() {
        Reach chain = new Reach(1, false, 2);
        for (long i = 1; i <= 5000; i++) {
            look(
                    chain,
                    10_000_000,
                    Map.of(SAMPLES_0, i),
                    Map.of(SAMPLES_0, 1000 * (i + 1)),
                    Map.of(SAMPLES_0, 5000 + i));
        }
        assertThat(chain.upTo(0)).isEqualTo(Long.MIN_VALUE);

        look(chain, 10_000_000, Map.of(SAMPLES_0, 9000L), Map.of(SAMPLES_0, 6_000_000L), Map.of(SAMPLES_0, 10_000L));
        assertThat(chain.upTo(0)).isBetween(3_000_000L, 4_000_000L);
    }
}

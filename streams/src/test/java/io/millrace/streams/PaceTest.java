package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final TopicPartition SAMPLES_0 = new TopicPartition("samples", 0);
    private static final TopicPartition EVENTS_0 = new TopicPartition("events", 0);
    private static final TopicPartition SAMPLES_1 = new TopicPartition("samples", 1);
    private static final TopicPartition HOME_1 = new TopicPartition("home", 1);
    private static final long END = 100_000;

    private final Pace pace = new Pace(2);

    private void look(long nowSeconds, Map<TopicPartition, Long> next, Map<TopicPartition, Long> readToSeconds) {
        Map<TopicPartition, Long> ends = Map.of(SAMPLES_0, END, EVENTS_0, END, SAMPLES_1, END, HOME_1, END);
        Map<TopicPartition, Long> readTo = readToSeconds.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> TimeUnit.SECONDS.toMicros(entry.getValue())));
        pace.look(new Reach.Look(TimeUnit.SECONDS.toMicros(nowSeconds), next, readTo, ends), "home");
    }

    private boolean isAhead(long second) {
        return pace.isAhead(TimeUnit.SECONDS.toMillis(second));
    }

    @Test
    void nobodyWaitsBeforeAnythingIsKnown() {
        assertThat(pace.holds()).isFalse();
        assertThat(isAhead(5_000)).isFalse();
    }

    @Test
    void whoHasMuchToReadGoesAMinuteFurtherThanTheSlowest() {
        look(
                90_000,
                Map.of(SAMPLES_0, 10L, EVENTS_0, 10L, SAMPLES_1, 40L),
                Map.of(SAMPLES_0, 1_000L, EVENTS_0, 900L, SAMPLES_1, 5_000L));

        assertThat(pace.holds()).isTrue();
        assertThat(isAhead(1_060)).isFalse();
        assertThat(isAhead(1_061)).isTrue();
    }

    @Test
    void whoIsFurtherAheadReadsOnlySomeRecordsMore() {
        look(90_000, Map.of(SAMPLES_0, 10L, EVENTS_0, 10L, SAMPLES_1, 40L), Map.of(SAMPLES_0, 1_000L));

        assertThat(pace.mayReadOn(SAMPLES_1, 40, 40)).isTrue();
        assertThat(pace.mayReadOn(SAMPLES_1, 40, 4_039)).isTrue();
        assertThat(pace.mayReadOn(SAMPLES_1, 40, 4_040)).isFalse();
    }

    /** The second topic of a partition may have had its last record long ago: what comes next of it may be new. */
    @Test
    void aPartitionHasComeAsFarAsTheNewestOfWhatItTook() {
        look(
                90_000,
                Map.of(SAMPLES_0, 10L, EVENTS_0, 10L, SAMPLES_1, 40L),
                Map.of(SAMPLES_0, 6_000L, EVENTS_0, 1L, SAMPLES_1, 5_000L));

        assertThat(isAhead(5_060)).isFalse();
        assertThat(isAhead(6_000)).isTrue();
    }

    @Test
    void whoHasLittleToReadNeitherWaitsNorIsWaitedFor() {
        look(
                90_000,
                Map.of(SAMPLES_0, END - 400, EVENTS_0, END - 400, SAMPLES_1, 40L),
                Map.of(SAMPLES_0, 10L, EVENTS_0, 10L, SAMPLES_1, 5_000L));

        assertThat(isAhead(5_060)).isFalse();
        assertThat(isAhead(5_061)).isTrue();
        assertThat(pace.mayReadOn(SAMPLES_0, 0, END - 1_000)).isTrue();
        assertThat(pace.mayReadOn(SAMPLES_0, 0, END - 1_001)).isFalse();
    }

    @Test
    void nobodyWaitsWhereNobodyHasMuchToRead() {
        look(90_000, Map.of(SAMPLES_0, END, EVENTS_0, END - 5, SAMPLES_1, END - 900), Map.of(SAMPLES_1, 10L));

        assertThat(pace.holds()).isFalse();
    }

    @Test
    void whoHasNotBegunIsWaitedFor() {
        look(90_000, Map.of(SAMPLES_0, 10L, EVENTS_0, 10L, SAMPLES_1, 0L), Map.of(SAMPLES_0, 5_000L));

        assertThat(isAhead(0)).isTrue();
    }

    @Test
    void whoDoesNotMoveIsNotWaitedForWithoutEnd() {
        Map<TopicPartition, Long> next = Map.of(SAMPLES_0, 10L, EVENTS_0, 10L, SAMPLES_1, 40L);
        Map<TopicPartition, Long> readTo = Map.of(SAMPLES_0, 1_000L, EVENTS_0, 900L, SAMPLES_1, 5_000L);
        look(90_000, next, readTo);
        look(90_599, next, readTo);
        assertThat(pace.holds()).isTrue();

        look(90_600, next, readTo);
        assertThat(pace.holds()).isFalse();
        look(90_601, next, readTo);
        assertThat(pace.holds()).isFalse();

        look(90_602, next, Map.of(SAMPLES_0, 1_001L, EVENTS_0, 900L, SAMPLES_1, 5_000L));
        assertThat(pace.holds()).isTrue();
    }
}

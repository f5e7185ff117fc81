package io.millrace.prove.recount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PieceCountTest {

    private static Reading good(long micros, String id, double value) {
        return new Reading(new Moment(micros, id), value);
    }

    @Test
    void pulsesAddThemselvesAndTwinsOfOneTimeShareATotal() {
        PieceCount count = PieceCount.ofPulses(List.of(good(10, "1-1", 1), good(20, "1-2", 2), good(20, "1-3", 3)));

        assertThat(count.made())
                .containsExactly(
                        Map.entry(new Moment(10, "1-1"), 1L),
                        Map.entry(new Moment(20, "1-2"), 2L),
                        Map.entry(new Moment(20, "1-3"), 3L));
        assertThat(count.totals()).containsExactly(Map.entry(10L, 1L), Map.entry(20L, 6L));
    }

    @Test
    void aRunningCounterCountsFromItsFirstValueOverEveryGap() {
        PieceCount count = PieceCount.ofRunning(List.of(
                good(10, "", 100),
                new Reading(Moment.at(20), null),
                good(30, "", 103),
                good(40, "", 103),
                good(50, "", 110)));

        assertThat(count.made()).containsExactly(Map.entry(Moment.at(30), 3L), Map.entry(Moment.at(50), 7L));
        assertThat(count.totals()).containsExactly(Map.entry(30L, 3L), Map.entry(50L, 10L));
    }
}

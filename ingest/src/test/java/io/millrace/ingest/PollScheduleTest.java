package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollScheduleTest {

    private static final long SECOND = 1_000_000_000L;

    private final PollSchedule<String> schedule = PollSchedule.of(
            List.of("a1", "a2", "b1", "a3"), tag -> tag.substring(0, 1), tag -> Duration.ofSeconds(1), 2);

    @Test
    void groupsByLaneAndSplitsByTheGreatestBatch() {
        assertThat(schedule.groups())
                .extracting(group -> group.batches)
                .containsExactly(List.of(List.of("a1", "a2"), List.of("a3")), List.of(List.of("b1")));
    }

    @Test
    void aMissedPollIsSkippedAndNotMadeUpFor() {
        schedule.restart(0);
        assertThat(schedule.takeDue(0)).hasSize(2).allSatisfy(group -> {
            while (group.advance()) {
                assertThat(group.current()).isNotEmpty();
            }
        });
        assertThat(schedule.takeDue(SECOND - 1)).isEmpty();
        assertThat(schedule.takeDue(3 * SECOND + SECOND / 2)).hasSize(2);
        assertThat(schedule.skipped()).isEqualTo(4);
        assertThat(schedule.idleNanos(3 * SECOND + SECOND / 2))
                .as("the grid is kept")
                .isEqualTo(SECOND / 2);
    }

    @Test
    void aBusyGroupIsNotTakenAgain() {
        schedule.restart(0);
        schedule.takeDue(0);
        assertThat(schedule.takeDue(SECOND)).isEmpty();
        assertThat(schedule.skipped()).isEqualTo(2);
    }

    @Test
    void whatRemainsOfAPollIsWhatItHasNotBrought() {
        schedule.restart(0);
        PollSchedule.Group<String> group = schedule.takeDue(0).get(0);
        assertThat(group.remaining()).containsExactly("a1", "a2", "a3");
        assertThat(group.advance()).isTrue();
        assertThat(group.remaining()).containsExactly("a3");
    }

    @Test
    void aConnectorThatAllowsNoTagInAReadGetsOne() {
        assertThat(PollSchedule.of(List.of("a", "b"), tag -> "", tag -> Duration.ofSeconds(1), 0)
                        .groups()
                        .get(0)
                        .batches)
                .hasSize(2);
    }
}

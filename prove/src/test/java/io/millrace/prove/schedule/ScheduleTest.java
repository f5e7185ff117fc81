package io.millrace.prove.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Set<StrikeKind> NONE = EnumSet.noneOf(StrikeKind.class);

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(Schedule.ofKills(7, 100, NONE)).isEqualTo(Schedule.ofKills(7, 100, NONE));
        assertThat(Schedule.ofKills(7, 100, NONE)).isNotEqualTo(Schedule.ofKills(8, 100, NONE));
    }

    @Test
    void holdsAsManyKillsAsWereAskedForAndOtherStrikesBetween() {
        for (int kills : new int[] {1, 3, 10, 100}) {
            Schedule schedule = Schedule.ofKills(42, kills, NONE);

            assertThat(schedule.kills()).isEqualTo(kills);
            assertThat(schedule.strikes()).hasSizeGreaterThan(kills);
        }
    }

    @Test
    void bringsEveryKindBeforeAnyComesAgain() {
        List<Strike> strikes = Schedule.ofKills(42, 100, NONE).strikes();

        assertThat(strikes.subList(0, StrikeKind.values().length))
                .extracting(Strike::kind)
                .containsExactlyInAnyOrder(StrikeKind.values());
    }

    @Test
    void killsTheHubWhenThereIsOneKillOnly() {
        assertThat(Schedule.ofKills(42, 1, NONE).strikes())
                .extracting(Strike::kind)
                .contains(StrikeKind.KILL_HUB);
    }

    @Test
    void bringsEveryKindInAnotherOrderWithAnotherSeed() {
        assertThat(Stream.of(1L, 2L, 3L, 4L, 5L)
                        .map(seed -> Schedule.ofKills(seed, 10, NONE)
                                .strikes()
                                .get(0)
                                .kind())
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void leavesOutWhatIsImpossible() {
        Schedule schedule = Schedule.ofKills(42, 100, EnumSet.of(StrikeKind.FILL_DISK));

        assertThat(schedule.strikes()).extracting(Strike::kind).doesNotContain(StrikeKind.FILL_DISK);
    }

    @Test
    void countsStrikesWhenTheTimeIsTheLimit() {
        Schedule schedule = Schedule.ofStrikes(42, 50, NONE);

        assertThat(schedule.strikes()).hasSize(50);
        assertThat(schedule.strikes().get(49).number()).isEqualTo(50);
    }

    @Test
    void fitsAHundredKillsIntoTheirTime() {
        List<Strike> strikes = Schedule.ofKills(42, 100, NONE).strikes();

        Duration peaceAndStrikes = strikes.stream()
                .map(strike -> strike.pause().plus(strike.length()))
                .reduce(Duration.ZERO, Duration::plus);

        assertThat(peaceAndStrikes).isLessThan(Duration.ofMinutes(15));
    }
}

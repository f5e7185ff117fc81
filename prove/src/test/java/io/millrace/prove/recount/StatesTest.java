package io.millrace.prove.recount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StatesTest {

    private static final double FAULT = 60_000;
    private static final double RUNNING = 30_000;
    private static final double SLOW = 20_000;
    private static final double IDLE = 0;

    private static Reading at(long micros, double value) {
        return new Reading(Moment.at(micros), value);
    }

    @Test
    void aMachineHasStoppedWithTheLastPieceBeforeALongSilence() {
        // Stopped after 10: from 10 to 20 is not too long, from 25 to 36 is. A stop of 11 is short, below 12.
        assertThat(States.told(
                        States.stretches(States.ofPieces(new TreeSet<>(List.of(0L, 10L, 20L, 25L, 36L, 40L)), 10), 12)))
                .containsExactly(
                        Map.entry(Moment.at(0), "running (10000) until 25 µs"),
                        Map.entry(Moment.at(25), "stopped (50000, a microstop) until 36 µs"),
                        Map.entry(Moment.at(36), "running (10000) until 40 µs"),
                        Map.entry(Moment.at(40), "stopped (40000) until now"));
    }

    @Test
    void aSinglePieceInALongSilenceDoesNotInterruptTheStop() {
        assertThat(States.words(States.ofPieces(new TreeSet<>(List.of(0L, 50L, 100L, 101L)), 10)))
                .containsExactly(
                        Map.entry(Moment.at(0), "\"stopped\""),
                        Map.entry(Moment.at(100), "\"running\""),
                        Map.entry(Moment.at(101), "\"stopped\""));
    }

    @Test
    void aSignalHoldsUntilTheNextAndIsLostWhenItIsBadOrOld() {
        // Stale after 20: from 10 to 30 it still holds, from 40 on it is lost at 60. At 70 it is Bad, which is no news.
        List<Reading> readings = List.of(
                at(0, RUNNING),
                at(10, SLOW),
                at(30, SLOW),
                at(40, RUNNING),
                new Reading(Moment.at(70), null),
                at(80, IDLE));

        assertThat(States.told(States.stretches(States.ofSignal(readings, "drive", 20), 0)))
                .containsExactly(
                        Map.entry(Moment.at(0), "running (10000) until 10 µs"),
                        Map.entry(Moment.at(10), "slow (20000) until 40 µs"),
                        Map.entry(Moment.at(40), "running (10000) until 60 µs"),
                        Map.entry(Moment.at(60), "unknown (30000, no signal: drive) until 80 µs"),
                        Map.entry(Moment.at(80), "idle (40000) until 100 µs"),
                        Map.entry(Moment.at(100), "unknown (30000, no signal: drive) until now"));
    }

    @Test
    void aShortStopIsAllOfItBetweenTwoStatesThatAreKnown() {
        // Idle and fault from 10 to 30 are one stop of 20. The stop from 60 on ends in the unknown.
        List<Reading> readings = List.of(
                at(0, RUNNING),
                at(10, IDLE),
                at(20, FAULT),
                at(30, SLOW),
                at(60, IDLE),
                new Reading(Moment.at(70), null));

        assertThat(States.told(States.stretches(States.ofSignal(readings, "drive", 1_000), 21)))
                .containsEntry(Moment.at(10), "idle (50000, a microstop) until 20 µs")
                .containsEntry(Moment.at(20), "fault (180000, a microstop) until 30 µs")
                .containsEntry(Moment.at(60), "idle (40000) until 70 µs");
        assertThat(States.told(States.stretches(States.ofSignal(readings, "drive", 1_000), 20)))
                .containsEntry(Moment.at(10), "idle (40000) until 20 µs")
                .containsEntry(Moment.at(20), "fault (180000) until 30 µs");
    }
}

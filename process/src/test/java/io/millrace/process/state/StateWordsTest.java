package io.millrace.process.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.MachineState;
import io.millrace.model.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateWordsTest {

    @ParameterizedTest
    @CsvSource({
        "0, Undefined, unknown, 30000",
        "1, Clearing, stopped, 40000",
        "2, Stopped, stopped, 40000",
        "3, Starting, stopped, 40000",
        "4, Idle, idle, 40000",
        "5, Suspended, waiting, 90000",
        "6, EXECUTE, running, 10000",
        "7, Stopping, slow, 20000",
        "8, Aborting, fault, 180000",
        "9, Aborted, fault, 180000",
        "10, Holding, slow, 20000",
        "11, Held, fault, 220000",
        "12, UnHolding, slow, 20000",
        "13, Suspending, slow, 20000",
        "14, Un-Suspending, slow, 20000",
        "15, Resetting, stopped, 40000",
        "16, Completing, slow, 20000",
        "17, Complete, idle, 40000",
        "17, Completed, idle, 40000"
    })
    void wordsOfPackml(long number, String name, String state, int code) {
        for (Value word : List.of(Value.of(number), Value.of((double) number), Value.of(name))) {
            Label label = StateWords.PACKML.meaning(word).orElseThrow();
            assertThat(label.state()).isEqualTo(MachineState.ofWord(state).orElseThrow());
            assertThat(label.code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, Undefined, unknown, 30000, ''",
        "1, Stopped, stopped, 40000, ''",
        "2, Starting, stopped, 40000, ''",
        "4, Prepared, idle, 40000, ''",
        "8, Lack, starved, 60000, ''",
        "16, Tailback, blocked, 70000, ''",
        "32, LackBranchLine, waiting, 80000, lack in branch line",
        "64, TailbackBranchLine, waiting, 80000, tailback in branch line",
        "128, Operating, running, 10000, ''",
        "256, Stopping, slow, 20000, ''",
        "512, Aborting, fault, 180000, ''",
        "1024, EquipmentFailure, fault, 180000, ''",
        "2048, ExternalFailure, external-fault, 190000, ''",
        "4096, Emergency Stop, stopped, 40000, emergency stop",
        "32768, Idle, idle, 40000, ''"
    })
    void wordsOfWeihenstephan(long number, String name, String state, int code, String reason) {
        for (Value word : List.of(Value.of(number), Value.of(name))) {
            Label label = StateWords.WEIHENSTEPHAN.meaning(word).orElseThrow();
            assertThat(label).isEqualTo(Label.of(MachineState.ofWord(state).orElseThrow(), code, reason));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, cleaning", "16, changeover", "32, maintenance", "64, break"})
    void programsOfWeihenstephan(long number, String state) {
        assertThat(StateWords.WEIHENSTEPHAN_PROGRAMS.meaning(Value.of(number)).orElseThrow())
                .isEqualTo(Label.of(MachineState.ofWord(state).orElseThrow(), ""));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 4})
    void inTheOtherProgramsOfWeihenstephanTheStateCounts(long number) {
        assertThat(StateWords.WEIHENSTEPHAN_PROGRAMS.meaning(Value.of(number))).isEmpty();
    }

    @Test
    void inPackmlOnlyMaintenanceIsAModeThatIsAState() {
        assertThat(StateWords.PACKML_MODES.meaning(Value.of(2L))).contains(Label.of(MachineState.MAINTENANCE, ""));
        assertThat(StateWords.PACKML_MODES.meaning(Value.of(1L))).isEmpty();
        assertThat(StateWords.PACKML_MODES.meaning(Value.of(3L))).isEmpty();
    }

    @Test
    void ofSeveralBitsTheOneThatStopsTheMachineCounts() {
        assertThat(StateWords.WEIHENSTEPHAN
                        .meaning(Value.of(128L + 1024))
                        .orElseThrow()
                        .state())
                .isEqualTo(MachineState.FAULT);
        assertThat(StateWords.WEIHENSTEPHAN
                        .meaning(Value.of(8L + 128 + 8192))
                        .orElseThrow()
                        .state())
                .isEqualTo(MachineState.STARVED);
    }

    @Test
    void wordsThatAreNotInTheTableMeanNothing() {
        assertThat(StateWords.PACKML.meaning(Value.of(18L))).isEmpty();
        assertThat(StateWords.PACKML.meaning(Value.of(-1L))).isEmpty();
        assertThat(StateWords.PACKML.meaning(Value.of(6.5))).isEmpty();
        assertThat(StateWords.PACKML.meaning(Value.of(true))).isEmpty();
        assertThat(StateWords.PACKML.meaning(Value.of("Dreaming"))).isEmpty();
        assertThat(StateWords.WEIHENSTEPHAN.meaning(Value.of(8192L))).isEmpty();
    }

    @Test
    void aSiteMayAddWordsAndChangeThem() {
        StateWords words = StateWords.PACKML.with(
                Map.of("11", MachineState.BLOCKED, "18", MachineState.CLEANING, "Reinigen", MachineState.CLEANING));

        assertThat(words.meaning(Value.of(11L)).orElseThrow().state()).isEqualTo(MachineState.BLOCKED);
        assertThat(words.meaning(Value.of(18L)).orElseThrow().state()).isEqualTo(MachineState.CLEANING);
        assertThat(words.meaning(Value.of("REINIGEN")).orElseThrow().state()).isEqualTo(MachineState.CLEANING);
        assertThat(words.meaning(Value.of(6L)).orElseThrow().state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void codesAreThoseOfTheList() {
        for (MachineState state : MachineState.values()) {
            assertThat(MachineState.ofWord(state.word())).contains(state);
            MachineState back = MachineState.ofCode(state.code()).orElseThrow();
            assertThat(back).isEqualTo(state == MachineState.IDLE ? MachineState.STOPPED : state);
        }
        assertThat(MachineState.ofCode(50_000)).contains(MachineState.STOPPED);
        assertThat(MachineState.ofCode(120_000)).contains(MachineState.CLEANING);
        assertThat(MachineState.ofCode(220_000)).contains(MachineState.FAULT);
        assertThat(MachineState.ofCode(9_999)).isEmpty();
        assertThat(MachineState.ofCode(230_000)).isEmpty();
    }
}

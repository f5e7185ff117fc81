package io.millrace.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.ProcessorInfo;
import io.millrace.console.ProcessorState;
import io.millrace.model.Namespace;
import io.millrace.process.Definition;
import io.millrace.process.Keying;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.streams.EngineStatus;
import io.millrace.streams.ProcessorStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveProcessorsTest {

    private static final Instant THEN = Instant.parse("2026-11-21T06:00:00Z");
    private static final EngineStatus RUNNING = new EngineStatus(EngineStatus.State.RUNNING, 10, 0, "Running.");

    private final Definition bags = definition();

    private static Definition definition() {
        Setting setting = new Setting("bags", new Namespace("umh/v1"), "limeworks/packing/+", ZoneOffset.UTC);
        Plan plan = new Plan(
                List.of(setting.source("pieces", "input", "_historian/barrier")),
                new Keying.ByPlace(3),
                List.of(setting.writes("output", "_historian/bags/total")),
                place -> {
                    throw new IllegalStateException("not to be run");
                });
        return new Definition(
                "bags", "counter", "1f0c9a3e", setting, plan, Duration.ofMinutes(1), Duration.ofSeconds(2));
    }

    private static ProcessorStatus status(boolean degraded, long instances, long inputs) {
        return new ProcessorStatus(
                "bags",
                "counter",
                "1f0c9a3e",
                degraded,
                instances,
                inputs,
                2 * inputs,
                3,
                4,
                5,
                6,
                7,
                degraded ? "For the number of pieces came a text." : null,
                degraded ? THEN : null);
    }

    private ProcessorInfo info(ProcessorStatus status, EngineStatus engine) {
        return LiveProcessors.of(List.of(bags), List.of(status), engine).get(0);
    }

    @Test
    void tellsWhatItReadsAndWritesAndHasDone() {
        ProcessorInfo info = info(status(false, 2, 100), RUNNING);
        assertThat(info.location()).isEqualTo("limeworks/packing/+");
        assertThat(info.reads())
                .containsExactly(new ProcessorInfo.Read("pieces", "umh/v1/limeworks/packing/+/_historian/barrier"));
        assertThat(info.writes()).containsExactly("umh/v1/limeworks/packing/+/_historian/bags/total");
        assertThat(info.instances()).isEqualTo(2);
        assertThat(info.counts()).isEqualTo(new ProcessorInfo.Counts(100, 200, 3, 4, 5, 6, 7));
        assertThat(info.state()).isEqualTo(new ProcessorState.Running());
    }

    @Test
    void itsStateIsThatOfTheEngineUntilTheEngineRuns() {
        ProcessorStatus status = status(true, 2, 100);
        assertThat(info(status, new EngineStatus(EngineStatus.State.STARTING, 0, 0, "Looks for the log."))
                        .state())
                .isEqualTo(new ProcessorState.Waiting("Looks for the log."));
        assertThat(info(status, new EngineStatus(EngineStatus.State.RESTORING, 40, 60, ""))
                        .state())
                .isEqualTo(new ProcessorState.Restoring(40, 60));
        assertThat(info(status, new EngineStatus(EngineStatus.State.FAILED, 0, 0, "The disk is full."))
                        .state())
                .isEqualTo(new ProcessorState.Failed("The disk is full. It is tried again."));
        assertThat(info(status, new EngineStatus(EngineStatus.State.STOPPED, 0, 0, "Stopped."))
                        .state())
                .isEqualTo(new ProcessorState.Stopped("Stopped."));
        assertThat(info(status, RUNNING).state())
                .isEqualTo(new ProcessorState.Degraded("For the number of pieces came a text."));
    }

    @Test
    void oneThatGotNothingWaitsAndSaysForWhat() {
        assertThat(info(status(false, 0, 0), RUNNING).state())
                .isInstanceOfSatisfying(ProcessorState.Waiting.class, waiting -> assertThat(waiting.reason())
                        .contains("or another process has it"));
        assertThat(info(status(false, 1, 0), RUNNING).state())
                .isEqualTo(new ProcessorState.Waiting("Nothing has come since the start on what it reads."));
    }

    @Test
    void aHubWithoutTheRoleShowsWhatTheSiteHas() {
        ProcessorInfo info = LiveProcessors.of(List.of(bags), Optional.empty()).get(0);
        assertThat(info.state()).isInstanceOf(ProcessorState.Stopped.class);
        assertThat(info.counts()).isEqualTo(ProcessorInfo.Counts.NONE);
        assertThat(info.reads()).hasSize(1);
    }
}

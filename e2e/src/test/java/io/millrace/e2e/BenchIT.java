package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways of a message through one hub, measured: devices, log, processors, historian. */
class BenchIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "tags", "historian", "processing"})
    void aScenarioIsMeasuredAndReported(String scenario) throws Exception {
        QuickBench.isMeasuredAndReported(scenario, folder);
    }

    @Test
    void scenariosAreListedAndAWrongOneIsNamed() {
        assertThat(HubProcess.run("bench", "--list").output()).contains("ingest", "footprint");

        HubProcess.Outcome wrong = HubProcess.run("bench", "ingets");

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.output()).contains("no scenario 'ingets'", "--list");
    }
}

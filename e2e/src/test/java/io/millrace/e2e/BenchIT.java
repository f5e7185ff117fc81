package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each scenario of {@code millrace bench} for a few seconds, so that it cannot rot. No figure is judged. */
class BenchIT {

    /** None takes two minutes on a free machine; on a busy one it is late and not wrong. */
    private static final Duration LIMIT = Duration.ofMinutes(8);
    /** Not for the hubs alone: the programs beside them come and go in seconds too. */
    private static final Map<String, String> ENVIRONMENT = Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"ingest", "endurance", "footprint", "tags", "historian", "processing", "side-by-side", "growth"})
    void aScenarioIsMeasuredAndReported(String scenario) throws Exception {
        HubProcess.Outcome outcome = HubProcess.run(
                LIMIT,
                ENVIRONMENT,
                "bench",
                scenario,
                "--quick",
                "--out",
                folder.toString(),
                "--node-modules",
                Path.of("../peers/node_modules").toAbsolutePath().normalize().toString());

        assertThat(outcome.code()).as(outcome.output()).isZero();
        JsonNode report =
                HubProcess.JSON.readTree(folder.resolve(scenario + ".json").toFile());
        assertThat(report.path("scenario").asText()).isEqualTo(scenario);
        assertThat(report.path("machine").path("cores").asInt()).isPositive();
        assertThat(report.path("versions").path("hub").asText()).isNotEmpty();
        List<JsonNode> figures = new ArrayList<>();
        report.path("tables").findValues("figure").forEach(figures::add);
        assertThat(figures).isNotEmpty().allSatisfy(figure -> assertThat(figure.path("runs"))
                .isNotEmpty());
        try (var left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString).toList()).containsExactly(scenario + ".json");
        }
    }

    @Test
    void scenariosAreListedAndAWrongOneIsNamed() {
        assertThat(HubProcess.run("bench", "--list").output()).contains("ingest", "footprint");

        HubProcess.Outcome wrong = HubProcess.run("bench", "ingets");

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.output()).contains("no scenario 'ingets'", "--list");
    }
}

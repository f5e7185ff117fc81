package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A scenario of {@code millrace bench} for a few seconds, so that it cannot rot. No figure is judged. */
final class QuickBench {

    /** None takes two minutes on a free machine; on a busy one it is late and not wrong. */
    private static final Duration LIMIT = Duration.ofMinutes(8);
    /** Not for the hubs alone: the programs beside them come and go in seconds too. */
    private static final Map<String, String> ENVIRONMENT = Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    private QuickBench() {}

    /** @param folder empty */
    static void isMeasuredAndReported(String scenario, Path folder) throws IOException {
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
}

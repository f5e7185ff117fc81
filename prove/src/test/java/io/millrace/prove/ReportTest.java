package io.millrace.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.prove.judge.Counts;
import io.millrace.prove.judge.Finding;
import io.millrace.prove.schedule.Strike;
import io.millrace.prove.schedule.StrikeKind;
import io.millrace.prove.stage.Struck;
import io.millrace.stage.MemoryCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    private static Struck killed(int number, long millis) {
        return new Struck(
                new Strike(number, StrikeKind.KILL_HUB, Duration.ofSeconds(2), Duration.ZERO),
                Duration.ofSeconds(10L * number),
                Optional.of(Duration.ofMillis(millis)),
                "");
    }

    private static Figures figures() {
        List<Struck> struck = List.of(
                killed(1, 4_000),
                killed(2, 9_000),
                killed(3, 5_000),
                new Struck(
                        new Strike(4, StrikeKind.FREEZE_HUB, Duration.ofSeconds(2), Duration.ofMillis(1_500)),
                        Duration.ofSeconds(40),
                        Optional.empty(),
                        "it was not running"));
        List<Duration> restarts =
                struck.stream().flatMap(one -> one.toReady().stream()).toList();
        return new Figures(
                "1.2.3",
                4,
                struck,
                new Counts(1_000, 990, 995, 20, 995, 50, 0, 700, 90),
                restarts,
                restarts,
                List.of(
                        new MemoryCurve.Point(Duration.ofSeconds(5), 200L << 20),
                        new MemoryCurve.Point(Duration.ofSeconds(10), 300L << 20)),
                Duration.ofSeconds(60),
                Duration.ofSeconds(3),
                List.of("not done: filling the disk."));
    }

    private ProveSettings settings() {
        return ProveSettings.standard(folder, List.of("millrace", "up"), 42);
    }

    @Test
    void saysWhatWasProvedAndHowItWasTaken() throws IOException {
        Path report = Report.write(settings(), List.of(), figures());

        assertThat(report).hasFileName("prove-42.md");
        assertThat(Files.readString(report))
                .startsWith("# Proved\n")
                .contains("990 acknowledged messages")
                .contains("3 kills and 1 other strikes in 60.0 s, seed 42")
                .contains("| until the hub says that it is ready | 3 | 5.0 s | 4.0 s | 9.0 s |")
                .contains("| 4 | 40.0 s | SIGSTOP the hub | 1.5 s |  | it was not running |")
                .contains("| greatest resident memory of the hub, MiB | 300 |")
                .contains("| note | not done: filling the disk. |")
                .contains("nothing about a loss of power")
                .doesNotContain("## Findings");
    }

    @Test
    void saysWhatWasFound() throws IOException {
        Finding lost = new Finding(
                Finding.Kind.LOST,
                "An acknowledged message is not in the log.",
                17,
                List.of("a: 1", "b\nin two lines"));

        Path report = Report.write(settings(), List.of(lost), figures());

        assertThat(Files.readString(report))
                .startsWith("# Not proved\n")
                .contains(
                        "- **LOST** An acknowledged message is not in the log. (17 times)\n  - `a: 1`\n  - `b / in two lines`\n");
    }

    @Test
    void saysTheSameToPrograms() throws IOException {
        Report.write(settings(), List.of(), figures());

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("prove-42.json").toFile());
        assertThat(json.get("proved").asBoolean()).isTrue();
        assertThat(json.get("seed").asLong()).isEqualTo(42);
        assertThat(json.get("kills").asInt()).isEqualTo(3);
        assertThat(json.get("counts").get("acknowledged").asLong()).isEqualTo(990);
        assertThat(json.get("restartMillis")).hasSize(3);
        assertThat(json.get("schedule").get(3).get("kind").asText()).isEqualTo("FREEZE_HUB");
        assertThat(json.get("memory").get(1).get("bytes").asLong()).isEqualTo(300L << 20);
        assertThat(json.get("machine").get("cores").asInt()).isPositive();
    }
}

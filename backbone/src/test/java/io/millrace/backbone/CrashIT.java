package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.LogTopic;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed under load. */
class CrashIT {

    private static final int ENOUGH = 20_000;

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedBeforeKillNineIsThereAfterIt() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int life = 0; life < 2; life++) {
            acknowledged.addAll(killedUnderLoad("life-" + life));
        }

        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder))) {
            MemorySink sink = new MemorySink();
            backbone.follow("check", Set.of(LogTopic.EVENTS, LogTopic.SAMPLES), sink);
            // Records that were written and not acknowledged are there as well: their number says nothing.
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                Set<String> lost = new HashSet<>(acknowledged);
                lost.removeAll(new HashSet<>(sink.payloads()));
                assertThat(lost).as("acknowledged and lost").isEmpty();
            });
        }
    }

    private Set<String> killedUnderLoad(String prefix) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadMain.class.getName(),
                        folder.toString(),
                        prefix)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<String> acknowledged = new HashSet<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                // A line cut off by the kill is no acknowledgement.
                if (line.endsWith(";")) {
                    acknowledged.add(line.substring(0, line.length() - 1));
                }
                if (acknowledged.size() == ENOUGH) {
                    // By its handle: Process itself would close the pipe before it is read to its end.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);
        return acknowledged;
    }

    /** Writes to both routes as fast as it can and prints each payload when it is acknowledged. */
    static final class LoadMain {

        private LoadMain() {}

        public static void main(String[] arguments) {
            Backbone backbone = Backbone.start(BackboneSettings.embedded(Path.of(arguments[0])));
            List<LogTopic> routes = List.of(LogTopic.EVENTS, LogTopic.SAMPLES);
            for (long i = 0; ; i++) {
                String payload = arguments[1] + "-" + i;
                LogTopic route = routes.get((int) (i % 2));
                backbone.writer()
                        .write(Given.record(route, "umh/v1/works/_historian/tag-" + i % 10, payload))
                        .thenRun(() -> System.out.println(payload + ";"));
            }
        }
    }
}

package io.millrace.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.SiteReader;
import io.millrace.backbone.Backbone;
import io.millrace.backbone.BackboneSettings;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A processor tried on what a log has recorded, beside what a running one has said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TryCommandIT {

    private static final String LINE = "umh/v1/limeworks/liege/packing/line-1/";
    private static final String TOTAL = LINE + "_historian/bags/total";

    private Backbone log;
    private Path site;
    private long begin;

    @BeforeAll
    void aLogWithTenBagsAndWhatARunningCounterSaid(@TempDir Path folder) throws Exception {
        log = Backbone.start(BackboneSettings.embedded(folder.resolve("log")));
        site = Files.writeString(folder.resolve("site.yaml"), """
                site: liege
                location: limeworks/liege
                log: {bootstrap: "%s"}
                processors:
                  bags:
                    location: packing/+
                    counter: {pulses: {input: _historian/made}, output: bags, totals: []}
                """.formatted(log.bootstrapServers()));
        String revision = new SiteReader(Connectors.all(), Map.of())
                .read(site, Map.of())
                .processors()
                .get(0)
                .revision();
        begin = System.currentTimeMillis() - 10_000;
        List<LogRecord> records = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            records.add(record(LINE + "_historian/made", begin + i, "1", Map.of()));
            // what began earlier has counted five more; of the last bag it has not said anything yet
            String total = i <= 4 ? Integer.toString(i) : Integer.toString(i + 5);
            if (i < 10) {
                records.add(record(TOTAL, begin + i, total, Map.of(Headers.PROCESSOR, "bags@" + revision)));
            }
        }
        records.add(record(TOTAL, begin + 5, "5", correction(revision)));
        records.add(record(LINE + "_historian/other", begin, "3", Map.of()));
        records.add(record(LINE + "_historian/made", begin + 20, "\"many\"", Map.of()));
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (LogRecord record : records) {
            written.add(log.writer().write(record).toCompletableFuture());
        }
        CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }

    @AfterAll
    void stop() {
        log.close();
    }

    private static LogRecord record(String topic, long millis, String value, Map<String, String> headers) {
        String payload = "{\"timestamp_ms\":" + millis + ",\"value\":" + value + "}";
        return new LogRecord(LogTopic.SAMPLES, topic, payload.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Map<String, String> correction(String revision) {
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.PROCESSOR, "bags@" + revision);
        headers.put(Headers.CORRECTION, "1");
        return headers;
    }

    @Test
    void whatTheLogHasIsTriedAndComparedWithTheRunningProcessor() throws Exception {
        Map<?, ?> before = log.endOffsets();

        Told told = Told.by("try", "bags", site.toString(), "--from", "1h", "--json");

        assertThat(told.err()).isEmpty();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : told.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines).hasSize(12);
        assertThat(lines.get(9).at("/outputs/1/value").asLong()).isEqualTo(10);
        assertThat(lines.get(10).at("/refused/0/reason").asText()).contains("many");
        JsonNode end = lines.get(11);
        assertThat(end.at("/totals/inputs").asLong()).isEqualTo(11);
        assertThat(end.at("/totals/refused").asLong()).isEqualTo(1);
        assertThat(end.at("/comparison/sameConfiguration").asBoolean()).isTrue();
        assertThat(end.at("/comparison/outputs").asLong()).isEqualTo(10);
        // the first four, and the fifth as it was corrected
        assertThat(end.at("/comparison/equal").asLong()).isEqualTo(5);
        assertThat(end.at("/comparison/different").asLong()).isEqualTo(4);
        assertThat(end.at("/comparison/onlyInLog").asLong()).isZero();
        assertThat(end.at("/comparison/examples/0/inLog/value").asLong()).isEqualTo(11);
        assertThat(log.endOffsets()).isEqualTo(before);
    }

    @Test
    void theTableTellsTheDifferencesToPeople() {
        Told told = Told.by("try", "bags", site.toString(), "--from", "1h", "--location", "packing/line-1");

        assertThat(told.out())
                .contains("_historian/made = 1  ")
                .contains("_historian/bags/total = 10")
                .contains(
                        "Beside what the log has of the running processor (the same configuration): 5 equal, 4 different")
                .contains("_historian/bags/total: here 6, in the log 11")
                .contains("The trial began without what was before");
        assertThat(told.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void whereNothingWasRecordedItSaysSo() {
        Told told = Told.by(
                "try",
                "bags",
                site.toString(),
                "--from",
                "2h",
                "--to",
                Instant.now().minusSeconds(3600).toString());

        assertThat(told.out()).contains("0 inputs").contains("no outputs of a processor of this name");
    }
}

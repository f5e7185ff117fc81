package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stretch of the log, read by somebody who leaves nothing behind. */
class LogScanIT {

    private static final Set<LogTopic> ROUTES = EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS);
    private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    @TempDir
    static Path folder;

    private static Backbone backbone;

    @BeforeAll
    static void start() {
        backbone = Backbone.start(BackboneSettings.embedded(folder));
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void recordsOfAllPartitionsComeInTheOrderInWhichTheLogTookThem() throws Exception {
        Instant from = tick();
        List<String> written = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            written.addAll(Given.written(backbone.writer(), LogTopic.SAMPLES, "order-" + round, 700));
            written.addAll(Given.written(backbone.writer(), LogTopic.EVENTS, "event-" + round, 20));
        }

        List<StoredRecord> read = read(from, EVER);

        assertThat(read).map(LogScanIT::payload).containsExactlyInAnyOrderElementsOf(written);
        assertThat(read).map(StoredRecord::timestampMillis).isSorted();
        assertThat(read.stream().map(StoredRecord::partition).distinct().count())
                .isGreaterThan(2);
    }

    @Test
    void onlyWhatTheLogTookInTheStretchIsRead() throws Exception {
        Given.written(backbone.writer(), LogTopic.SAMPLES, "before", 20);
        Instant from = tick();
        List<String> within = Given.written(backbone.writer(), LogTopic.SAMPLES, "within", 20);
        Instant to = tick().minusMillis(1);
        Given.written(backbone.writer(), LogTopic.SAMPLES, "after", 20);

        assertThat(read(from, to)).map(LogScanIT::payload).containsExactlyInAnyOrderElementsOf(within);
        assertThat(read(Instant.now().plusSeconds(60), EVER)).isEmpty();
        assertThat(read(from, from.minusSeconds(60))).isEmpty();
    }

    @Test
    void whoHasSeenEnoughEndsIt() throws Exception {
        Instant from = tick();
        Given.written(backbone.writer(), LogTopic.SAMPLES, "enough", 50);
        List<StoredRecord> read = new ArrayList<>();

        new LogScan(backbone.bootstrapServers(), Map.of()).read(ROUTES, from, EVER, stored -> {
            read.add(stored);
            return read.size() < 7;
        });

        assertThat(read).hasSize(7);
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", backbone.bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            Map<?, Long> ends = Map.copyOf(backbone.endOffsets());
            Set<String> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS);

            read(Instant.EPOCH, EVER);

            assertThat(backbone.endOffsets()).isEqualTo(ends);
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).isEqualTo(topics);
            assertThat(admin.listGroups().all().get(30, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void aLogThatIsNotThereIsSaidToBe() {
        assertThatThrownBy(() -> new LogScan("127.0.0.1:1", Map.of(), Duration.ofSeconds(1))
                        .read(ROUTES, Instant.EPOCH, EVER, stored -> true))
                .isInstanceOf(BackboneException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    private static List<StoredRecord> read(Instant from, Instant to) {
        List<StoredRecord> read = new ArrayList<>();
        new LogScan(backbone.bootstrapServers(), Map.of()).read(ROUTES, from, to, stored -> read.add(stored));
        return read;
    }

    /** A millisecond that nothing before shares. */
    private static Instant tick() {
        long now = System.currentTimeMillis();
        await().until(() -> System.currentTimeMillis() > now);
        return Instant.ofEpochMilli(now + 1);
    }

    private static String payload(StoredRecord stored) {
        return new String(stored.record().payload(), StandardCharsets.UTF_8);
    }
}

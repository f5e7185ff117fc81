package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused is refused for a reason that others can tell, and a writer that died is noticed. */
class WriterIT {

    @TempDir
    Path folder;

    @Test
    void whatIsTooLargeSaysSoWhoeverFindsItTooLarge() throws Exception {
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder))) {
            assertTooLarge(backbone, 2 << 20);

            // the log's own limit is lower than ours
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, LogTopic.SAMPLES.topicName()),
                                List.of(new AlterConfigOp(
                                        new ConfigEntry("max.message.bytes", "10000"), AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            }
            assertTooLarge(backbone, 200_000);
            Given.written(backbone.writer(), LogTopic.SAMPLES, "next", 10);
        }
    }

    private static void assertTooLarge(Backbone backbone, int bytes) {
        byte[] payload = new byte[bytes];
        new java.util.Random(1).nextBytes(payload);
        Throwable failure = catchThrowable(() -> backbone.writer()
                .write(new LogRecord(LogTopic.SAMPLES, "umh/v1/a/_raw/b", payload, Map.of()))
                .toCompletableFuture()
                .join());

        assertThat(failure).rootCause().isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(
                        problem.problem().code())
                .isEqualTo("record-too-large"));
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(BackboneException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(Kind.RECORD_TOO_LARGE));
    }

    @Test
    void aWriterThatWaitsAlthoughTheLogAnswersIsNoticed() {
        AtomicInteger noticed = new AtomicInteger();
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder));
                LogWatch watch = new LogWatch(
                        Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers())),
                        new EndOffsets(),
                        () -> Duration.ofMinutes(5),
                        noticed::incrementAndGet,
                        Duration.ofSeconds(2))) {
            watch.start();

            await().atMost(Duration.ofSeconds(20)).until(() -> noticed.get() > 0);
        }
    }
}

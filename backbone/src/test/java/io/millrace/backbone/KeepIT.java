package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a topic is kept, changed while the log runs. */
class KeepIT {

    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void lessIsDroppedSoonFreesTheDiskAndIsForgottenAtTheNextStart() throws Exception {
        Retention configured = Retention.defaults().get(LogTopic.LEDGER);
        LogPartition partition = new LogPartition(LogTopic.LEDGER, 0);
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder))) {
            write(backbone, 12);

            backbone.keep(LogTopic.LEDGER, Retention.of(Duration.ofHours(1), 4 * MIB));

            Config changed = settings(backbone);
            assertThat(value(changed, "retention.bytes")).isEqualTo(4 * MIB);
            assertThat(value(changed, "retention.ms"))
                    .isEqualTo(Duration.ofHours(1).toMillis());
            assertThat(value(changed, "segment.bytes")).isBetween(MIB, 2 * MIB);
            // A segment is dropped when what comes after it is enough.
            write(backbone, 8);
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(backbone.read(partition, 0)).isEmpty());
            assertThat(backbone.read(partition, backbone.endOffsets().get(partition) - 1))
                    .isPresent();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(bytesOnDisk()).isLessThan(8 * MIB));

            backbone.keep(LogTopic.LEDGER, configured);

            assertThat(value(settings(backbone), "segment.bytes")).isEqualTo(64 * MIB);
            backbone.keep(LogTopic.LEDGER, Retention.of(Duration.ofHours(1), 4 * MIB));
        }
        try (Backbone backbone = Backbone.start(BackboneSettings.embedded(folder))) {
            Config restored = settings(backbone);
            assertThat(value(restored, "retention.bytes"))
                    .isEqualTo(configured.bytes().orElseThrow());
            assertThat(value(restored, "retention.ms"))
                    .isEqualTo(configured.time().orElseThrow().toMillis());
            assertThat(backbone.differences()).isEmpty();

            try (Backbone external = Backbone.start(BackboneSettings.external(backbone.bootstrapServers()))) {
                assertThatThrownBy(() -> external.keep(LogTopic.LEDGER, Retention.forever()))
                        .hasMessageContaining("millrace.ledger")
                        .hasMessageContaining("owner")
                        .asInstanceOf(InstanceOfAssertFactories.type(BackboneException.class))
                        .extracting(BackboneException::kind)
                        .isEqualTo(Kind.NOT_OURS);
            }
        }
    }

    private static void write(Backbone backbone, int mebibytes) throws Exception {
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 2 * mebibytes; i++) {
            byte[] noise = new byte[1 << 19];
            random.nextBytes(noise);
            stages.add(backbone.writer()
                    .write(new LogRecord(LogTopic.LEDGER, "key", noise, Map.of()))
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    private long bytesOnDisk() {
        long bytes = 0;
        for (File topic : Objects.requireNonNull(
                folder.toFile().listFiles((parent, name) -> name.startsWith("millrace.ledger")))) {
            for (File file : Objects.requireNonNull(topic.listFiles((parent, name) -> name.contains(".log")))) {
                bytes += file.length();
            }
        }
        return bytes;
    }

    private static long value(Config config, String name) {
        return Long.parseLong(config.get(name).value());
    }

    private static Config settings(Backbone backbone) throws Exception {
        ConfigResource ledger = new ConfigResource(ConfigResource.Type.TOPIC, "millrace.ledger");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            return admin.describeConfigs(List.of(ledger)).all().get().get(ledger);
        }
    }
}

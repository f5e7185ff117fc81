package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.backbone.Backbone;
import io.millrace.backbone.BackboneSettings;
import io.millrace.backbone.Retention;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.process.Definition;
import io.millrace.process.Setting;
import io.millrace.process.counter.CounterKind;
import io.millrace.process.counter.CounterOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a working day, read at once. */
class PaceIT {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final int SECONDS = 8 * 3_600;
    /** In the partition of the scrap, for one second. */
    private static final int NOISE = 8;

    private static final int SCRAP_EVERY = 10;

    private final Map<String, String> newest = new ConcurrentHashMap<>();

    /** A topic of this name that lies in the same partition as another. */
    private static String beside(String other, String name) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> String.format(name, i))
                .filter(topic -> Partitions.of(topic) == Partitions.of(other))
                .findFirst()
                .orElseThrow();
    }

    private static Definition counter() {
        Setting setting = new Setting("behind", NAMESPACE, "behind/+", ZoneId.of("UTC"));
        CounterOptions.Pulses made = new CounterOptions.Pulses("_historian/made", CounterOptions.Edge.RISING);
        CounterOptions.Pulses bad = new CounterOptions.Pulses("_historian/bad", CounterOptions.Edge.RISING);
        CounterOptions options = new CounterOptions(
                made, null, null, new CounterOptions.Scrap(bad, null, true), "pieces", List.of(), List.of(), null);
        return new Definition(
                "behind",
                "counter",
                "rev-1",
                setting,
                new CounterKind().plan(options, setting),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
    }

    private static String payload(long millis) {
        return "{\"timestamp_ms\":" + millis + ",\"value\":1}";
    }

    /** The pieces of a day lie alone in their partition; the scrap among much else: it would be read hours later. */
    @Test
    void noPartitionIsReadSoFarAheadThatAnotherComesTooLate(@TempDir Path folder) throws Exception {
        try (Backbone log = Backbone.start(new BackboneSettings.Embedded(
                folder.resolve("log"),
                "127.0.0.1",
                0,
                BackboneSettings.DEFAULT_PARTITIONS,
                Retention.defaults(),
                BackboneSettings.DEFAULT_MAXIMUM_PAYLOAD_BYTES,
                "test"))) {
            writeTheDay(log.bootstrapServers());
            log.followCommitted("ear", EnumSet.of(LogTopic.SAMPLES), records -> records.stream()
                    .filter(record -> record.record().key().contains("/pieces/"))
                    .forEach(record -> newest.put(
                            record.record().key(), new String(record.record().payload(), StandardCharsets.UTF_8))));
            try (Streams streams = Streams.start(
                    new StreamsSettings(
                            log.bootstrapServers(),
                            Map.of(),
                            "behind",
                            "behind-1",
                            folder.resolve("state"),
                            0,
                            1,
                            "site/hub",
                            NAMESPACE),
                    List.of(counter()),
                    topic -> LogTopic.SAMPLES,
                    topic -> Optional.empty(),
                    Clock.systemUTC())) {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> streams.processors().get(0).inputs() == SECONDS + (long) SECONDS / SCRAP_EVERY);
                assertThat(streams.processors().get(0).tooLate()).isZero();
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    assertThat(newest.get("umh/v1/behind/line/_historian/pieces/total"))
                            .endsWith("\"value\":" + SECONDS + "}");
                    assertThat(newest.get("umh/v1/behind/line/_historian/pieces/scrap"))
                            .endsWith("\"value\":" + SECONDS / SCRAP_EVERY + "}");
                });
            }
        }
    }

    private static void writeTheDay(String bootstrap) throws Exception {
        String made = "umh/v1/behind/line/_historian/made";
        String bad = "umh/v1/behind/line/_historian/bad";
        assertThat(Partitions.of(bad)).isNotEqualTo(Partitions.of(made));
        String noise = beside(bad, "umh/v1/elsewhere/noise-%d/_historian/level");
        ConfigResource samples = new ConfigResource(ConfigResource.Type.TOPIC, LogTopic.SAMPLES.topicName());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            // as if the log had taken all this in the course of the day
            admin.incrementalAlterConfigs(Map.of(
                            samples,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("message.timestamp.type", "CreateTime"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        long begin = System.currentTimeMillis() - SECONDS * 1_000L;
        try (KafkaProducer<String, String> day = new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                bootstrap,
                "linger.ms",
                20,
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                StringSerializer.class))) {
            for (int second = 0; second < SECONDS; second++) {
                long now = begin + second * 1_000L;
                day.send(record(made, now));
                if (second % SCRAP_EVERY == 0) {
                    day.send(record(bad, now + 500));
                }
                for (int i = 0; i < NOISE; i++) {
                    day.send(record(noise, now + i));
                }
            }
        }
    }

    private static ProducerRecord<String, String> record(String topic, long millis) {
        return new ProducerRecord<>(LogTopic.SAMPLES.topicName(), null, millis, topic, payload(millis));
    }
}

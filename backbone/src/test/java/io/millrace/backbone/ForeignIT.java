package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain Kafka clients, as any tool has them, on the other side; and everything else one meets in a log. */
class ForeignIT {

    private static final LogPartition COMMANDS = new LogPartition(LogTopic.COMMANDS, 0);
    private static final LogPartition AUDIT = new LogPartition(LogTopic.AUDIT, 0);

    @TempDir
    static Path folder;

    private static Backbone node;

    /** The same log again, as another process sees it. */
    private static Backbone external;

    @BeforeAll
    static void start() {
        node = Backbone.start(BackboneSettings.embedded(folder));
        external = Backbone.start(BackboneSettings.external(node.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        external.close();
        node.close();
    }

    @Test
    void aPlainConsumerSeesKeyValueAndHeadersByteForByte() throws Exception {
        byte[] payload = new byte[300_000];
        new Random(7).nextBytes(payload);
        String key = "umh/v1/lüttich/_historian/température";
        LogRecord record = new LogRecord(
                LogTopic.QUARANTINE, key, payload, Map.of(Headers.SOURCE, "mqtt:wäge-1", Headers.SEQUENCE, "42"));

        external.writer().write(record).toCompletableFuture().get(10, TimeUnit.SECONDS);

        ConsumerRecord<byte[], byte[]> seen = plainly(LogTopic.QUARANTINE, key);
        assertThat(seen.value()).isEqualTo(payload);
        assertThat(seen.headers().toArray())
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("mr-source=mqtt:wäge-1", "mr-seq=42");
    }

    @Test
    void recordsOfSixteenMebibytesFitTheQuarantineAndNothingElse() throws Exception {
        byte[] large = new byte[BackboneSettings.QUARANTINE_PAYLOAD_BYTES];
        new Random(7).nextBytes(large);
        MemorySink sink = new MemorySink();

        node.writer()
                .write(new LogRecord(LogTopic.QUARANTINE, "large", large, Map.of(Headers.ERROR, "too large")))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(node.writer().write(new LogRecord(LogTopic.SAMPLES, "large", large, Map.of())))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withMessageContaining("millrace.samples takes");
        node.writer()
                .write(new LogRecord(LogTopic.SAMPLES, "fits", new byte[1 << 20], Map.of()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        try (LogFollower follower = node.follow("large", Set.of(LogTopic.QUARANTINE), sink)) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(sink.records())
                    .anySatisfy(stored ->
                            assertThat(stored.record().payload().length).isEqualTo(large.length)));
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
        }
    }

    @Test
    void whatOtherClientsLeaveOutOrGarbleDoesNotStopAFollower() throws Exception {
        String topic = LogTopic.EVENTS.topicName();
        byte[] notText = {(byte) 0xff, (byte) 0xfe};
        MemorySink sink = new MemorySink();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", node.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> twice = new ProducerRecord<>(topic, 0, notText, notText);
            twice.headers()
                    .add("a", null)
                    .add("b", new byte[] {'1'})
                    .add("b", new byte[] {'2'})
                    .add("c", notText);
            producer.send(new ProducerRecord<>(topic, 0, null, null));
            producer.send(twice).get(10, TimeUnit.SECONDS);
        }
        Given.written(node.writer(), LogTopic.EVENTS, "ours", 50);

        try (LogFollower follower = node.follow("foreign", Set.of(LogTopic.EVENTS), sink)) {
            await().untilAsserted(() -> assertThat(sink.records()).hasSize(52));
            assertThat(follower.state()).isEqualTo(new FollowerState.Running());
        }

        List<StoredRecord> foreign = sink.records().stream()
                .filter(stored -> !stored.record().key().startsWith("umh/"))
                .toList();
        assertThat(foreign.get(0).record().key()).isEmpty();
        assertThat(foreign.get(0).record().payload()).isEmpty();
        assertThat(foreign.get(1).record().payload()).isEqualTo(notText);
        assertThat(foreign.get(1).record().headers())
                .containsEntry("a", "")
                .containsEntry("b", "2")
                .containsKey("c");
    }

    @Test
    void theTimeOfARecordIsWhenTheLogTookIt() throws Exception {
        long before = System.currentTimeMillis();
        MemorySink sink = new MemorySink();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", node.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(LogTopic.SAMPLES.topicName(), 0, 1L, new byte[] {'t'}, new byte[0]))
                    .get(10, TimeUnit.SECONDS);
        }
        try (LogFollower follower = external.follow("time", Set.of(LogTopic.SAMPLES), sink)) {
            assertThat(follower.name()).isEqualTo("time");
            await().untilAsserted(() -> assertThat(sink.records())
                    .filteredOn(stored -> stored.record().key().equals("t"))
                    .hasSize(1)
                    .allSatisfy(stored ->
                            assertThat(stored.timestampMillis()).isBetween(before, System.currentTimeMillis())));
        }
    }

    @Test
    void aPlaceThatRetentionHasOvertakenIsAGapThatIsCounted() throws Exception {
        Given.written(node.writer(), LogTopic.COMMANDS, "old", 100);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(LogTopic.COMMANDS.topicName(), 0), RecordsToDelete.beforeOffset(80)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
        MemorySink sink = new MemorySink();
        sink.at(COMMANDS, 30);

        try (LogFollower follower = node.follow("late", Set.of(LogTopic.COMMANDS), sink)) {
            await().untilAsserted(() -> assertThat(sink.places()).containsEntry(COMMANDS, 100L));
            assertThat(sink.records()).hasSize(20);
            assertThat(metric(node, "log_follower_lost_records", "late")).isEqualTo(50);
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
        }
    }

    @Test
    void aPlaceBeyondTheEndReadsTheLogAgain() throws Exception {
        Given.written(node.writer(), LogTopic.AUDIT, "audit", 10);
        MemorySink sink = new MemorySink();
        sink.at(AUDIT, 1_000);

        try (LogFollower follower = node.follow("beyond", Set.of(LogTopic.AUDIT), sink)) {
            await().untilAsserted(() -> assertThat(sink.places()).containsEntry(AUDIT, 10L));
            assertThat(sink.records()).hasSize(10);
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
        }
    }

    private static ConsumerRecord<byte[], byte[]> plainly(LogTopic topic, String key) {
        TopicPartition partition = new TopicPartition(topic.topicName(), 0);
        List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", node.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).records(partition).forEach(record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                        seen.add(record);
                    }
                });
                return !seen.isEmpty();
            });
        }
        return seen.get(0);
    }

    static double metric(Backbone backbone, String name, String follower) {
        return backbone.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .filter(metric -> follower.equals(metric.labels().get("follower")))
                .findFirst()
                .orElseThrow()
                .value();
    }
}

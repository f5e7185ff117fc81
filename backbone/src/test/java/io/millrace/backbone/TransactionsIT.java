package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions as processors write them: their marks, and what they give up, leave holes in the offsets. */
class TransactionsIT {

    private static final LogPartition EVENTS = new LogPartition(LogTopic.EVENTS, 0);
    private static final LogPartition COMMANDS = new LogPartition(LogTopic.COMMANDS, 0);
    private static final LogPartition LEDGER = new LogPartition(LogTopic.LEDGER, 0);
    private static final LogPartition AUDIT = new LogPartition(LogTopic.AUDIT, 0);

    @TempDir
    static Path folder;

    private static Backbone node;

    private final MemorySink sink = new MemorySink();
    private KafkaProducer<byte[], byte[]> processor;

    @BeforeAll
    static void start() {
        node = Backbone.start(BackboneSettings.embedded(folder));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void begin() {
        processor = new KafkaProducer<>(
                Map.of("bootstrap.servers", node.bootstrapServers(), "transactional.id", "test-processor"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        processor.initTransactions();
    }

    @AfterEach
    void end() {
        processor.close();
    }

    private void write(LogPartition to, String payload) throws Exception {
        processor
                .send(new ProducerRecord<>(
                        to.log().topicName(), to.number(), "umh/v1/a/_analytics/b".getBytes(), payload.getBytes()))
                .get(10, TimeUnit.SECONDS);
    }

    private void committed(LogPartition to, String payload) throws Exception {
        processor.beginTransaction();
        write(to, payload);
        processor.commitTransaction();
    }

    private void givenUp(LogPartition to, String payload) throws Exception {
        processor.beginTransaction();
        write(to, payload);
        processor.abortTransaction();
    }

    /** A mark is written a moment after the producer was told. A record and its mark are two offsets. */
    private static void ends(LogPartition partition, long offset) {
        await().untilAsserted(() -> assertThat(node.endOffsets()).containsEntry(partition, offset));
    }

    @Test
    void aFollowerSeesWhatWasCommittedAndHasNoLagInTheEnd() throws Exception {
        try (LogFollower follower = node.follow("transactions", Set.of(LogTopic.EVENTS), sink)) {
            committed(EVENTS, "1");
            givenUp(EVENTS, "never");
            committed(EVENTS, "2");
            await().untilAsserted(() -> assertThat(sink.payloads()).containsExactly("1", "2"));

            // and ends with what nobody will ever be told of
            givenUp(EVENTS, "never");
            ends(EVENTS, 2 * 4);

            await().untilAsserted(() ->
                    assertThat(sink.places()).as("kept with the records").containsEntry(EVENTS, 8L));
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
            assertThat(sink.records()).extracting(StoredRecord::offset).containsExactly(0L, 4L);
        }
    }

    @Test
    void anOpenTransactionIsNoLag() throws Exception {
        try (LogFollower follower = node.follow("open", Set.of(LogTopic.COMMANDS), sink)) {
            committed(COMMANDS, "1");
            await().untilAsserted(() -> assertThat(sink.payloads()).containsExactly("1"));

            processor.beginTransaction();
            write(COMMANDS, "2");
            assertThat(node.endOffsets()).containsEntry(COMMANDS, 2L);
            assertThat(follower.lag()).isZero();

            processor.commitTransaction();
            await().untilAsserted(() -> assertThat(sink.payloads()).containsExactly("1", "2"));
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
        }
    }

    @Test
    void holesThatRetentionTookWithItAreNotCountedAsLost() throws Exception {
        // given one who has read everything, and is away
        committed(AUDIT, "1");
        try (LogFollower follower = node.follow("before", Set.of(LogTopic.AUDIT), sink)) {
            await().untilAsserted(() -> assertThat(sink.payloads()).containsExactly("1"));
            givenUp(AUDIT, "never");
            ends(AUDIT, 4);
            await().untilAsserted(() -> assertThat(sink.places()).containsEntry(AUDIT, 4L));
            assertThat(follower.lag()).isZero();
        }

        // when the log drops all there was
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrapServers()))) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(LogTopic.AUDIT.topicName(), 0), RecordsToDelete.beforeOffset(4)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }

        // then
        try (LogFollower follower = node.follow("after", Set.of(LogTopic.AUDIT), sink)) {
            committed(AUDIT, "2");
            await().untilAsserted(() -> assertThat(sink.payloads()).containsExactly("1", "2"));
            assertThat(ForeignIT.metric(node, "log_follower_lost_records", "after"))
                    .isZero();
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
        }
    }

    @Test
    void aHandlersPlaceIsCommittedBehindTheHolesToo() throws Exception {
        List<StoredRecord> seen = new CopyOnWriteArrayList<>();
        givenUp(LEDGER, "never");
        ends(LEDGER, 2);

        try (LogFollower follower = node.followCommitted("live", Set.of(LogTopic.LEDGER), seen::addAll)) {
            await().untilAsserted(() -> assertThat(committed("live")).isEqualTo(2));
            assertThat(follower.lag()).isZero();
        }
        assertThat(seen).isEmpty();
    }

    private static long committed(String follower) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrapServers()))) {
            OffsetAndMetadata place = admin.listConsumerGroupOffsets(ClientProperties.group(follower))
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS)
                    .get(Records.toKafka(LEDGER));
            return place == null ? -1 : place.offset();
        }
    }
}

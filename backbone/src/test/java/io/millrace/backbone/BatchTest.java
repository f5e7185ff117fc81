package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final LogPartition ZERO = new LogPartition(LogTopic.EVENTS, 0);
    private static final LogPartition ONE = new LogPartition(LogTopic.EVENTS, 1);

    private final Batch batch = new Batch();

    @Test
    void recordsKeepTheirOrderAndNextIsAfterTheLast() {
        batch.add(polled(0, 5, 7));
        batch.add(polled(1, 100, 101));
        batch.add(polled(0, 7, 9));

        assertThat(batch.count()).isEqualTo(5);
        assertThat(batch.next()).isEqualTo(Map.of(ZERO, 9L, ONE, 101L));
        assertThat(batch.records())
                .filteredOn(stored -> stored.partition().equals(ZERO))
                .extracting(StoredRecord::offset)
                .containsExactly(5L, 6L, 7L, 8L);
    }

    @Test
    void nextIsAfterTheMarkThatEndsATransaction() {
        batch.add(polled(0, 5, 7, 8));
        batch.add(polled(1, 100, 101, 101));

        assertThat(batch.next()).isEqualTo(Map.of(ZERO, 8L, ONE, 101L));
        assertThat(batch.count()).isEqualTo(3);
    }

    @Test
    void whatAnotherTookOverIsNotStored() {
        batch.add(polled(0, 5, 7));
        batch.add(polled(1, 100, 101));

        batch.drop(List.of(ZERO));

        assertThat(batch.count()).isEqualTo(1);
        assertThat(batch.next()).isEqualTo(Map.of(ONE, 101L));
        batch.drop(List.of(ONE));
        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void itIsFullByNumber() {
        batch.add(polled(0, 0, 4_999));
        assertThat(batch.isFull()).isFalse();
        batch.add(polled(0, 4_999, 5_000));
        assertThat(batch.isFull()).isTrue();
        batch.clear();
        assertThat(batch.isFull()).isFalse();
        assertThat(batch.records()).isEmpty();
    }

    @Test
    void whatAFilterLeftOutIsPassedOver() {
        TopicPartition place = new TopicPartition(LogTopic.SAMPLES.topicName(), 0);
        LogPartition ours = new LogPartition(LogTopic.SAMPLES, 0);
        ConsumerRecord<byte[], byte[]> written =
                new ConsumerRecord<>(place.topic(), 0, 5, new byte[] {1}, new byte[10]);
        ConsumerRecord<byte[], byte[]> leftOut =
                new ConsumerRecord<>(place.topic(), 0, 6, new byte[] {1}, new byte[10]);
        leftOut.headers().add(Headers.FILTERED, "dead-band".getBytes(StandardCharsets.UTF_8));

        batch.add(new ConsumerRecords<>(Map.of(place, List.of(leftOut)), Map.of(place, new OffsetAndMetadata(7))));
        assertThat(batch.isEmpty()).as("nothing to store").isTrue();
        batch.clear();
        batch.add(new ConsumerRecords<>(
                Map.of(place, List.of(written, leftOut)), Map.of(place, new OffsetAndMetadata(7))));

        assertThat(batch.records()).extracting(StoredRecord::offset).containsExactly(5L);
        assertThat(batch.next()).isEqualTo(Map.of(ours, 7L));
    }

    private static ConsumerRecords<byte[], byte[]> polled(int partition, long from, long to) {
        return polled(partition, from, to, to);
    }

    private static ConsumerRecords<byte[], byte[]> polled(int partition, long from, long to, long next) {
        TopicPartition place = new TopicPartition(LogTopic.EVENTS.topicName(), partition);
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(from, to)
                .mapToObj(
                        offset -> new ConsumerRecord<>(place.topic(), partition, offset, new byte[] {1}, new byte[10]))
                .toList();
        return new ConsumerRecords<>(Map.of(place, records), Map.of(place, new OffsetAndMetadata(next)));
    }
}

package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Metric;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The writer of the log. A stage completes on the producer's thread, which must not be kept. {@link #write} never
 * throws: whatever goes wrong is in the stage.
 */
final class KafkaWriter implements LogWriter, AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final Producer<byte[], byte[]> producer;
    private final EndOffsets ends;
    private final Map<LogTopic, Counts> counts = new EnumMap<>(LogTopic.class);
    private volatile boolean closed;

    private static final class Counts {
        final int limit;
        final LongAdder records = new LongAdder();
        final LongAdder bytes = new LongAdder();
        final LongAdder failed = new LongAdder();

        Counts(int limit) {
            this.limit = limit;
        }
    }

    KafkaWriter(ClientProperties clients, BackboneSettings settings, EndOffsets ends) {
        this.ends = ends;
        for (LogTopic topic : LogTopic.values()) {
            counts.put(topic, new Counts(TopicPlan.maximumRecordBytes(topic, settings)));
        }
        this.producer = new KafkaProducer<>(clients.writer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Learns where the partitions are, so that the first record of a topic does not wait for it. */
    void warmUp() {
        for (LogTopic topic : LogTopic.values()) {
            producer.partitionsFor(topic.topicName());
        }
    }

    @Override
    public CompletionStage<Void> write(LogRecord record) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        Counts topic = counts(record.log());
        try {
            ProducerRecord<byte[], byte[]> kafka = Records.toKafka(record);
            long size = Records.size(kafka);
            if (closed) {
                throw new BackboneException(Kind.CLOSED, "The log is closed; nothing was written.", null);
            }
            if (size > topic.limit) {
                throw new BackboneException(
                        Kind.RECORD_TOO_LARGE,
                        "The record '" + record.key() + "' has " + size + " bytes; the topic "
                                + record.log().topicName() + " takes " + topic.limit + " at most.",
                        null);
            }
            producer.send(kafka, (place, failed) -> completed(record, topic, size, stage, place, failed));
        } catch (BackboneException said) {
            topic.failed.increment();
            stage.completeExceptionally(said);
        } catch (InterruptException interrupted) {
            // Kafka has set the interrupt flag of this thread again.
            failed(record, topic, stage, interrupted);
        } catch (RuntimeException failed) {
            failed(record, topic, stage, failed);
        }
        return stage;
    }

    private void completed(
            LogRecord record,
            Counts topic,
            long size,
            CompletableFuture<Void> stage,
            @Nullable RecordMetadata place,
            @Nullable Exception failed) {
        if (failed != null) {
            failed(record, topic, stage, failed);
            return;
        }
        if (place != null && place.hasOffset()) {
            ends.atLeast(new LogPartition(record.log(), place.partition()), place.offset() + 1);
        }
        topic.records.increment();
        topic.bytes.add(size);
        stage.complete(null);
    }

    private void failed(LogRecord record, Counts topic, CompletableFuture<Void> stage, Exception failed) {
        topic.failed.increment();
        stage.completeExceptionally(
                closed
                        ? new BackboneException(
                                Kind.CLOSED,
                                "The log was closed before it acknowledged the record '" + record.key() + "'.",
                                failed)
                        : new BackboneException(
                                Kind.NOT_WRITTEN,
                                "The log did not acknowledge the record '" + record.key() + "' ("
                                        + Causes.sentence(failed) + ").",
                                failed));
    }

    private Counts counts(LogTopic topic) {
        Counts found = counts.get(topic);
        if (found == null) {
            throw new IllegalStateException("no counts for " + topic);
        }
        return found;
    }

    void metrics(List<Metric> metrics) {
        counts.forEach((topic, count) -> {
            Map<String, String> labels = Map.of("topic", topic.topicName());
            metrics.add(new Metric(
                    "log_records_written",
                    "Records this process wrote and the log acknowledged",
                    Metric.Kind.COUNTER,
                    labels,
                    count.records.sum()));
            metrics.add(new Metric(
                    "log_bytes_written",
                    "Bytes of these records before compression",
                    Metric.Kind.COUNTER,
                    labels,
                    count.bytes.sum()));
            metrics.add(new Metric(
                    "log_writes_failed",
                    "Records the log did not acknowledge",
                    Metric.Kind.COUNTER,
                    labels,
                    count.failed.sum()));
        });
    }

    /** Waits some seconds for what is under way; what is not acknowledged then completes exceptionally. */
    @Override
    public void close() {
        closed = true;
        producer.close(CLOSE);
    }
}

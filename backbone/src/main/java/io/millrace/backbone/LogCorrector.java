package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes corrections into a running log from outside of it, some at a time: all of those or none. It needs no {@link
 * Backbone}. Used by one thread.
 */
public final class LogCorrector implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final int ANSWER_MILLIS = 30_000;
    /** What is left open by a kill holds up every reader of committed records for so long. */
    private static final int OPEN_MILLIS = 10_000;

    private final String bootstrap;
    private final Producer<byte[], byte[]> producer;
    private final Map<LogPartition, Long> next = new HashMap<>();

    /**
     * @param properties what Kafka's clients need beyond the address, as {@link BackboneSettings.External} has them
     * @param name who writes: of two at a time with one name the older can write no more
     * @throws BackboneException when the log does not answer
     */
    public LogCorrector(String bootstrap, Map<String, String> properties, String name) {
        this.bootstrap = bootstrap;
        Map<String, Object> settings = new ClientProperties(bootstrap, properties, "corrector").writer();
        settings.put("transactional.id", "millrace-" + name);
        settings.put("transaction.timeout.ms", OPEN_MILLIS);
        // nobody else waits for this one
        settings.put("max.block.ms", ANSWER_MILLIS);
        settings.put("delivery.timeout.ms", ANSWER_MILLIS);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException failed) {
            producer.close(Duration.ZERO);
            throw unreachable(failed);
        }
    }

    /**
     * Writes records in one transaction, and returns when it is committed.
     *
     * @throws BackboneException when it is not: then none of them was written, and nothing more can be
     */
    public void write(List<LogRecord> records) {
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            for (LogRecord record : records) {
                sent.add(producer.send(Records.toKafka(record).kafka()));
            }
            producer.commitTransaction();
            for (int i = 0; i < sent.size(); i++) {
                RecordMetadata place = sent.get(i).get();
                LogTopic topic = records.get(i).log();
                next.merge(new LogPartition(topic, place.partition()), place.offset() + 1, Math::max);
            }
        } catch (KafkaException failed) {
            throw unreachable(failed);
        } catch (ExecutionException failed) {
            throw unreachable(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreachable(interrupted);
        }
    }

    /** Behind the last record that was written to each partition. */
    public Map<LogPartition, Long> next() {
        return Map.copyOf(next);
    }

    private BackboneException unreachable(Exception failed) {
        return new BackboneException(
                Kind.UNREACHABLE,
                "The log at " + bootstrap + " did not take the corrections (" + Causes.sentence(failed) + ").",
                failed);
    }

    /** What was not committed is not written. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}

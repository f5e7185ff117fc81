package io.millrace.prove.evidence;

import io.millrace.model.Headers;
import io.millrace.model.LogTopic;
import io.millrace.prove.judge.Judge;
import io.millrace.prove.judge.Told;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the log with a plain Kafka consumer, from its beginning to where it ends now. Not thread-safe. */
public final class LogEvidence implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;

    /** @param bootstrap of the hub's Kafka */
    public LogEvidence(String bootstrap) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        30_000,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000,
                        // What a processor that was killed had not yet committed was never said.
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Where each partition of what the historian reads ends now. */
    public Map<TopicPartition, Long> ends() {
        try {
            Set<String> existing = consumer.listTopics().keySet();
            List<TopicPartition> partitions =
                    List.of(LogTopic.SAMPLES, LogTopic.EVENTS, LogTopic.QUARANTINE, LogTopic.LEDGER).stream()
                            .map(LogTopic::topicName)
                            .filter(existing::contains)
                            .flatMap(topic -> partitions(topic).stream())
                            .toList();
            // Otherwise the client complains of every answer that it did not ask for these.
            consumer.assign(partitions);
            return consumer.endOffsets(partitions);
        } catch (KafkaException failed) {
            throw unreadable(failed);
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    /** Tells everything both routes hold. */
    public void routes(Judge judge) {
        for (LogTopic route : List.of(LogTopic.EVENTS, LogTopic.SAMPLES)) {
            List<TopicPartition> partitions = partitions(route.topicName());
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            if (begins.values().stream().anyMatch(begin -> begin > 0)) {
                judge.shortened();
            }
            read(partitions, record -> {
                Told told = PayloadReader.read(String.valueOf(record.key()), record.value());
                judge.logged(
                        record.topic() + "/" + record.partition(),
                        source(record),
                        told,
                        begins.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L) == 0);
                if (record.headers().lastHeader(Headers.PROCESSOR) != null) {
                    judge.said(
                            told,
                            Long.parseLong(text(record, Headers.CORRECTION, "0")),
                            record.headers().lastHeader(Headers.RETRACTED) != null);
                }
            });
        }
    }

    /** How many records come first from these places on; 0 when there is none up to what is there now. */
    long unread(Map<TopicPartition, Long> from) {
        try {
            consumer.assign(from.keySet());
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(from.keySet());
            Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(from.keySet()));
            from.forEach((partition, place) ->
                    consumer.seek(partition, Math.max(place, begins.getOrDefault(partition, 0L))));
            long unread = 0;
            long heard = System.nanoTime();
            while (unread == 0) {
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                if (left.isEmpty()) {
                    return 0;
                }
                unread = consumer.poll(Duration.ofMillis(500)).count();
                if (System.nanoTime() - heard > SILENCE.toNanos()) {
                    throw new EvidenceException("The log does not go on at " + left + ".", null);
                }
            }
            return unread;
        } catch (KafkaException failed) {
            throw unreadable(failed);
        }
    }

    /** The partitions that processors read. */
    Set<TopicPartition> routes() {
        try {
            Set<TopicPartition> routes = new HashSet<>(partitions(LogTopic.EVENTS.topicName()));
            routes.addAll(partitions(LogTopic.SAMPLES.topicName()));
            return routes;
        } catch (KafkaException failed) {
            throw unreadable(failed);
        }
    }

    /** Tells what is in quarantine. */
    public void quarantine(Judge judge) {
        if (consumer.listTopics().containsKey(LogTopic.QUARANTINE.topicName())) {
            read(partitions(LogTopic.QUARANTINE.topicName()), record -> {
                if (record.headers().lastHeader(Headers.RESOLVES) == null) {
                    judge.quarantined(
                            source(record),
                            String.valueOf(record.key()),
                            record.headers().lastHeader(Headers.PLACE) != null);
                }
            });
        }
    }

    private interface Reader {
        void read(ConsumerRecord<String, byte[]> record);
    }

    private void read(List<TopicPartition> partitions, Reader reader) {
        try {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(partitions));
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            long heard = System.nanoTime();
            while (!left.isEmpty()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    reader.read(record);
                    heard = System.nanoTime();
                }
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                if (System.nanoTime() - heard > SILENCE.toNanos()) {
                    throw new EvidenceException("The log does not go on at " + left + ".", null);
                }
            }
        } catch (KafkaException failed) {
            throw unreadable(failed);
        }
    }

    private static String source(ConsumerRecord<?, ?> record) {
        String source = Headers.source(name -> {
            String text = text(record, name, "");
            return text.isEmpty() ? null : text;
        });
        return source == null ? Headers.UNKNOWN_SOURCE : source;
    }

    private static String text(ConsumerRecord<?, ?> record, String name, String otherwise) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? otherwise
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static EvidenceException unreadable(KafkaException failed) {
        return new EvidenceException("The log cannot be read: " + failed.getMessage(), failed);
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
    }
}

package io.millrace.backbone;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;

/** Records as we know them, and as Kafka does. */
final class Records {

    private static final byte[] NOTHING = new byte[0];
    /** Every record comes with names of its own; those of ours are known. */
    private static final Map<String, String> NAMES = Stream.of(
                    Headers.ORIGIN,
                    Headers.SOURCE,
                    Headers.EPOCH,
                    Headers.SEQUENCE,
                    Headers.RECEIVED,
                    Headers.TRACE,
                    Headers.TIME,
                    Headers.FILTERED,
                    Headers.PROCESSOR,
                    Headers.INPUTS,
                    Headers.CORRECTION)
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> name));

    /** Of all followers of the process: they read the same topics. */
    private static final Keys KEYS = new Keys();

    private Records() {}

    /** @param size of payload, key and headers, in bytes */
    record Outgoing(ProducerRecord<byte[], byte[]> kafka, long size) {}

    static Outgoing toKafka(LogRecord record) {
        ProducerRecord<byte[], byte[]> kafka =
                new ProducerRecord<>(record.log().topicName(), bytes(record.key()), record.payload());
        HeaderMap headers = HeaderMap.copyOf(record.headers());
        headers.forEachUtf8(kafka.headers()::add);
        return new Outgoing(kafka, kafka.key().length + (long) kafka.value().length + headers.utf8Length());
    }

    /**
     * Anyone may write to the log, so anything may be in it: no key is an empty key, no value an empty payload, of
     * headers with the same name the last one counts, and what is not UTF-8 shows as the replacement character.
     */
    static StoredRecord fromKafka(LogPartition partition, ConsumerRecord<byte[], byte[]> kafka) {
        byte[] key = kafka.key();
        byte[] value = kafka.value();
        Header[] received = kafka.headers().toArray();
        HeaderMap.Builder headers = new HeaderMap.Builder(received.length);
        for (Header header : received) {
            String name = header.key();
            headers.add(NAMES.getOrDefault(name, name), header.value() == null ? NOTHING : header.value());
        }
        LogRecord record = new LogRecord(
                partition.log(), key == null ? "" : KEYS.text(key), value == null ? NOTHING : value, headers.build());
        return new StoredRecord(partition, kafka.offset(), kafka.timestamp(), record);
    }

    /** The partition Kafka's own clients write a key to. */
    static int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(bytes(key))) % partitions;
    }

    static TopicPartition toKafka(LogPartition partition) {
        return new TopicPartition(partition.log().topicName(), partition.number());
    }

    static LogPartition fromKafka(TopicPartition partition) {
        LogTopic topic = LogTopic.byName(partition.topic())
                .orElseThrow(() -> new IllegalStateException("not a topic of the log: " + partition.topic()));
        return new LogPartition(topic, partition.partition());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

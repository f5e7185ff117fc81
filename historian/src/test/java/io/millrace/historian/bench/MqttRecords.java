package io.millrace.historian.bench;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Records as the log hands them over when clients publish by MQTT in turn: the text of a key is one object for all of
 * its records, everything else was made from bytes just now. Each topic has a time of its own that only moves on. Not
 * thread-safe.
 */
final class MqttRecords {

    static final int TOPICS = 20_000;
    static final int CLIENTS = 50;

    static final List<LogPartition> PARTITIONS = IntStream.range(0, 4)
            .mapToObj(number -> new LogPartition(LogTopic.SAMPLES, number))
            .toList();

    private static final int PAYLOAD_BYTES = 120;

    private final List<String> topics = new ArrayList<>(TOPICS);
    private final long[] offsets = new long[PARTITIONS.size()];
    private final long startMicros;
    private long made;

    /** @param startMicros the time of the first record, microseconds since 1970; a thousand records take a millisecond */
    MqttRecords(long startMicros) {
        this.startMicros = startMicros;
        for (int i = 0; i < TOPICS; i++) {
            topics.add(topic(i % CLIENTS, i / CLIENTS));
        }
    }

    static String topic(int client, int number) {
        return "umh/v1/limeworks/bench/c" + client + "/_historian/t" + number;
    }

    /** The next records, those of one partition together, as the log's batches have them. */
    List<StoredRecord> next(int count) {
        List<List<StoredRecord>> parts = new ArrayList<>();
        PARTITIONS.forEach(any -> parts.add(new ArrayList<>()));
        for (int i = 0; i < count; i++) {
            int topic = (int) (made % TOPICS);
            int partition = Math.floorMod(topics.get(topic).hashCode(), parts.size());
            parts.get(partition).add(record(partition, topic));
            made++;
        }
        List<StoredRecord> all = new ArrayList<>(count);
        parts.forEach(all::addAll);
        return all;
    }

    private StoredRecord record(int partition, int topic) {
        long micros = startMicros + made;
        String client = "bench-" + topic % CLIENTS;
        HeaderMap headers = new HeaderMap.Builder(3)
                .add(name(Headers.ORIGIN), utf8("limeworks/hub/mqtt"))
                .add(name(Headers.SOURCE), utf8(Headers.MQTT_SOURCE_PREFIX + client))
                .add(name(Headers.RECEIVED), utf8(Long.toString(micros + 500)))
                .build();
        String json = "{\"timestamp_us\":" + micros + ",\"value\":" + (1_000_000 + made % 1_000_000) + ".25";
        byte[] payload = utf8(json + " ".repeat(PAYLOAD_BYTES - 1 - json.length()) + "}");
        return new StoredRecord(
                PARTITIONS.get(partition),
                offsets[partition]++,
                micros / 1000,
                new LogRecord(LogTopic.SAMPLES, topics.get(topic), payload, headers));
    }

    /** A header's name comes from the log's bytes too. */
    private static String name(String header) {
        return new String(utf8(header), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.millrace.bench.history;

import io.millrace.bench.LogProducer;
import io.millrace.model.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes samples into a log as ingest does, with the same headers and the same settings: {@code HistorianWriter
 * BOOTSTRAP TOPIC ORIGIN FROM TO TOGETHER RECORDS...}. With TOGETHER above 0 so many at a time go out and are awaited, as when
 * they come second by second; with 0 as many as the producer puts together.
 */
public final class HistorianWriter {

    private final HistorianRecords records;
    private final byte[][] keys;
    private final Header origin;
    private final List<Header> sources = new ArrayList<>();

    private HistorianWriter(HistorianRecords records, String origin) {
        this.records = records;
        this.origin = new RecordHeader(Headers.ORIGIN, utf8(origin));
        this.keys = new byte[records.tags()][];
        for (int tag = 0; tag < keys.length; tag++) {
            keys[tag] = utf8(records.topic(tag));
            sources.add(new RecordHeader(Headers.SOURCE, utf8(Headers.MQTT_SOURCE_PREFIX + records.client(tag))));
        }
    }

    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        HistorianWriter writer =
                new HistorianWriter(HistorianRecords.parse(words.subList(6, words.size())), words.get(2));
        writer.write(
                words.get(0),
                words.get(1),
                Long.parseLong(words.get(3)),
                Long.parseLong(words.get(4)),
                Long.parseLong(words.get(5)));
    }

    private void write(String bootstrap, String topic, long from, long to, long together) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        long begin;
        try (Producer<byte[], byte[]> producer = LogProducer.open(bootstrap, "bench-writer")) {
            producer.partitionsFor(topic);
            begin = System.nanoTime();
            for (long n = from; n < to && failure.get() == null; n++) {
                int tag = records.tag(n);
                producer.send(
                        new ProducerRecord<>(topic, null, keys[tag], records.payload(n), headers(tag, n)),
                        (place, failed) -> {
                            if (failed != null) {
                                failure.set(failed);
                            }
                        });
                if (together > 0 && (n + 1) % together == 0) {
                    producer.flush();
                }
            }
            producer.flush();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the log did not take a record", failed);
        }
        HistorianTool.say(to - from, System.nanoTime() - begin);
    }

    /** No two messages take the same time on their way. */
    private List<Header> headers(int tag, long n) {
        long received = records.micros(n) + 300 + Math.floorMod(n * 7_919, 997);
        return List.of(origin, sources.get(tag), new RecordHeader(Headers.RECEIVED, utf8(Long.toString(received))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.millrace.backbone;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to make a record Kafka's, and ours again: 120 bytes, four headers, 20,000 keys in any order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordsBenchmark {

    private static final int KEYS = 20_000;
    private static final int BYTES = 120;

    private final LogPartition partition = new LogPartition(LogTopic.SAMPLES, 1);
    private final LogRecord[] ours = new LogRecord[KEYS];
    private final byte[][] keys = new byte[KEYS][];
    private final byte[] payload = new byte[BYTES];
    private final byte[][] values = {
        utf8("liege/hub-1/mqtt"),
        utf8("mqtt:gateway-17"),
        utf8("1732280023697123"),
        utf8("mqtt@1732280023697123,ingest@1732280023697145")
    };
    private int next;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Setup
    public void makeRecords() {
        Random random = new Random(7);
        for (int i = 0; i < KEYS; i++) {
            int number = random.nextInt(KEYS);
            String key = "umh/v1/limeworks/liege/hall-" + number / 5_000 + "/machine-" + number / 50 % 100
                    + "/_historian/signals/signal-" + number % 50;
            keys[i] = utf8(key);
            HeaderMap headers = new HeaderMap.Builder(4)
                    .add(Headers.ORIGIN, values[0])
                    .add(Headers.SOURCE, values[1])
                    .add(Headers.RECEIVED, values[2])
                    .add(Headers.TRACE, values[3])
                    .build();
            ours[i] = new LogRecord(LogTopic.SAMPLES, key, payload, headers);
        }
    }

    private int next() {
        next = next + 1 == KEYS ? 0 : next + 1;
        return next;
    }

    @Benchmark
    public Object toKafka() {
        return Records.toKafka(ours[next()]);
    }

    /** With what it costs to make Kafka's record, which Kafka's client does in the hub. */
    @Benchmark
    public Object fromKafka() {
        return Records.fromKafka(partition, kafka());
    }

    /** To be taken off the other. */
    @Benchmark
    public ConsumerRecord<byte[], byte[]> kafka() {
        int number = next();
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(LogTopic.SAMPLES.topicName(), 1, number, keys[number], payload);
        record.headers().add(Headers.ORIGIN, values[0]);
        record.headers().add(Headers.SOURCE, values[1]);
        record.headers().add(Headers.RECEIVED, values[2]);
        record.headers().add(Headers.TRACE, values[3]);
        return record;
    }
}

package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.NAMESPACE;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to read a record of the log, fresh from Kafka's bytes, on 20,000 known topics in any order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordDecoderBenchmark {

    private static final int TOPICS = 20_000;
    private static final int BYTES = 120;

    private final RecordDecoder decoder =
            new RecordDecoder(new KnownTopics(NAMESPACE), new Sources(), Clock.systemUTC());
    private final LogPartition partition = new LogPartition(LogTopic.SAMPLES, 1);
    private final String[] topics = new String[TOPICS];
    private final byte[] origin = utf8("liege/hub-1/mqtt");
    private final byte[] source = utf8("mqtt:gateway-17");
    private final byte[] received = utf8("1732280023697123");
    private final byte[] trace = utf8("mqtt@1732280023697123,ingest@1732280023697145");
    private byte[] payload = new byte[0];
    private int next;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Setup
    public void makeTopics() {
        for (int i = 0; i < TOPICS; i++) {
            topics[i] = "umh/v1/limeworks/liege/hall-" + i / 5_000 + "/machine-" + i / 50 % 100
                    + "/_historian/signals/signal-" + i % 50;
        }
        Collections.shuffle(Arrays.asList(topics), new Random(7));
        String json = "{\"timestamp_us\":1732280023697123,\"value\":1000023.25";
        payload = utf8(json + " ".repeat(BYTES - 1 - json.length()) + "}");
    }

    @Benchmark
    public Object readARecord() {
        next = next + 1 == TOPICS ? 0 : next + 1;
        HeaderMap headers = new HeaderMap.Builder(4)
                .add(Headers.ORIGIN, origin)
                .add(Headers.SOURCE, source)
                .add(Headers.RECEIVED, received)
                .add(Headers.TRACE, trace)
                .build();
        LogRecord record = new LogRecord(LogTopic.SAMPLES, topics[next], payload, headers);
        return decoder.decode(new StoredRecord(partition, next, 1_732_280_023_697L, record), 0, false);
    }
}

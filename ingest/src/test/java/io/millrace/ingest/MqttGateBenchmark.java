package io.millrace.ingest;

import io.millrace.model.LogRecord;
import io.millrace.model.LogWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an MQTT message of 120 bytes costs from the gate to its record and back, on 20,000 topics from 50 clients; the
 * log takes each at once, and costs nothing but the stage it returns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MqttGateBenchmark {

    private static final int TOPICS = 20_000;
    private static final int CLIENTS = 50;
    private static final int BYTES = 120;

    private static final class AtOnce implements LogWriter {
        @Override
        public CompletionStage<Void> write(LogRecord record) {
            CompletableFuture<Void> stage = new CompletableFuture<>();
            stage.complete(null);
            return stage;
        }
    }

    private final MqttMessage[] messages = new MqttMessage[TOPICS];
    private final MqttHeaders headers = new MqttHeaders("liege/hub-1/mqtt");
    private final MqttSource source = MqttSource.of("gateway-17", new LongAdder());
    private final Ingest ingest = new Ingest(
            IngestSettings.of(Bench.NAMESPACE, "liege/hub-1", Path.of("unused")), new AtOnce(), Clock.systemUTC());
    private long micros = System.currentTimeMillis() * 1000;
    private int next;

    @Setup
    public void makeMessages() {
        for (int i = 0; i < TOPICS; i++) {
            String json = "{\"timestamp_us\":" + (micros + i) + ",\"value\":" + (1_000_000 + i) + ".25";
            messages[i] = new MqttMessage(
                    "gateway-" + i % CLIENTS,
                    null,
                    "umh/v1/liege/kilns/kiln-" + i % CLIENTS + "/_historian/burner/temperature-" + i,
                    (json + " ".repeat(BYTES - 1 - json.length()) + "}").getBytes(StandardCharsets.US_ASCII),
                    1,
                    false,
                    false,
                    Map.of());
        }
        Collections.shuffle(Arrays.asList(messages), new Random(7));
    }

    @TearDown
    public void close() {
        ingest.close();
    }

    private MqttMessage next() {
        next = next + 1 == TOPICS ? 0 : next + 1;
        return messages[next];
    }

    @Benchmark
    public Object admitAMessage() {
        return ingest.admit(next());
    }

    @Benchmark
    public Object makeTheHeaders() {
        micros += 20;
        return headers.of(next(), source, micros, micros + 15, false, null);
    }
}

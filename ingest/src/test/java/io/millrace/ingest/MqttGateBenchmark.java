package io.millrace.ingest;

import io.millrace.model.LogRecord;
import io.millrace.model.LogWriter;
import io.millrace.model.Value.DataType;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.ModelName;
import io.millrace.model.contract.Models;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
    private final MqttMessage[] modelled = new MqttMessage[TOPICS];
    private final MqttHeaders headers = new MqttHeaders("liege/hub-1/mqtt");
    private final MqttSource source = MqttSource.of("gateway-17", new LongAdder());
    private final Ingest ingest = new Ingest(
            IngestSettings.of(Bench.NAMESPACE, "liege/hub-1", Path.of("unused")), new AtOnce(), Clock.systemUTC());
    private final Ingest checking = new Ingest(
            new IngestSettings(
                    Bench.NAMESPACE,
                    "liege/hub-1",
                    Path.of("unused"),
                    Routes.defaults(),
                    new ModelSettings(models(), model -> {}),
                    List.of(),
                    IngestLimits.defaults()),
            new AtOnce(),
            Clock.systemUTC());
    private long micros = System.currentTimeMillis() * 1000;
    private int next;

    @Setup
    public void makeMessages() {
        for (int i = 0; i < TOPICS; i++) {
            String json = "{\"timestamp_us\":" + (micros + i) + ",\"value\":" + (1_000_000 + i) + ".25";
            byte[] payload = (json + " ".repeat(BYTES - 1 - json.length()) + "}").getBytes(StandardCharsets.US_ASCII);
            messages[i] = message(i, "_historian", payload);
            modelled[i] = message(i, "_kiln_v1", payload);
        }
        Collections.shuffle(Arrays.asList(messages), new Random(7));
        Collections.shuffle(Arrays.asList(modelled), new Random(7));
    }

    @TearDown
    public void close() {
        ingest.close();
        checking.close();
    }

    private static MqttMessage message(int i, String contract, byte[] payload) {
        return new MqttMessage(
                "gateway-" + i % CLIENTS,
                null,
                "umh/v1/liege/kilns/kiln-" + i % CLIENTS + "/" + contract + "/burner/temperature-" + i,
                payload,
                1,
                false,
                false,
                Map.of());
    }

    private static Models models() {
        Map<String, Field> fields = new HashMap<>();
        for (int i = 0; i < TOPICS; i++) {
            fields.put("temperature-" + i, new Field.Leaf(DataType.NUMBER, "degC", 0.0, 1e9, Set.of(), true, null));
        }
        Field.Group burner = new Field.Group(fields, true, null);
        Model model = new Model(
                ModelName.parse("_kiln_v1"),
                null,
                Model.OnMismatch.QUARANTINE,
                false,
                new Field.Group(Map.of("burner", burner), false, null));
        return new Models(List.of(model), Models.Unknown.BY_NAME);
    }

    private MqttMessage next() {
        next = next + 1 == TOPICS ? 0 : next + 1;
        return messages[next];
    }

    @Benchmark
    public Object admitAMessage() {
        return ingest.admit(next());
    }

    /** The same where each topic is a field of a model. */
    @Benchmark
    public Object admitAMessageByAModel() {
        next = next + 1 == TOPICS ? 0 : next + 1;
        return checking.admit(modelled[next]);
    }

    @Benchmark
    public Object makeTheHeaders() {
        micros += 20;
        return headers.of(next(), source, micros, micros + 15, false, null);
    }
}

package io.millrace.ingest;

import io.millrace.model.LogRecord;
import io.millrace.model.LogWriter;
import io.millrace.model.Quality;
import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.Value;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a device's sample costs from its batch to its record; the log takes each at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SampleWriterBenchmark {

    private static final int BATCHES = 10;
    private static final int BATCH = 1_000;

    private static final class AtOnce implements LogWriter {
        @Override
        public CompletionStage<Void> write(LogRecord record) {
            CompletableFuture<Void> stage = new CompletableFuture<>();
            stage.complete(null);
            return stage;
        }
    }

    private final LogWriter log = new AtOnce();
    private final OwnThread own = new OwnThread("benchmark-aside");
    private final SampleWriter writer = new SampleWriter(
            new RouteWriter(log, new Aside(log, own)),
            TopicRules.of(Routes.defaults()),
            Time.of(Clock.systemUTC()),
            "liege/hub-1/kiln",
            "opcua");
    private final SampleBatch[] batches = new SampleBatch[BATCHES];
    private int next;

    @Setup
    public void makeBatches() {
        long micros = System.currentTimeMillis() * 1000;
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Sample> samples = new ArrayList<>(BATCH);
            for (int i = 0; i < BATCH; i++) {
                Value value = i % 2 == 0 ? Value.of(i) : Value.of(20 + i / 128.0);
                samples.add(Sample.of(
                        Bench.NAMESPACE.topic("liege/kilns/kiln-" + batch, "_historian", "burner/temperature-" + i),
                        micros + i,
                        value,
                        Quality.GOOD));
            }
            batches[batch] = new SampleBatch("kiln", 1, (long) batch * BATCH + 1, micros, samples);
        }
    }

    @TearDown
    public void close() {
        own.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object writeASample() {
        next = next + 1 == BATCHES ? 0 : next + 1;
        return writer.write(batches[next], null);
    }
}

package io.millrace.model;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to read, to check and to write a sample of 120 bytes, or as short as it can be. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PayloadsBenchmark {

    private static final int BYTES = 120;
    /** As many different ones; a power of two. */
    private static final int COUNT = 1 << 10;

    private static final long MICROS = 1_732_280_023_697_123L;

    private final Payloads payloads = new Payloads(Clock.systemUTC());
    private final Topic topic = new Namespace(Namespace.DEFAULT_ROOT)
            .topic("limeworks/liege/kilns/kiln-1", Payloads.HISTORIAN, "burner/temperature");
    private final byte[][] messages = new byte[COUNT][];
    private final Sample[] reals = new Sample[COUNT];
    private final Sample[] wholes = new Sample[COUNT];
    private final Sample[] texts = new Sample[COUNT];
    private int next;

    @Setup
    public void makePayloads() {
        for (int i = 0; i < COUNT; i++) {
            long micros = MICROS + i * 1_013L;
            String json = "{\"timestamp_us\":" + micros + ",\"value\":" + (1_000_000 + i * 977) + ".25";
            // JSON allows spaces before the last brace.
            messages[i] = (json + " ".repeat(BYTES - 1 - json.length()) + "}").getBytes(StandardCharsets.US_ASCII);
            reals[i] = Sample.of(topic, micros, Value.of(20 + i / 128.0), Quality.GOOD);
            wholes[i] = Sample.of(topic, micros, Value.of((long) i * 977), Quality.GOOD);
            texts[i] = Sample.of(topic, micros, Value.of("batch " + i), Quality.GOOD);
        }
    }

    private int next() {
        next = next + 1 & COUNT - 1;
        return next;
    }

    @Benchmark
    public Object readASample() {
        return payloads.read(topic, messages[next()], MICROS);
    }

    /** The way of payloads in any other form. */
    @Benchmark
    public Object readASampleByJackson() {
        return payloads.readJson(topic, messages[next()], MICROS);
    }

    @Benchmark
    public boolean checkASample() {
        return payloads.check(topic, messages[next()]);
    }

    @Benchmark
    public byte[] writeARealNumber() {
        return Payloads.write(reals[next()]);
    }

    @Benchmark
    public byte[] writeAWholeNumber() {
        return Payloads.write(wholes[next()]);
    }

    @Benchmark
    public byte[] writeAText() {
        return Payloads.write(texts[next()]);
    }
}

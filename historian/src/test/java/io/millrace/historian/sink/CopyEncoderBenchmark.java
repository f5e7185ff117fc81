package io.millrace.historian.sink;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a row of {@code millrace.sample} costs before PostgreSQL has it, in batches of 5,000. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CopyEncoderBenchmark {

    private static final int ROWS = 5_000;
    private static final int COLUMNS = 7;

    private final CopyEncoder encoder = new CopyEncoder();
    private long micros = 1_732_280_023_697_123L;

    private void begin(int tag) {
        encoder.row(COLUMNS);
        encoder.timestamp(micros++);
        encoder.int4(tag);
        encoder.int4(0);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int encodeARowWithANumber() {
        encoder.begin();
        for (int i = 0; i < ROWS; i++) {
            begin(i);
            encoder.float8(i / 128.0);
            encoder.nothing();
            encoder.nothing();
            encoder.nothing();
        }
        encoder.end();
        return encoder.length();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int encodeARowWithAText() {
        encoder.begin();
        for (int i = 0; i < ROWS; i++) {
            begin(i);
            encoder.nothing();
            encoder.nothing();
            encoder.text("charge 4711 of the day");
            encoder.nothing();
        }
        encoder.end();
        return encoder.length();
    }
}

package io.millrace.ingest;

import io.millrace.connector.Reading;
import io.millrace.model.Value;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to judge a reading: those of 10,000 tags in turn, as a server sends them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadingFilterBenchmark {

    private static final int TAGS = 10_000;
    private static final long START = 1_732_280_023_697_123L;

    private final ReadingFilter[] filters = new ReadingFilter[TAGS];
    private final ReadingFilter[] settled = new ReadingFilter[TAGS];
    private final Reading[] readings = new Reading[TAGS];
    /** Equal to the others, and other objects: each comes in a message of its own. */
    private final Reading[] again = new Reading[TAGS];

    private long micros = START;
    private int next;

    @Setup
    public void makeFilters() {
        for (int i = 0; i < TAGS; i++) {
            readings[i] = Reading.good(Value.of(20 + i / 128.0));
            again[i] = Reading.good(Value.of(20 + i / 128.0));
            filters[i] = new ReadingFilter(START);
            settled[i] = new ReadingFilter(START);
            if (settled[i].reading(readings[i], START + 1, START + 2) != START + 1) {
                throw new IllegalStateException("a first reading that is nothing new");
            }
        }
    }

    private int next() {
        next = next + 1 == TAGS ? 0 : next + 1;
        return next;
    }

    @Benchmark
    public long judgeANewReading() {
        int tag = next();
        micros++;
        return filters[tag].reading(readings[tag], micros, micros + 500);
    }

    @Benchmark
    public long judgeTheSameAgain() {
        int tag = next();
        return settled[tag].reading(again[tag], START + 1, START + 500);
    }
}

package io.millrace.model;

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

/** What a topic costs that nobody has seen before, out of 20,000. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NamespaceBenchmark {

    private static final int TOPICS = 20_000;

    private final Namespace namespace = new Namespace(Namespace.DEFAULT_ROOT);
    private final String[] paths = new String[TOPICS];
    private int next;

    @Setup
    public void makePaths() {
        for (int i = 0; i < TOPICS; i++) {
            paths[i] = "umh/v1/limeworks/liege/hall-" + i / 5_000 + "/machine-" + i / 50 % 100
                    + "/_historian/signals/signal-" + i % 50;
        }
        Collections.shuffle(Arrays.asList(paths), new Random(7));
    }

    @Benchmark
    public Topic parseATopic() {
        next = next + 1 == TOPICS ? 0 : next + 1;
        return namespace.parse(paths[next]);
    }
}

package io.millrace.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to find out whether a user may publish to a topic, when the last of the filters says so or none. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessListBenchmark {

    private static final int TOPICS = 1_000;

    @Param({"1", "10"})
    public int filters;

    private final String[] own = new String[TOPICS];
    private final String[] others = new String[TOPICS];
    private BrokerUser user = new BrokerUser("gateway", "secret", List.of(), List.of());
    private int next;

    @Setup
    public void makeTopics() {
        List<String> publish = new ArrayList<>();
        for (int i = 1; i < filters; i++) {
            publish.add("umh/v1/limeworks/liege/hall-" + i + "/+/_historian/#");
        }
        publish.add("umh/v1/limeworks/liege/hall-0/+/_historian/#");
        user = new BrokerUser("gateway", "secret", publish, List.of());
        for (int i = 0; i < TOPICS; i++) {
            String below = "/machine-" + i / 50 + "/_historian/signals/signal-" + i % 50;
            own[i] = "umh/v1/limeworks/liege/hall-0" + below;
            others[i] = "umh/v1/limeworks/liege/yard-0" + below;
        }
    }

    private int next() {
        next = next + 1 == TOPICS ? 0 : next + 1;
        return next;
    }

    @Benchmark
    public boolean mayPublish() {
        return AccessList.mayPublish(user, own[next()]);
    }

    @Benchmark
    public boolean mayNotPublish() {
        return AccessList.mayPublish(user, others[next()]);
    }
}

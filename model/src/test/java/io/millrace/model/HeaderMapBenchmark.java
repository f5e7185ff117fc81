package io.millrace.model;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What the four headers of a usual record cost. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderMapBenchmark {

    private final byte[] origin = utf8("liege/hub-1/mqtt");
    private final byte[] source = utf8("mqtt:gateway-17");
    private final byte[] received = utf8("1732280023697123");
    private final byte[] trace = utf8("mqtt@1732280023697123,ingest@1732280023697145");
    private final HeaderMap made = make();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public HeaderMap make() {
        return new HeaderMap.Builder(4)
                .add(Headers.ORIGIN, origin)
                .add(Headers.SOURCE, source)
                .add(Headers.RECEIVED, received)
                .add(Headers.TRACE, trace)
                .build();
    }

    @Benchmark
    public @Nullable String lookUpTheThird() {
        return made.get(Headers.RECEIVED);
    }

    @Benchmark
    public @Nullable String lookUpOneThatIsNotThere() {
        return made.get(Headers.ATTEMPTS);
    }

    @Benchmark
    public void makeAndReadOneAsText(Blackhole hole) {
        hole.consume(make().get(Headers.RECEIVED));
    }
}

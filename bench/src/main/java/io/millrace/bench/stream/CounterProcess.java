package io.millrace.bench.stream;

import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A running {@link Counter}. Used by one thread. */
public final class CounterProcess implements AutoCloseable {

    private static final Duration KILLED = Duration.ofSeconds(10);

    /** The heap of a hub, which the processors of a site have to share. */
    private static final List<String> OPTIONS =
            List.of("-Xmx256m", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=2", "-XX:MaxDirectMemorySize=128m");

    private final ChildProcess child;

    private CounterProcess(ChildProcess child) {
        this.child = child;
    }

    /**
     * Starts it and returns at once.
     *
     * @param folder for what it complains of
     */
    public static CounterProcess start(CounterSettings settings, Path folder) {
        return new CounterProcess(new ChildProcess(
                "counter", Counter.class, OPTIONS, List.of(settings.toJson()), folder.resolve("counter.log")));
    }

    /** Since its start, on all cores together. */
    public Duration processorTime() {
        return child.process().processorTime();
    }

    /** Of the store of RocksDB too, as that is in the process; where the system tells. */
    public Optional<Long> residentBytes() {
        return child.residentBytes();
    }

    /** @throws StageException when it ended by itself; with its last words */
    public void check() {
        child.check();
    }

    /** {@code kill -9}, and waits for the end. */
    public void kill() {
        child.process().destroy();
        if (!child.awaitEnd(KILLED)) {
            throw child.failure("survived its kill -9");
        }
    }

    /** Ends it; nobody needs what it keeps. */
    @Override
    public void close() {
        child.process().close();
    }
}

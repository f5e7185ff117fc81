package io.millrace.bench.stream;

import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running {@link MachineLoad}. Used by one thread. */
public final class MachineLoadProcess implements AutoCloseable {

    private final ChildProcess child;
    private final Path result;

    private MachineLoadProcess(ChildProcess child, Path result) {
        this.child = child;
        this.result = result;
    }

    /**
     * Starts it and returns at once.
     *
     * @param folder a new one, for its result and for what it complains of
     */
    public static MachineLoadProcess start(MachineLoadSettings settings, Path folder) {
        Path result = folder.resolve("result.json");
        return new MachineLoadProcess(
                new ChildProcess(
                        "generator",
                        MachineLoad.class,
                        List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=64m"),
                        List.of(settings.toJson(), result.toString()),
                        folder.resolve("generator.log")),
                result);
    }

    /** Since its start, on all cores together. */
    public Duration processorTime() {
        return child.process().processorTime();
    }

    /**
     * Sees whether it still runs; one that gives up ends early and leaves its reason in its result.
     *
     * @throws StageException when it has ended; with its reason
     */
    public void check() {
        if (child.process().exitCode().isPresent()) {
            MachineLoadResult early = result(Duration.ZERO);
            throw child.failure("ended too early, after " + early.sent() + " messages");
        }
    }

    /**
     * Waits for its end.
     *
     * @throws LateException when it came too late to count
     * @throws StageException when it does not end in time, or failed
     */
    public MachineLoadResult result(Duration limit) {
        if (!child.awaitEnd(limit)) {
            throw child.failure("does not end within " + limit.toSeconds() + " s");
        }
        try {
            MachineLoadResult found = MachineLoadResult.read(result);
            if (!found.failure().isEmpty()) {
                StageException failure = child.failure("gave up (" + found.failure() + ")");
                throw found.failure().equals(MachineLoadResult.LATE) ? new LateException(failure) : failure;
            }
            return found;
        } catch (IOException none) {
            throw child.failure("ended without a result");
        }
    }

    @Override
    public void close() {
        child.process().close();
    }
}

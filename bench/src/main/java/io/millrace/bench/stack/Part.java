package io.millrace.bench.stack;

import java.time.Duration;
import java.util.Optional;

/** A running process of a stack, with those it started. */
public interface Part extends AutoCloseable {

    /** What people call it: {@code Mosquitto}. */
    String name();

    /**
     * Processor time since its start, on all cores together.
     *
     * @throws io.millrace.stage.StageException when it has ended, or the system does not tell
     */
    Duration processorTime();

    /** Resident memory, where the system tells. */
    Optional<Long> residentBytes();

    /**
     * Sees whether it still runs.
     *
     * @throws io.millrace.stage.StageException when it ended by itself; with its last words
     */
    void check();

    /** Asks it to end, and ends it when it does not. Idempotent. */
    @Override
    void close();
}

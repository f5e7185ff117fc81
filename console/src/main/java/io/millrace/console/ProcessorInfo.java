package io.millrace.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A processor of the site file, and what it has done in this process.
 *
 * @param kind such as {@code counter}
 * @param revision tells this configuration of it from others
 * @param location location path without the root; {@code +} stands for any one segment
 * @param reads what it takes; the first that fits a topic takes it
 * @param writes topic filters from the root on that cover all it may write
 * @param lateness how long after newer ones an input may come and still be put in its place
 * @param patience how long it waits for inputs before it says what follows from their absence
 * @param instances at home in this process now
 * @param problem why the last input that was refused was refused
 */
public record ProcessorInfo(
        String name,
        String kind,
        String revision,
        String location,
        List<Read> reads,
        List<String> writes,
        Duration lateness,
        Duration patience,
        ProcessorState state,
        long instances,
        Counts counts,
        @Nullable String problem,
        @Nullable Instant problemAt) {

    /**
     * @param role how its options call this input
     * @param filter topic filter from the root on
     */
    public record Read(String role, String filter) {}

    /**
     * Since the process started.
     *
     * @param outputs corrections included
     * @param corrections of what it had said before
     * @param late inputs that came after newer ones and were put in their place
     * @param tooLate inputs that came too late to change anything
     * @param duplicates inputs that were there already
     * @param refused inputs that could not be used, and are in quarantine
     */
    public record Counts(
            long inputs, long outputs, long corrections, long late, long tooLate, long duplicates, long refused) {

        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
    }

    public ProcessorInfo {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(revision);
        Objects.requireNonNull(location);
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
        Objects.requireNonNull(lateness);
        Objects.requireNonNull(patience);
        Objects.requireNonNull(state);
        Objects.requireNonNull(counts);
    }
}

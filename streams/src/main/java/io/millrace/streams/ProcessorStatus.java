package io.millrace.streams;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a processor does in this process, since it started.
 *
 * @param degraded whether it has refused many inputs in a row and taken none, or many outputs in a row did not fit
 * @param instances at home here now
 * @param outputs corrections included
 * @param corrections of what had been said before
 * @param late inputs that came after newer ones and were put in their place
 * @param tooLate inputs that came after all they could change was settled, and changed nothing
 * @param duplicates inputs that were there already
 * @param refused inputs that could not be used and outputs that do not fit their model: they are in quarantine
 * @param problem why the last one was refused
 */
public record ProcessorStatus(
        String name,
        String kind,
        String revision,
        boolean degraded,
        long instances,
        long inputs,
        long outputs,
        long corrections,
        long late,
        long tooLate,
        long duplicates,
        long refused,
        @Nullable String problem,
        @Nullable Instant problemAt) {}

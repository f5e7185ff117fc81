package io.millrace.process.trial;

/**
 * What a trial came to.
 *
 * @param inputs that reached an instance
 * @param outputs corrections included
 * @param corrections of what had been said before
 * @param late inputs that came after newer ones and were put in their place
 * @param tooLate inputs that came after all they could change was settled, and changed nothing
 * @param duplicates inputs that were there already
 * @param refused inputs that could not be used
 * @param withoutKey inputs that belong to no instance, as they carry no key
 * @param firstMicros time of the oldest input, microseconds since 1970; meaningless without inputs
 * @param lastMicros time of the newest input
 */
public record Totals(
        long inputs,
        long outputs,
        long corrections,
        long late,
        long tooLate,
        long duplicates,
        long refused,
        long withoutKey,
        long instances,
        long firstMicros,
        long lastMicros) {}

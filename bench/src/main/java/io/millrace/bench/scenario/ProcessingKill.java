package io.millrace.bench.scenario;

/**
 * A counter that was killed half way through a catch-up, and went on.
 *
 * @param inputs records in the log
 * @param done of these, when it was killed
 * @param counters topics that they are of
 * @param counts what it has written in the end
 * @param secondsToGoOn from its second start until it had done more than before
 */
record ProcessingKill(long inputs, long done, long counters, ProcessingLog.Counts counts, double secondsToGoOn) {

    /** Inputs counted twice, or, below zero, never. */
    long samplesTooMany() {
        return counts.samples() - inputs;
    }

    /** Each input has one count. */
    long recordsTooMany() {
        return counts.records() - inputs;
    }

    /** Each message of a counter says one piece more; its first only says where it stands. */
    long piecesTooMany() {
        return counts.pieces() - (inputs - counters);
    }

    boolean isExact() {
        return samplesTooMany() == 0 && recordsTooMany() == 0 && piecesTooMany() == 0;
    }
}

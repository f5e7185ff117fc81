package io.millrace.bench.scenario;

/**
 * A hub that was killed half way through a catch-up, log and processors together, and went on.
 *
 * @param inputs in the log
 * @param done of these, when it was killed
 * @param tooMuch what was told in the end, less what should have been
 * @param secondsToGoOn from its second start until it had done more than before
 */
record ProcessingKill(long inputs, long done, ProcessingTold tooMuch, double secondsToGoOn) {

    boolean isExact() {
        return tooMuch.isNothing();
    }
}

package io.millrace.bench.scenario;

import java.util.List;

/**
 * What became of the values that a device made in the time in which was counted.
 *
 * @param seconds the length of that time
 * @param made values the device showed or handed out
 * @param storedInTime values that became rows within the time
 * @param missing values that are no rows after everything has come to rest
 * @param waitingBefore values made and not yet stored at the beginning
 * @param waitingAfter the same at the end
 * @param waitingHighest the most seen between
 * @param rowMillis from a value's time to the commit of its row: p50, p99, p99.9; empty when there are none
 * @param processor used in the time
 * @param residentBytes most resident memory of the hub's process
 */
record TagsResult(
        TagsLoad load,
        double seconds,
        long made,
        long storedInTime,
        long missing,
        long waitingBefore,
        long waitingAfter,
        long waitingHighest,
        List<Double> rowMillis,
        TagsProcessor processor,
        long residentBytes) {

    /** Of what was to be made, so much must have been. */
    private static final double ENOUGH = 0.99;
    /** The historian commits in bunches: what waits may differ by this much of a second without growing. */
    private static final double BUNCH_SECONDS = 0.5;

    private static final double GROWTH = 0.01;

    TagsResult {
        rowMillis = List.copyOf(rowMillis);
    }

    double storedPerSecond() {
        return storedInTime / seconds;
    }

    double madePerSecond() {
        return made / seconds;
    }

    /** Whether all that was to be made was made and stored, and nothing piled up. */
    boolean held() {
        double growth = Math.max(GROWTH * made, BUNCH_SECONDS * load.rate());
        return missing == 0 && madePerSecond() >= ENOUGH * load.rate() && waitingAfter - waitingBefore <= growth;
    }

    double perMillion(double processorSeconds) {
        return processorSeconds / (storedInTime / 1e6);
    }
}

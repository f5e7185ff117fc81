package io.millrace.bench.scenario;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What became of one step.
 *
 * @param rate messages a second that were asked for
 * @param known tags that the hub had stored before it was counted, or when it was given up
 * @param slices of the time in which was counted; empty when it did not come to that
 * @param lagBefore messages that waited for their row when counting began
 * @param lagAfter the same when it ended
 * @param lagHighest the most seen between
 * @param residentBytes most resident memory of the hub's process
 * @param heapBytes what its heap held that was still in use, when everything had come to rest
 * @param restartSeconds from the command to ready, with these tags
 * @param trouble what the hub did not manage, a sentence; empty when there was nothing
 */
record GrowthResult(
        GrowthStep step,
        int rate,
        long known,
        List<GrowthSlice> slices,
        long lagBefore,
        long lagAfter,
        long lagHighest,
        long residentBytes,
        OptionalLong heapBytes,
        OptionalDouble restartSeconds,
        String trouble) {

    private static final double SHARE = 0.99;

    GrowthResult {
        slices = List.copyOf(slices);
    }

    static GrowthResult failed(GrowthStep step, int rate, long known, OptionalLong heapBytes, String trouble) {
        return new GrowthResult(step, rate, known, List.of(), 0, 0, 0, 0, heapBytes, OptionalDouble.empty(), trouble);
    }

    boolean isMeasured() {
        return !slices.isEmpty();
    }

    /** Whether there is nothing to be said against it. */
    boolean isManaged() {
        return verdict().isEmpty();
    }

    /** What the hub did not manage; empty when it managed everything. */
    String verdict() {
        if (!trouble.isEmpty() || !isMeasured()) {
            return trouble;
        }
        double seconds = slices.stream().mapToDouble(GrowthSlice::seconds).sum();
        long logged = slices.stream().mapToLong(GrowthSlice::logged).sum();
        if (known < step.tags()) {
            return "Only " + GrowthStep.count(known) + " of the tags were stored when counting began.";
        }
        if (logged < SHARE * rate * seconds) {
            return "Only " + GrowthStep.count(Math.round(logged / seconds)) + " of " + GrowthStep.count(rate)
                    + " messages/s went through.";
        }
        if (lagAfter - lagBefore > (1 - SHARE) * rate * seconds) {
            return GrowthStep.count(lagAfter - lagBefore)
                    + " more messages waited for their row at the end than at the beginning.";
        }
        return "";
    }
}

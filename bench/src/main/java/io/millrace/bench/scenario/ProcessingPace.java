package io.millrace.bench.scenario;

import io.millrace.bench.stream.PieceLoadResult;

/**
 * A counter at a steady rate.
 *
 * @param rate inputs a second that were asked for
 * @param load what the generator found
 * @param lagBefore inputs without a committed count at the beginning
 * @param lagAfter the same at the end
 * @param counterSeconds processor time of the counter for a million inputs
 * @param logSeconds processor time of the hub for a million inputs
 * @param loadSeconds processor time of the generator, which reads the counts too, for a million inputs
 * @param residentBytes most resident memory of the counter
 */
record ProcessingPace(
        double rate,
        PieceLoadResult load,
        long lagBefore,
        long lagAfter,
        double counterSeconds,
        double logSeconds,
        double loadSeconds,
        long residentBytes) {

    private static final double GROWTH = 0.01;

    /** Whether everything came, and nothing piled up; a commit's worth of inputs waits at any time. */
    boolean held() {
        return load.seen() == load.counted()
                && load.acknowledged() == load.sent()
                && lagAfter - lagBefore <= Math.max(GROWTH * load.counted(), rate / 2);
    }

    /** p50, p99 or p99.9; NaN when nothing came. */
    double millis(int percentile) {
        return load.lateMicros().isEmpty() ? Double.NaN : load.lateMicros().get(percentile) / 1e3;
    }
}

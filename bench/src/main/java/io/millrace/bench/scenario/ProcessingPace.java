package io.millrace.bench.scenario;

import io.millrace.bench.stream.MachineLoadResult;

/**
 * Processors at a steady rate.
 *
 * @param rate inputs a second that were asked for
 * @param load what the generator found
 * @param lagBefore records of the log that were not done with at the beginning
 * @param lagAfter the same at the end
 * @param hubSeconds processor time of the hub, its log included, for a million inputs
 * @param loadSeconds processor time of the generator, which reads the outputs too, for a million inputs
 * @param residentBytes most resident memory of the hub
 */
record ProcessingPace(
        double rate,
        MachineLoadResult load,
        long lagBefore,
        long lagAfter,
        double hubSeconds,
        double loadSeconds,
        long residentBytes) {

    private static final double GROWTH = 0.01;

    /** Whether everything came, and nothing piled up; a commit's worth of records waits at any time. */
    boolean held() {
        return load.seen() == load.counted()
                && load.acknowledged() == load.sent()
                && lagAfter - lagBefore <= Math.max(GROWTH * load.sent(), rate);
    }

    /** p50, p99 or p99.9; NaN when nothing came. */
    double millis(int percentile) {
        return load.lateMicros().isEmpty() ? Double.NaN : load.lateMicros().get(percentile) / 1e3;
    }
}

package io.millrace.ingest;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds of memory and time.
 *
 * @param topics how many parsed topics are remembered
 * @param sources how many MQTT clients have figures of their own; the others share one
 * @param batch greatest number of samples of one connection handed to the log at once
 * @param batchesInFlight how many such batches of one connection may wait for the log
 * @param monitorAgain how often a device is asked anew to monitor its tags while it says of one that it is Bad, because
 *     the tag may have been unknown only until the program of the PLC was loaded
 * @param stop how long {@link Ingest#close} may take
 */
public record IngestLimits(
        int topics, int sources, int batch, int batchesInFlight, Duration monitorAgain, Duration stop) {

    public IngestLimits {
        Objects.requireNonNull(monitorAgain);
        Objects.requireNonNull(stop);
        if (topics < 1 || sources < 1 || batch < 1 || batchesInFlight < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
        if (monitorAgain.isNegative() || monitorAgain.isZero()) {
            throw new IllegalArgumentException("monitorAgain must be positive: " + monitorAgain);
        }
    }

    public static IngestLimits defaults() {
        return new IngestLimits(100_000, 200, 1000, 8, Duration.ofMinutes(1), Duration.ofSeconds(5));
    }
}

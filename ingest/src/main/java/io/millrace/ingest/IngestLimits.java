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
 * @param stop how long {@link Ingest#close} may take
 */
public record IngestLimits(int topics, int sources, int batch, int batchesInFlight, Duration stop) {

    public IngestLimits {
        Objects.requireNonNull(stop);
        if (topics < 1 || sources < 1 || batch < 1 || batchesInFlight < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }

    public static IngestLimits defaults() {
        return new IngestLimits(100_000, 200, 1000, 8, Duration.ofSeconds(5));
    }
}

package io.millrace.model;

import java.util.List;
import java.util.Objects;

/**
 * Samples of one connection, in the order in which they were received.
 *
 * @param source name of the connection
 * @param epoch which life of the connection they belong to; grows with every new session and never repeats for a source
 * @param firstSequence number of the first sample within the epoch; the following ones count up by one
 * @param receivedMicros when the hub received them, microseconds since 1970
 * @param samples at least one
 */
public record SampleBatch(String source, long epoch, long firstSequence, long receivedMicros, List<Sample> samples) {

    public SampleBatch {
        Objects.requireNonNull(source);
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("an empty batch");
        }
    }
}

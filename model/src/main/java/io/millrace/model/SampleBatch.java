package io.millrace.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Samples of one connection, in the order in which they were received.
 *
 * @param source name of the connection
 * @param epoch which life of the connection they belong to; grows with every new session and never repeats for a source
 * @param firstSequence number of the first sample within the epoch; the following ones count up by one, but for those left
 *     out, which have none
 * @param receivedMicros when the hub received them, microseconds since 1970
 * @param samples at least one
 * @param leftOut by their positions, those that a filter left out, with its name ({@link Headers#FILTERED})
 */
public record SampleBatch(
        String source,
        long epoch,
        long firstSequence,
        long receivedMicros,
        List<Sample> samples,
        Map<Integer, String> leftOut) {

    public SampleBatch {
        Objects.requireNonNull(source);
        samples = List.copyOf(samples);
        leftOut = Map.copyOf(leftOut);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("an empty batch");
        }
    }

    /** With nothing that was left out. */
    public SampleBatch(String source, long epoch, long firstSequence, long receivedMicros, List<Sample> samples) {
        this(source, epoch, firstSequence, receivedMicros, samples, Map.of());
    }

    /** How many of the samples count: those that no filter left out. */
    public int passed() {
        return samples.size() - leftOut.size();
    }
}

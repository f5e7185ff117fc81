package io.millrace.historian;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reduced history of one numeric tag (booleans count as 0 and 1).
 *
 * @param from inclusive
 * @param to exclusive
 * @param buckets in time order; buckets without any sample are absent, which is how a gap shows
 * @param before the last good value before {@code from}, which holds until the first bucket; absent when there is none
 */
public record Trend(
        String topic,
        Instant from,
        Instant to,
        List<Bucket> buckets,
        @Nullable Bucket before) {

    public Trend {
        buckets = List.copyOf(buckets);
    }

    /**
     * The samples of one span of time.
     *
     * @param start of the span
     * @param first value of the earliest good sample; first, last, min and max are absent when none is good
     * @param firstTime of the earliest good sample
     * @param lastTime of the latest good sample
     * @param good number of samples with a Good or Uncertain quality and a number
     * @param bad number of samples with a Bad quality
     * @param lastBad whether the latest sample of the span is Bad: the value does not hold on after it
     */
    public record Bucket(
            Instant start,
            @Nullable Double first,
            @Nullable Double last,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Instant firstTime,
            @Nullable Instant lastTime,
            long good,
            long bad,
            boolean lastBad) {}
}

package io.millrace.bench.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Times in microseconds. */
final class Micros {

    private static final long HIGHEST = TimeUnit.MINUTES.toMicros(2);

    /** The wall clock is read once; from then on the steady clock counts, which is also cheaper. */
    private static final long OFFSET = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis())
            - TimeUnit.NANOSECONDS.toMicros(System.nanoTime());

    private Micros() {}

    /** Since 1970. */
    static long now() {
        return OFFSET + System.nanoTime() / 1_000;
    }

    static Histogram histogram() {
        return new Histogram(HIGHEST, 3);
    }

    static long within(long micros) {
        return Math.max(0, Math.min(HIGHEST, micros));
    }

    /** p50, p99, p99.9; empty when nothing was noted. */
    static List<Long> percentiles(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? List.of()
                : List.of(
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(99),
                        histogram.getValueAtPercentile(99.9));
    }
}

package io.millrace.process.window;

import io.millrace.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * The area below the steps that values make over time.
 *
 * @param area value times microseconds
 * @param micros for how long a value was valid
 * @param doubtful whether one of those values was less than Good
 */
record Weight(SteadySum area, long micros, boolean doubtful) {

    static final Weight NONE = new Weight(SteadySum.ZERO, 0, false);

    /**
     * With what a value held between two times, as far as it was valid.
     *
     * @param longest for how many microseconds a value is valid at most
     */
    Weight plus(@Nullable Hold hold, long from, long to, long longest) {
        if (hold == null) {
            return this;
        }
        long begin = Math.max(from, hold.since());
        long length = Math.min(to, hold.until(longest)) - begin;
        return length <= 0
                ? this
                : new Weight(
                        area.plusProduct(hold.value(), (double) length), micros + length, doubtful || hold.doubtful());
    }

    Weight plus(Weight other) {
        return new Weight(area.plus(other.area), micros + other.micros, doubtful || other.doubtful);
    }

    /** The mean over the time for which a value was valid, which is not none; null when it is larger than any number. */
    @Nullable
    Value mean() {
        return Numbers.finite(area.over((double) micros));
    }
}

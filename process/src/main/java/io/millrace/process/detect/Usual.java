package io.millrace.process.detect;

import org.jspecify.annotations.Nullable;

/**
 * What a control chart measures against: given by a person, or learnt from the first values and kept from then on.
 *
 * @param mean null where it is to be learnt
 * @param sigma null where it is to be learnt
 * @param warmUp so many values are learnt
 * @param minSigma the least deviation it measures with
 */
record Usual(@Nullable Double mean, @Nullable Double sigma, int warmUp, double minSigma) {

    /** A mean and a deviation above 0, in the unit of the tag. */
    record Known(double mean, double sigma) {}

    /** Absent as long as too few values are learnt, or all of them are equal: then there is nothing to measure with. */
    @Nullable
    Known of(Baseline learnt) {
        if (mean != null && sigma != null) {
            return new Known(mean, Math.max(sigma, minSigma));
        }
        double deviation = Math.max(learnt.sigma(), minSigma);
        return learnt.count() < warmUp || deviation == 0 ? null : new Known(learnt.mean(), deviation);
    }
}

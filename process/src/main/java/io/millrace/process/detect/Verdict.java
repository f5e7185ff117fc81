package io.millrace.process.detect;

/**
 * What a method says of one value.
 *
 * @param score how far it is from the usual, in what the method measures with; comparable with its limit
 * @param expected what would have been usual, in the unit of the tag
 * @param low a value below it would have had a score above the limit
 * @param high a value above it would have had a score above the limit
 */
record Verdict(double score, double expected, double low, double high) {

    /** No score is greater: what cannot be measured, because nothing ever differed, is as far off as can be. */
    static final double MOST = 1000;

    /** Of a value by its distance to an expected one. */
    static Verdict around(double value, double expected, double sigma, double limit) {
        return new Verdict(
                sigmas(value - expected, sigma), expected, expected - limit * sigma, expected + limit * sigma);
    }

    /** A distance in sigmas, at most {@link #MOST}; where sigma is 0 every distance is as far off as can be. */
    static double sigmas(double distance, double sigma) {
        return distance == 0 ? 0 : Math.min(MOST, Math.abs(distance) / sigma);
    }
}

package io.millrace.process.window;

/**
 * A value that is valid until the next one.
 *
 * @param since when it came, microseconds since 1970
 * @param doubtful whether its quality was less than Good
 */
record Hold(double value, long since, boolean doubtful) {

    /** The end of its validity; past everything where {@code longest} is {@link Long#MAX_VALUE}. */
    long until(long longest) {
        return longest == Long.MAX_VALUE ? Long.MAX_VALUE : since + longest;
    }
}

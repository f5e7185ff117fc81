package io.millrace.process.recompute;

/**
 * What is computed again. All times are microseconds since 1970.
 *
 * @param beginMicros inputs from here on are used, so that the rule knows what it would have known at {@code fromMicros}
 * @param fromMicros outputs of this time and later are compared
 * @param toMicros outputs of this time and later are not
 * @param settledMicros what follows from inputs or silence up to here is told for good: no late input can change it
 * @param endMicros inputs up to here are used, for what they say of the time before {@code toMicros}; what follows from those
 *     after {@code settledMicros} is open, and not compared
 */
public record Span(long beginMicros, long fromMicros, long toMicros, long settledMicros, long endMicros) {

    public Span {
        if (beginMicros > fromMicros || fromMicros >= toMicros || toMicros > endMicros) {
            throw new IllegalArgumentException("the times of a span do not follow each other");
        }
    }

    boolean compares(long micros) {
        return fromMicros <= micros && micros < toMicros;
    }

    /** How far a time lies in what is used, 0 to 1. */
    public double share(long micros) {
        return Math.max(0, Math.min(1, (double) (micros - beginMicros) / Math.max(1, endMicros - beginMicros)));
    }
}

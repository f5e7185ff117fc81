package io.millrace.process.window;

import io.millrace.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * A sum of numbers: exact as long as they are whole and 64 bits hold it, steady otherwise.
 *
 * @param whole the sum of the whole numbers, as far as it is not in {@code real}
 * @param real the sum of all others
 * @param isReal whether the sum is no whole number any more
 */
record Total(long whole, SteadySum real, boolean isReal) {

    static final Total ZERO = new Total(0, SteadySum.ZERO, false);

    Total plus(Value number) {
        if (number instanceof Value.Whole added) {
            return plusWhole(added.value());
        }
        return new Total(whole, real.plus(Numbers.real(number)), true);
    }

    Total plus(Total other) {
        Total sum = plusWhole(other.whole);
        return other.isReal ? new Total(sum.whole, sum.real.plus(other.real), true) : sum;
    }

    private Total plusWhole(long added) {
        long sum = whole + added;
        boolean overflows = ((whole ^ sum) & (added ^ sum)) < 0;
        return overflows ? new Total(added, real.plus(whole), true) : new Total(sum, real, isReal);
    }

    /** The sum; null when it is larger than any number. */
    @Nullable
    Value value() {
        return isReal ? Numbers.finite(steady().value()) : Value.of(whole);
    }

    /** The sum over a count; null when it is larger than any number. */
    @Nullable
    Value over(long count) {
        return Numbers.finite(steady().over(count));
    }

    private SteadySum steady() {
        return real.plus(whole);
    }
}

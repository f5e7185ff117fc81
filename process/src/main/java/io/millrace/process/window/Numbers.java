package io.millrace.process.window;

import io.millrace.model.Value;
import org.jspecify.annotations.Nullable;

/** Values as numbers to compute with. */
final class Numbers {

    private Numbers() {}

    /** The number of a value: true is 1, false 0. Null for text. */
    static @Nullable Value of(Value value) {
        if (value instanceof Value.Bool bool) {
            return Value.of(bool.value() ? 1L : 0L);
        }
        return value instanceof Value.Text ? null : value;
    }

    static double real(Value number) {
        return number instanceof Value.Whole whole ? (double) whole.value() : ((Value.Real) number).value();
    }

    /** Null when it is larger than any number, or none. */
    static @Nullable Value finite(double number) {
        return Double.isFinite(number) ? Value.of(number) : null;
    }

    static @Nullable Value smaller(@Nullable Value one, @Nullable Value other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return compare(one, other) <= 0 ? one : other;
    }

    static @Nullable Value larger(@Nullable Value one, @Nullable Value other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return compare(one, other) >= 0 ? one : other;
    }

    private static int compare(Value one, Value other) {
        if (one instanceof Value.Whole whole && other instanceof Value.Whole otherWhole) {
            return Long.compare(whole.value(), otherWhole.value());
        }
        return Double.compare(real(one), real(other));
    }
}

package io.millrace.connector;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import org.jspecify.annotations.Nullable;

/** Turns what protocols deliver into values. */
public final class Readings {

    private Readings() {}

    /**
     * A real number as a reading. NaN and infinities, which devices send for a broken sensor and which JSON cannot
     * carry, become a reading without value and with the quality Bad_OutOfRange.
     */
    public static Reading real(double number) {
        return Double.isFinite(number)
                ? Reading.good(Value.of(number))
                : Reading.bad(Quality.BAD_OUT_OF_RANGE, Double.toString(number));
    }

    /** The value of a real number, or null where it has none. */
    public static @Nullable Value finite(double number) {
        return Double.isFinite(number) ? Value.of(number) : null;
    }
}

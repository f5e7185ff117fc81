package io.millrace.production.oee;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/**
 * A part of a whole, exact until somebody asks for a number; or the reason why there is none.
 *
 * @param whole 0 where there is no ratio
 * @param absent why there is none, as a sentence; empty where there is one
 */
public record Ratio(long part, long whole, String absent) {

    private static final int PLACES = 6;

    public static Ratio of(long part, long whole) {
        if (whole <= 0) {
            throw new IllegalArgumentException("a ratio of nothing: " + part + " / " + whole);
        }
        return new Ratio(part, whole, "");
    }

    public static Ratio absent(String why) {
        return new Ratio(0, 0, why);
    }

    public boolean isPresent() {
        return whole > 0;
    }

    /** 0.5 for a half; empty where there is none. Not limited to 1. */
    public OptionalDouble value() {
        return isPresent() ? OptionalDouble.of((double) part / whole) : OptionalDouble.empty();
    }

    /** Rounded half up to six places, so that the same ratio is the same text everywhere; empty where there is none. */
    public String text() {
        return isPresent()
                ? BigDecimal.valueOf(part)
                        .divide(BigDecimal.valueOf(whole), PLACES, RoundingMode.HALF_UP)
                        .toPlainString()
                : "";
    }
}

package io.millrace.process.expression;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Arithmetic as a person means it: whole numbers stay whole and exact, a real number on either side makes the result
 * real, and a quotient is always real. Whatever has no finite result is refused, so there is no NaN anywhere. Arguments
 * are {@link Long} or {@link Double}.
 */
final class Numbers {

    private static final double MAX_PLAIN = 1e15;

    private Numbers() {}

    private static boolean whole(Number a, Number b) {
        return a instanceof Long && b instanceof Long;
    }

    static Number add(Number a, Number b) {
        try {
            return whole(a, b)
                    ? (Number) Math.addExact(a.longValue(), b.longValue())
                    : (Number) finite(a.doubleValue() + b.doubleValue(), a, " + ", b);
        } catch (ArithmeticException overflow) {
            throw overflow(a + " + " + b);
        }
    }

    static Number subtract(Number a, Number b) {
        try {
            return whole(a, b)
                    ? (Number) Math.subtractExact(a.longValue(), b.longValue())
                    : (Number) finite(a.doubleValue() - b.doubleValue(), a, " - ", b);
        } catch (ArithmeticException overflow) {
            throw overflow(a + " - " + b);
        }
    }

    static Number multiply(Number a, Number b) {
        try {
            return whole(a, b)
                    ? (Number) Math.multiplyExact(a.longValue(), b.longValue())
                    : (Number) finite(a.doubleValue() * b.doubleValue(), a, " * ", b);
        } catch (ArithmeticException overflow) {
            throw overflow(a + " * " + b);
        }
    }

    static Number negate(Number a) {
        try {
            return a instanceof Long ? (Number) Math.negateExact(a.longValue()) : (Number) (-a.doubleValue());
        } catch (ArithmeticException overflow) {
            throw overflow("-" + a);
        }
    }

    static Double divide(Number a, Number b) {
        double divisor = b.doubleValue();
        if (divisor == 0) {
            throw byZero(a + " / 0");
        }
        return finite(a.doubleValue() / divisor, a, " / ", b);
    }

    /** The quotient without its fraction, towards zero, as a PLC divides whole numbers. */
    static Long div(Long a, Long b) {
        if (b == 0) {
            throw byZero("div(" + a + ", 0)");
        }
        if (a == Long.MIN_VALUE && b == -1) {
            throw overflow("div(" + a + ", -1)");
        }
        return a / b;
    }

    /** What a division leaves, with the sign of {@code a}. */
    static Number remainder(Number a, Number b) {
        if (b.doubleValue() == 0) {
            throw byZero(a + " % 0");
        }
        if (whole(a, b)) {
            return a.longValue() % b.longValue();
        }
        return a.doubleValue() % b.doubleValue();
    }

    /** Exact also where a whole number has more digits than a real one can hold. */
    static int compare(Number a, Number b) {
        if (whole(a, b)) {
            return Long.compare(a.longValue(), b.longValue());
        }
        if (a instanceof Long != b instanceof Long) {
            return exact(a).compareTo(exact(b));
        }
        double left = a.doubleValue();
        double right = b.doubleValue();
        return left < right ? -1 : left > right ? 1 : 0; // -0.0 is 0
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long ? BigDecimal.valueOf(number.longValue()) : new BigDecimal(number.doubleValue());
    }

    static Number abs(Number a) {
        return a instanceof Long && a.longValue() < 0
                ? negate(a)
                : a instanceof Long ? a : (Number) Math.abs(a.doubleValue());
    }

    static Number min(Number a, Number b) {
        Number least = compare(a, b) <= 0 ? a : b;
        return whole(a, b) ? least : (Number) least.doubleValue();
    }

    static Number max(Number a, Number b) {
        Number greatest = compare(a, b) >= 0 ? a : b;
        return whole(a, b) ? greatest : (Number) greatest.doubleValue();
    }

    static Number clamp(Number value, Number low, Number high) {
        if (compare(low, high) > 0) {
            throw problem("number-illegal", "clamp has a low end of " + low + " above its high end of " + high + ".");
        }
        return max(min(value, high), low);
    }

    /** The nearest whole number; halves go away from zero, as a person rounds. */
    static Long round(Number a) {
        return a instanceof Long whole ? whole : toLong(a.doubleValue(), RoundingMode.HALF_UP);
    }

    /** @param places after the point, 0 to 15 */
    static Double round(Number a, Number places) {
        double digits = places.doubleValue();
        if (digits != Math.rint(digits) || digits < 0 || digits > 15) {
            throw problem("number-illegal", "round takes 0 to 15 places, not " + places + ".");
        }
        return BigDecimal.valueOf(a.doubleValue())
                .setScale((int) digits, RoundingMode.HALF_UP)
                .doubleValue();
    }

    static Long floor(Number a) {
        return a instanceof Long whole ? whole : toLong(a.doubleValue(), RoundingMode.FLOOR);
    }

    static Long ceil(Number a) {
        return a instanceof Long whole ? whole : toLong(a.doubleValue(), RoundingMode.CEILING);
    }

    /** The whole part, towards zero. */
    static Long truncate(Number a) {
        return a instanceof Long whole ? whole : toLong(a.doubleValue(), RoundingMode.DOWN);
    }

    private static Long toLong(double value, RoundingMode mode) {
        try {
            return new BigDecimal(value).setScale(0, mode).longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw overflow("the whole part of " + value);
        }
    }

    static Double sqrt(Number a) {
        if (a.doubleValue() < 0) {
            throw problem("number-illegal", "There is no square root of " + a + ".");
        }
        return Math.sqrt(a.doubleValue());
    }

    static Double pow(Number base, Number exponent) {
        double power = StrictMath.pow(base.doubleValue(), exponent.doubleValue());
        if (Double.isNaN(power)) {
            throw problem("number-illegal", "There is no " + base + " to the power of " + exponent + ".");
        }
        return finite(power, base, " to the power of ", exponent);
    }

    static Double exp(Number a) {
        return finite(StrictMath.exp(a.doubleValue()), "e", " to the power of ", a);
    }

    static Double ln(Number a) {
        return StrictMath.log(positive("logarithm", a));
    }

    static Double log10(Number a) {
        return StrictMath.log10(positive("logarithm", a));
    }

    private static double positive(String what, Number a) {
        if (a.doubleValue() <= 0) {
            throw problem("number-illegal", "There is no " + what + " of " + a + ".");
        }
        return a.doubleValue();
    }

    /** Whether a bit of a status word is set; bit 0 is the least. */
    static Boolean bit(Long word, Long index) {
        if (index < 0 || index > 63) {
            throw problem("number-illegal", "A word has bits 0 to 63, not " + index + ".");
        }
        return (word >>> index & 1) == 1;
    }

    static Double parse(String text) {
        try {
            double number = Double.parseDouble(text.trim());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw Problem.of(
                        "value-unreadable",
                        "'" + shorten(text) + "' is no number.",
                        "Guard it with isNumber, or take the number out of it with extract.")
                .asException();
    }

    static Long parseWhole(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException notWhole) {
            return truncate(parse(text));
        }
    }

    static Boolean isNumber(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text.trim()));
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    /** A number as a person writes it: without a point where it is whole. */
    static String show(Number number) {
        double value = number.doubleValue();
        return number instanceof Double && value == Math.rint(value) && Math.abs(value) < MAX_PLAIN
                ? Long.toString((long) value)
                : number.toString();
    }

    private static Double finite(double value, Object left, String operator, Object right) {
        if (!Double.isFinite(value)) {
            throw overflow(left + operator + right);
        }
        return value;
    }

    static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private static ProblemException byZero(String what) {
        return Problem.of(
                        "division-by-zero",
                        "Division by zero: " + what + ".",
                        "Guard it, as in b != 0 ? a / b : 0, or with null in place of 0 to say nothing.")
                .asException();
    }

    private static ProblemException overflow(String what) {
        return problem("number-overflow", "Too large for a number: " + what + ".");
    }

    private static ProblemException problem(String code, String message) {
        return Problem.of(code, message).asException();
    }
}

package io.millrace.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Goes through JSON in its plain form: ASCII without escapes, and numbers of a usual length. What is not plain is not
 * read: each method says so, and after that nothing here means anything.
 *
 * <p>Numbers: a decimal number whose digits fit into 53 bits, with at most 22 places, is the quotient (or product) of two
 * numbers that a double holds exactly, and so is rounded once, as it has to be (W. D. Clinger, How to read floating
 * point numbers accurately, 1990). Java reads the others.
 */
abstract sealed class PlainJson permits PlainPayload {

    /** What {@link #whole} says of what is no number, or not one of up to 18 digits. */
    static final long NONE = Long.MIN_VALUE;

    private static final int MAX_DIGITS = 18;
    /** A longer real number is Jackson's, which has a limit for them. */
    private static final int MAX_REAL = 64;

    private static final long MAX_EXACT = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private final byte[] json;
    private int at;

    PlainJson(byte[] json) {
        this.json = json;
    }

    /** Text in ASCII without escapes. */
    final @Nullable String text() {
        if (!take('"')) {
            return null;
        }
        for (int i = at; i < json.length; i++) {
            byte next = json[i];
            if (next == '"') {
                String text = new String(json, at, i - at, StandardCharsets.ISO_8859_1);
                at = i + 1;
                return text;
            }
            // control characters, and as negative numbers whatever is not ASCII
            if (next < ' ' || next == '\\') {
                return null;
            }
        }
        return null;
    }

    /** A whole or a real number. */
    final @Nullable Value number() {
        int start = at;
        long whole = whole();
        if (whole == NONE) {
            return null;
        }
        byte next = peek();
        return next == '.' || next == 'e' || next == 'E' ? real(start, Math.abs(whole)) : Value.of(whole);
    }

    /** A whole number of up to 18 digits, or {@link #NONE}. */
    final long whole() {
        boolean negative = take('-');
        int start = at;
        long number = digits(0);
        int length = at - start;
        if (length == 0 || length > MAX_DIGITS || (length > 1 && json[start] == '0')) {
            return NONE;
        }
        return negative ? -number : number;
    }

    /** @param start where the number begins, of which the whole part is read */
    private @Nullable Value real(int start, long whole) {
        boolean negative = json[start] == '-';
        long digits = whole;
        int exponent = 0;
        if (take('.')) {
            int point = at;
            digits = digits(whole);
            exponent = point - at;
            if (exponent == 0) {
                return null;
            }
        }
        // Here, for an exponent adds to the length but not to the digits.
        boolean fits = at - start - (negative ? 1 : 0) <= MAX_DIGITS + 1 && digits <= MAX_EXACT;
        if (take('e') || take('E')) {
            boolean minus = take('-');
            boolean signed = minus || take('+');
            int first = at;
            long power = digits(0);
            if (at == first || at - first > 3) {
                return null;
            }
            exponent += (int) (minus ? -power : power);
        }
        double real;
        if (fits && Math.abs(exponent) < POWERS_OF_TEN.length) {
            real = exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
            real = negative ? -real : real;
        } else if (at - start <= MAX_REAL) {
            real = Double.parseDouble(new String(json, start, at - start, StandardCharsets.ISO_8859_1));
        } else {
            return null;
        }
        return Double.isFinite(real) ? Value.of(real) : null;
    }

    /** Goes on with a number as far as there are digits; of more than 18 it makes nothing useful. */
    private long digits(long before) {
        long number = before;
        int i = at;
        while (i < json.length) {
            int digit = json[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
            i++;
        }
        at = i;
        return number;
    }

    final void skipSpace() {
        int i = at;
        while (i < json.length && isSpace(json[i])) {
            i++;
        }
        at = i;
    }

    private static boolean isSpace(byte next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }

    final boolean isAtEnd() {
        return at == json.length;
    }

    /** The next byte; 0, which is nothing anywhere, at the end. */
    final byte peek() {
        return at < json.length ? json[at] : 0;
    }

    final boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    final boolean take(byte[] expected) {
        if (json.length - at < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (json[at + i] != expected[i]) {
                return false;
            }
        }
        at += expected.length;
        return true;
    }
}

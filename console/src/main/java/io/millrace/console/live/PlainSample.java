package io.millrace.console.live;

import java.nio.charset.StandardCharsets;

/**
 * Reads the usual form of a sample, {@code {"timestamp_ms":1732280023697,"value":23.4}} (or {@code timestamp_us}), in
 * one pass and without making anything. It is strict: whatever is not exactly that, with a number of at most
 * {@value #DIGITS} digits or a boolean, is left to {@link io.millrace.model.Payloads}, who judges it. Used by one
 * thread.
 */
final class PlainSample {

    /** So many decimal digits fit into 64 bits whatever they are. */
    private static final int DIGITS = 18;
    /** Times before the year 2000 or further ahead than an hour are not judged here. Microseconds. */
    private static final long EARLIEST = 946_684_800_000_000L;

    private static final long AHEAD = 3_600_000_000L;

    private static final byte[] MILLIS = ascii("\"timestamp_ms\"");
    private static final byte[] MICROS = ascii("\"timestamp_us\"");
    private static final byte[] VALUE = ascii("\"value\"");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private byte[] text = {};
    private int at;
    private int digits;
    private long micros;
    private PlainKind kind = PlainKind.WHOLE;
    private int scale;
    private long bits;

    /** Source time, microseconds since 1970. */
    long timestampMicros() {
        return micros;
    }

    PlainKind kind() {
        return kind;
    }

    /** Digits behind the point of a {@link PlainKind#DECIMAL}. */
    int scale() {
        return scale;
    }

    /** The value as its kind has it. */
    long bits() {
        return bits;
    }

    /** Whether the payload is of the usual form. Only then the other methods tell of it. */
    boolean read(byte[] payload, long nowMicros) {
        text = payload;
        at = 0;
        boolean plain = is('{') && readTime(nowMicros) && is(',') && is(VALUE) && is(':') && readValue() && is('}');
        skipSpace();
        boolean whole = at == payload.length;
        text = MILLIS;
        return plain && whole;
    }

    private boolean readTime(long nowMicros) {
        int unit = is(MILLIS) ? 1_000 : is(MICROS) ? 1 : 0;
        if (unit == 0 || !is(':')) {
            return false;
        }
        skipSpace();
        long time = readDigits(0);
        // The limit keeps the product within 64 bits.
        if (digits == 0 || (digits > 1 && text[at - digits] == '0') || time > Long.MAX_VALUE / 1_000) {
            return false;
        }
        micros = time * unit;
        return micros >= EARLIEST && micros <= nowMicros + AHEAD;
    }

    private boolean readValue() {
        scale = 0;
        if (is(TRUE) || is(FALSE)) {
            kind = PlainKind.BOOLEAN;
            bits = text[at - 2] == 'u' ? 1 : 0;
            return true;
        }
        boolean negative = at < text.length && text[at] == '-';
        if (negative) {
            at++;
        }
        long number = readDigits(0);
        int before = digits;
        if (before == 0 || (before > 1 && text[at - before] == '0')) {
            return false;
        }
        kind = PlainKind.WHOLE;
        if (at < text.length && text[at] == '.') {
            at++;
            number = readDigits(number);
            scale = digits;
            kind = PlainKind.DECIMAL;
            // A decimal has no negative zero.
            if (scale == 0 || (negative && number == 0)) {
                return false;
            }
        }
        bits = negative ? -number : number;
        return before + scale <= DIGITS;
    }

    /** Appends digits to a number; {@link #digits} is how many. More than fit are left to be stumbled over. */
    private long readDigits(long start) {
        long number = start;
        int from = at;
        while (at < text.length && at - from <= DIGITS && text[at] >= '0' && text[at] <= '9') {
            number = number * 10 + (text[at++] - '0');
        }
        digits = at - from;
        return number;
    }

    private boolean is(char wanted) {
        skipSpace();
        if (at < text.length && text[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private boolean is(byte[] wanted) {
        skipSpace();
        if (text.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (text[at + i] != wanted[i]) {
                return false;
            }
        }
        at += wanted.length;
        return true;
    }

    private void skipSpace() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

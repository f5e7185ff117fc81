package io.millrace.prove.recount;

import org.jspecify.annotations.Nullable;

/** How values are written down, so that equal ones are equal texts and others are not. */
public final class Words {

    private static final double WHOLE = 1L << 53;

    private Words() {}

    public static String number(long value) {
        return Long.toString(value);
    }

    /** Of all bits; a whole number as such. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < WHOLE
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    public static String text(String value) {
        return '"' + value + '"';
    }

    /** @param quality an OPC UA StatusCode; 0 is Good */
    public static String withQuality(String value, int quality) {
        return quality == 0 ? value : value + " of quality 0x" + Integer.toHexString(quality);
    }

    public static String count(long count, long scrap) {
        return "count " + count + ", scrap " + scrap;
    }

    /**
     * A state.
     *
     * @param endMicros null while it lasts
     */
    public static String state(
            String state, String code, @Nullable String reason, boolean microstop, @Nullable Long endMicros) {
        return state + " (" + code + (reason == null ? "" : ", " + reason) + (microstop ? ", a microstop" : "") + ") "
                + (endMicros == null ? "until now" : "until " + endMicros + " µs");
    }
}

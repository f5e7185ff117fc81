package io.millrace.ingest;

import java.nio.charset.StandardCharsets;

/** Whole numbers in decimal, straight as bytes: headers are made of them for every record. Pure. */
final class Decimal {

    private static final int MOST = 19;

    private Decimal() {}

    static byte[] bytes(long number) {
        if (number < 0) {
            return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        }
        byte[] text = new byte[length(number)];
        put(number, text, text.length);
        return text;
    }

    /** How many digits a number that is not negative has. */
    static int length(long number) {
        long bound = 10;
        for (int digits = 1; digits < MOST; digits++) {
            if (number < bound) {
                return digits;
            }
            bound *= 10;
        }
        return MOST;
    }

    /**
     * Writes a number so that it ends before a place.
     *
     * @param number not negative
     */
    static void put(long number, byte[] into, int end) {
        long rest = number;
        int at = end;
        do {
            long tenth = rest / 10;
            into[--at] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        } while (rest > 0);
    }
}

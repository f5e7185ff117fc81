package io.millrace.bench.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is sent: a sample of 120 bytes. Pure. */
public final class MachinePayload {

    private static final int BYTES = 120;
    private static final String BEGIN = "{\"timestamp_us\":";
    private static final int TIME_DIGITS = 16;
    private static final String MIDDLE = ",\"value\":";

    private MachinePayload() {}

    /** A sample whose time and value are yet to be filled in. */
    static byte[] template() {
        byte[] payload = new byte[BYTES];
        // JSON allows spaces between its parts
        Arrays.fill(payload, (byte) ' ');
        put(payload, 0, BEGIN);
        put(payload, BEGIN.length() + TIME_DIGITS, MIDDLE);
        payload[BYTES - 1] = '}';
        return payload;
    }

    /**
     * Fills in what changes.
     *
     * @param micros since 1970; of 16 digits, as all times of our days are
     * @param value as JSON
     */
    static void fill(byte[] payload, long micros, String value) {
        long rest = micros;
        for (int at = BEGIN.length() + TIME_DIGITS - 1; at >= BEGIN.length(); at--) {
            payload[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        int at = BEGIN.length() + TIME_DIGITS + MIDDLE.length();
        Arrays.fill(payload, at, BYTES - 1, (byte) ' ');
        put(payload, at, value);
    }

    /** The time of a sample or an event that begins with microseconds. */
    static long micros(byte[] payload) {
        long micros = 0;
        for (int i = BEGIN.length(); i < BEGIN.length() + TIME_DIGITS; i++) {
            micros = micros * 10 + (payload[i] - '0');
        }
        return micros;
    }

    private static void put(byte[] payload, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, payload, at, bytes.length);
    }
}

package io.millrace.bench.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is sent: a sample of 120 bytes whose value is the counter of a PLC, and what the counter makes of it. Pure.
 */
public final class PiecePayload {

    private static final int BYTES = 120;
    private static final String BEGIN = "{\"timestamp_us\":";
    private static final int TIME_DIGITS = 16;
    private static final String MIDDLE = ",\"value\":";
    private static final int VALUE_DIGITS = 9;
    private static final ObjectMapper JSON = new ObjectMapper();

    private PiecePayload() {}

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
     */
    static void fill(byte[] payload, long micros, long value) {
        digits(payload, BEGIN.length() + TIME_DIGITS, micros);
        int end = BEGIN.length() + TIME_DIGITS + MIDDLE.length() + VALUE_DIGITS;
        Arrays.fill(payload, end - VALUE_DIGITS, end, (byte) ' ');
        digits(payload, end, value);
    }

    /** What the counter writes; the time is that of the sample. */
    static byte[] derived(long micros, PieceCount count) {
        return (BEGIN + micros + MIDDLE + count.pieces() + ",\"samples\":" + count.samples() + "}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The time in either. */
    static long micros(byte[] payload) {
        long micros = 0;
        for (int i = BEGIN.length(); i < BEGIN.length() + TIME_DIGITS; i++) {
            micros = micros * 10 + (payload[i] - '0');
        }
        return micros;
    }

    /**
     * The count that the counter has written; where the PLC's counter stood is not told.
     *
     * @throws IOException when it is none
     */
    public static PieceCount count(byte[] derived) throws IOException {
        JsonNode read = JSON.readTree(derived);
        if (!read.path("value").isIntegralNumber() || !read.path("samples").isIntegralNumber()) {
            throw new IOException("no count: " + new String(derived, StandardCharsets.UTF_8));
        }
        return new PieceCount(
                PieceCount.NONE.position(),
                read.path("value").asLong(),
                read.path("samples").asLong());
    }

    private static void put(byte[] payload, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, payload, at, bytes.length);
    }

    /** Without leading zeros, which JSON does not know. */
    private static void digits(byte[] payload, int end, long number) {
        long rest = number;
        int at = end;
        do {
            payload[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }
}

package io.millrace.historian.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in PostgreSQL's binary COPY format (PostgreSQL documentation, COPY, "Binary Format"): a signature, then for every
 * row the number of fields and each field as its length and bytes, big-endian, and a trailer. Reused from batch to
 * batch. Not thread-safe.
 */
final class CopyEncoder {

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** PostgreSQL counts its microseconds from 2000-01-01. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;
    /** A buffer that once held a giant is let go. */
    private static final int KEEP = 16 << 20;

    private byte[] bytes = new byte[1 << 16];
    private int length;

    void begin() {
        if (bytes.length > KEEP) {
            bytes = new byte[1 << 16];
        }
        System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
        length = HEADER.length;
    }

    void row(int fields) {
        ensure(2);
        putShort(fields);
    }

    void int4(int value) {
        ensure(8);
        putInt(4);
        putInt(value);
    }

    void int8(long value) {
        ensure(12);
        putInt(8);
        putLong(value);
    }

    void float8(double value) {
        int8(Double.doubleToRawLongBits(value));
    }

    /** @param micros since 1970 */
    void timestamp(long micros) {
        int8(micros - EPOCH_MICROS);
    }

    void text(@Nullable String value) {
        if (value == null) {
            nothing();
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        ensure(4 + utf8.length);
        putInt(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    /** The binary form of jsonb is its text behind a version number. */
    void jsonb(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        ensure(5 + utf8.length);
        putInt(utf8.length + 1);
        bytes[length++] = 1;
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    void nothing() {
        ensure(4);
        putInt(-1);
    }

    void end() {
        ensure(2);
        putShort(-1);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void putShort(int value) {
        SHORT.set(bytes, length, (short) value);
        length += Short.BYTES;
    }

    private void putInt(int value) {
        INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    private void putLong(long value) {
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }
}

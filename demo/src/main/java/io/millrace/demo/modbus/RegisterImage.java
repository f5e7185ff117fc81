package io.millrace.demo.modbus;

import java.nio.charset.StandardCharsets;

/**
 * The tables of one Modbus unit at one moment. What lies beyond a table's end is an illegal data address. Filled by one
 * thread, then only read.
 */
public final class RegisterImage {

    private final boolean[] coils;
    private final boolean[] discreteInputs;
    private final short[] holding;
    private final short[] input;

    RegisterImage(int coils, int discreteInputs, int holding, int input) {
        this.coils = new boolean[coils];
        this.discreteInputs = new boolean[discreteInputs];
        this.holding = new short[holding];
        this.input = new short[input];
    }

    boolean[] coils() {
        return coils;
    }

    boolean[] discreteInputs() {
        return discreteInputs;
    }

    short[] holding() {
        return holding;
    }

    short[] input() {
        return input;
    }

    /** A number of 16 bits, scaled; held at the ends of its range as a device does. */
    static void putScaled(short[] table, int address, double value, double scale, boolean signed) {
        long raw = Math.round(value / scale);
        long low = signed ? Short.MIN_VALUE : 0;
        long high = signed ? Short.MAX_VALUE : 0xFFFF;
        table[address] = (short) Math.max(low, Math.min(high, raw));
    }

    /** Most significant word first (ABCD). */
    static void putFloat(short[] table, int address, double value) {
        putUnsigned32(table, address, Float.floatToIntBits((float) value));
    }

    /** Least significant word first (CDAB). */
    static void putFloatSwapped(short[] table, int address, double value) {
        int bits = Float.floatToIntBits((float) value);
        table[address] = (short) bits;
        table[address + 1] = (short) (bits >>> 16);
    }

    static void putUnsigned32(short[] table, int address, long value) {
        table[address] = (short) (value >>> 16);
        table[address + 1] = (short) value;
    }

    static void putUnsigned64(short[] table, int address, long value) {
        putUnsigned32(table, address, value >>> 32);
        putUnsigned32(table, address + 2, value);
    }

    /** Two characters a register, the rest filled with zeros. */
    static void putText(short[] table, int address, int registers, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < registers; i++) {
            int high = 2 * i < bytes.length ? bytes[2 * i] : 0;
            int low = 2 * i + 1 < bytes.length ? bytes[2 * i + 1] : 0;
            table[address + i] = (short) (high << 8 | low);
        }
    }

    /** A float written with the least significant word first (CDAB). */
    static float floatSwapped(short first, short second) {
        return Float.intBitsToFloat(second << 16 | first & 0xFFFF);
    }
}

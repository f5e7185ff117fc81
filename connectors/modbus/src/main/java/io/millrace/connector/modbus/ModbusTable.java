package io.millrace.connector.modbus;

/** The four tables of a Modbus device (Application Protocol V1.1b3, 4.3). */
public enum ModbusTable {
    /** Single bits, read and write. Classic 00001 and up. */
    COIL("coil", true, true),
    /** Single bits, read only. Classic 10001 and up. */
    DISCRETE_INPUT("discrete", true, false),
    /** 16-bit registers, read only. Classic 30001 and up. */
    INPUT_REGISTER("input", false, false),
    /** 16-bit registers, read and write. Classic 40001 and up. */
    HOLDING_REGISTER("holding", false, true);

    private final String word;
    private final boolean bits;
    private final boolean writable;

    ModbusTable(String word, boolean bits, boolean writable) {
        this.word = word;
        this.bits = bits;
        this.writable = writable;
    }

    /** As short as people say it. */
    public String word() {
        return word;
    }

    /** Whether an address is one bit; otherwise it is a register of 16. */
    public boolean isBits() {
        return bits;
    }

    public boolean isWritable() {
        return writable;
    }
}

package io.millrace.connector.modbus;

/** Spells addresses as a site file does: only what matters. */
final class Tag {

    private final ModbusTable table;
    private final int address;
    private ModbusType type;
    private WordOrder order;
    private Integer bit;
    private Integer bits;
    private Integer length;
    private Integer unit;
    private double scale = 1;
    private double offset;
    private boolean writable;

    private Tag(ModbusTable table, int address) {
        this.table = table;
        this.address = address;
    }

    static Tag holding(int address) {
        return new Tag(ModbusTable.HOLDING_REGISTER, address);
    }

    static Tag input(int address) {
        return new Tag(ModbusTable.INPUT_REGISTER, address);
    }

    static Tag coil(int address) {
        return new Tag(ModbusTable.COIL, address);
    }

    static Tag discrete(int address) {
        return new Tag(ModbusTable.DISCRETE_INPUT, address);
    }

    Tag type(ModbusType value) {
        type = value;
        return this;
    }

    Tag order(WordOrder value) {
        order = value;
        return this;
    }

    Tag bit(int value) {
        bit = value;
        return this;
    }

    Tag bits(int first, int count) {
        bit = first;
        bits = count;
        return this;
    }

    Tag text(int bytes) {
        length = bytes;
        return this;
    }

    Tag unit(int value) {
        unit = value;
        return this;
    }

    Tag scaled(double by, double plus) {
        scale = by;
        offset = plus;
        return this;
    }

    Tag writable() {
        writable = true;
        return this;
    }

    ModbusAddress at() {
        return new ModbusAddress(table, address, type, order, bit, bits, length, unit, scale, offset, writable);
    }
}

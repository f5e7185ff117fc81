package io.millrace.connector.modbus;

/**
 * The registers or coils of one item of a batch.
 *
 * @param item its place in the batch
 */
record Span(int item, ModbusTable table, int first, int count) {

    /** The address after the last. */
    int end() {
        return first + count;
    }

    /** Whether both ask for the same. */
    boolean isSameAs(Span other) {
        return table == other.table && first == other.first && count == other.count;
    }
}

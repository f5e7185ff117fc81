package io.millrace.demo.modbus;

import java.util.Optional;

/** What stands behind a Modbus server. Called from the server's threads, and answers at once. */
public interface ModbusDevice {

    /** What a unit shows now; empty when there is no such unit. */
    Optional<RegisterImage> unit(int unitId);

    /** Writes a coil; false when it cannot be written. */
    default boolean writeCoil(int unitId, int address, boolean value) {
        return false;
    }

    /** Writes registers that follow one another; the address may be wrong, or the value. */
    default WriteResult writeRegisters(int unitId, int address, short[] values) {
        return WriteResult.ILLEGAL_ADDRESS;
    }

    /** How a write ends. */
    enum WriteResult {
        WRITTEN,
        ILLEGAL_ADDRESS,
        ILLEGAL_VALUE
    }
}

package io.millrace.connector.modbus;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What the registers of a tag hold. */
public enum ModbusType {
    /** A coil or discrete input; in a register its bit {@code bit}, or whether it is not zero. */
    BOOL(1),
    INT16(1, true),
    UINT16(1, false),
    INT32(2, true),
    UINT32(2, false),
    INT64(4, true),
    /** From 2^63 upwards a real number, which is exact to 53 bits, since whole numbers have 63 and a sign. */
    UINT64(4, false),
    /** IEEE 754; NaN and infinities are Bad_OutOfRange. */
    FLOAT32(2),
    FLOAT64(4),
    /** UTF-8, or Latin-1 where it is not valid UTF-8; ends at the first NUL; trailing blanks are cut. */
    STRING(0),
    /** Some bits of one register as a whole number without sign. */
    BITS(1);

    private final int registers;
    private final @Nullable BigInteger min;
    private final @Nullable BigInteger max;

    ModbusType(int registers) {
        this.registers = registers;
        this.min = null;
        this.max = null;
    }

    ModbusType(int registers, boolean signed) {
        int bits = registers * 16;
        this.registers = registers;
        this.min = signed ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
        this.max = BigInteger.TWO.pow(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
    }

    /** How many registers it takes; 0 where the length says. */
    int registers() {
        return registers;
    }

    boolean isWhole() {
        return min != null;
    }

    boolean isSigned() {
        return min != null && min.signum() < 0;
    }

    boolean isReal() {
        return this == FLOAT32 || this == FLOAT64;
    }

    boolean isNumber() {
        return isWhole() || isReal();
    }

    /** Whether a whole type can hold the number. */
    boolean holds(BigInteger number) {
        return min != null && max != null && number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
    }
}

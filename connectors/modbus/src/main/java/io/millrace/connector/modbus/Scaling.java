package io.millrace.connector.modbus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Scale and offset of an address, in decimal arithmetic: 578 times 0.1 is 57.8, as written in the manual, and not
 * 57.800000000000004, as binary fractions have it. What is exact as a decimal is exact here; only the result becomes
 * the nearest {@code double}. Pure.
 */
final class Scaling {

    /** More digits than a double holds, for quotients that do not end. */
    private static final MathContext QUOTIENT = MathContext.DECIMAL128;

    /** A site knows a few scales, not thousands. */
    private static final int KEPT = 1000;

    private static final Map<Double, BigDecimal> DECIMALS = new ConcurrentHashMap<>();

    private Scaling() {}

    /** What people read, of the number in the device. May overflow to an infinity. */
    static double scaled(ModbusAddress address, BigInteger raw) {
        return scaled(address, raw.bitLength() < 64 ? BigDecimal.valueOf(raw.longValue()) : new BigDecimal(raw));
    }

    /** Of a real number, which counts as its shortest text. NaN and infinities stay what they are. */
    static double scaled(ModbusAddress address, double raw) {
        return Double.isFinite(raw) ? scaled(address, BigDecimal.valueOf(raw)) : raw;
    }

    private static double scaled(ModbusAddress address, BigDecimal raw) {
        return raw.multiply(decimal(address.scale()))
                .add(decimal(address.offset()))
                .doubleValue();
    }

    /** The whole number in the device that comes nearest to what people wrote, halves away from zero. */
    static BigInteger rawWhole(ModbusAddress address, BigDecimal value) {
        return value.subtract(decimal(address.offset()))
                .divide(decimal(address.scale()), 0, RoundingMode.HALF_UP)
                .toBigInteger();
    }

    /** The real number in the device for what people wrote. May overflow to an infinity. */
    static double rawReal(ModbusAddress address, BigDecimal value) {
        return value.subtract(decimal(address.offset()))
                .divide(decimal(address.scale()), QUOTIENT)
                .doubleValue();
    }

    /** The decimal that the site file says; making it anew for every sample would cost more than the arithmetic. */
    private static BigDecimal decimal(double number) {
        BigDecimal known = DECIMALS.get(number);
        if (known == null) {
            known = BigDecimal.valueOf(number);
            if (DECIMALS.size() < KEPT) {
                DECIMALS.put(number, known);
            }
        }
        return known;
    }
}

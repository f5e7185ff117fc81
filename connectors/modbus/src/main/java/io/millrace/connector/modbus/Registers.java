package io.millrace.connector.modbus;

import io.millrace.connector.Reading;
import io.millrace.connector.Readings;
import io.millrace.model.Problem;
import io.millrace.model.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Turns the bytes of registers into a reading, and a value into the bytes to write. Pure.
 *
 * <p>A whole number stays whole with all its bits unless it is scaled; a scaled one is real.
 */
final class Registers {

    private static final BigInteger BIT_64 = BigInteger.ONE.shiftLeft(64);

    private Registers() {}

    /**
     * @param bytes of exactly the registers of the address, as they came
     * @param connectionOrder for addresses that name none
     */
    static Reading decode(ModbusAddress address, WordOrder connectionOrder, byte[] bytes) {
        ModbusType kind = address.kind();
        return switch (kind) {
            case BOOL -> {
                int register = register(address, bytes);
                Integer bit = address.bit();
                yield Reading.good(Value.of(bit == null ? register != 0 : (register >> bit & 1) == 1));
            }
            case BITS ->
                whole(address, BigInteger.valueOf(register(address, bytes) >> firstBit(address) & mask(address)));
            case STRING -> Reading.good(Value.of(text(address, bytes)));
            case FLOAT32 ->
                real(
                        address,
                        ByteBuffer.wrap(arrange(address, connectionOrder, bytes))
                                .getFloat());
            case FLOAT64 ->
                real(
                        address,
                        ByteBuffer.wrap(arrange(address, connectionOrder, bytes))
                                .getDouble());
            case INT16, INT32, INT64 -> whole(address, new BigInteger(arrange(address, connectionOrder, bytes)));
            case UINT16, UINT32, UINT64 -> whole(address, new BigInteger(1, arrange(address, connectionOrder, bytes)));
        };
    }

    /**
     * The bytes to write.
     *
     * @throws io.millrace.model.ProblemException {@code modbus-value} when the address cannot hold the value
     */
    static byte[] encode(ModbusAddress address, WordOrder connectionOrder, Value value) {
        ModbusType kind = address.kind();
        return switch (kind) {
            case BOOL -> pair(bool(address, value) ? 1 : 0);
            case BITS -> pair(bits(address, value).intValue());
            case STRING -> encodeText(address, value);
            case FLOAT32 ->
                arrange(
                        address,
                        connectionOrder,
                        ByteBuffer.allocate(4).putFloat(single(address, value)).array());
            case FLOAT64 ->
                arrange(
                        address,
                        connectionOrder,
                        ByteBuffer.allocate(8).putDouble(toReal(address, value)).array());
            case INT16, UINT16, INT32, UINT32, INT64, UINT64 -> {
                BigInteger number = toWhole(address, value);
                if (!kind.holds(number)) {
                    throw unfit(address, value, "it is out of range");
                }
                yield arrange(address, connectionOrder, bytesOf(number, kind.registers() * 2));
            }
        };
    }

    private static BigInteger bits(ModbusAddress address, Value value) {
        BigInteger bits = toWhole(address, value);
        if (bits.signum() < 0 || bits.bitLength() > count(address)) {
            throw unfit(address, value, "it has " + count(address) + " bits");
        }
        return bits;
    }

    private static float single(ModbusAddress address, Value value) {
        float single = (float) toReal(address, value);
        if (!Float.isFinite(single)) {
            throw unfit(address, value, "it is too large for float32");
        }
        return single;
    }

    /** The mask of a bit field within its register. */
    static int maskInRegister(ModbusAddress address) {
        return mask(address) << firstBit(address);
    }

    static int firstBit(ModbusAddress address) {
        Integer bit = address.bit();
        return bit == null ? 0 : bit;
    }

    private static int count(ModbusAddress address) {
        Integer bits = address.bits();
        return bits == null ? 1 : bits;
    }

    private static int mask(ModbusAddress address) {
        return (1 << count(address)) - 1;
    }

    /** The one register of a bit field; the connection's order is of longer values and means nothing here. */
    private static int register(ModbusAddress address, byte[] bytes) {
        byte[] ordered = arrange(address, WordOrder.ABCD, bytes);
        return (ordered[0] & 0xFF) << 8 | (ordered[1] & 0xFF);
    }

    private static byte[] arrange(ModbusAddress address, WordOrder connectionOrder, byte[] bytes) {
        WordOrder own = address.wordOrder();
        if (own != null) {
            return own.arrange(bytes);
        }
        return bytes.length > 2 ? connectionOrder.arrange(bytes) : bytes;
    }

    private static Reading whole(ModbusAddress address, BigInteger number) {
        if (address.isScaled()) {
            return Readings.real(Scaling.scaled(address, number));
        }
        return number.bitLength() < 64
                ? Reading.good(Value.of(number.longValue()))
                : Reading.good(Value.of(number.doubleValue()));
    }

    private static Reading real(ModbusAddress address, float number) {
        // By way of its shortest text, 23.1 in the device stays 23.1 and does not become 23.100000381469727.
        return real(address, Float.isFinite(number) ? Double.parseDouble(Float.toString(number)) : (double) number);
    }

    private static Reading real(ModbusAddress address, double number) {
        return Readings.real(address.isScaled() ? Scaling.scaled(address, number) : number);
    }

    private static String text(ModbusAddress address, byte[] bytes) {
        WordOrder own = address.wordOrder();
        byte[] ordered = own == null ? bytes : own.swap(bytes);
        int end = 0;
        while (end < length(address) && ordered[end] != 0) {
            end++;
        }
        return decodeText(Arrays.copyOf(ordered, end)).stripTrailing();
    }

    private static int length(ModbusAddress address) {
        Integer length = address.length();
        return length == null ? 0 : length;
    }

    private static String decodeText(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] encodeText(ModbusAddress address, Value value) {
        if (!(value instanceof Value.Text text)) {
            throw unfit(address, value, "it is no text");
        }
        byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
        if (utf8.length > length(address)) {
            throw unfit(address, value, "it has " + utf8.length + " bytes and there is room for " + length(address));
        }
        byte[] padded = Arrays.copyOf(utf8, address.count() * 2);
        WordOrder own = address.wordOrder();
        return own == null ? padded : own.swap(padded);
    }

    private static boolean bool(ModbusAddress address, Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.Whole whole && (whole.value() == 0 || whole.value() == 1)) {
            return whole.value() == 1;
        }
        throw unfit(address, value, "it is neither true nor false");
    }

    private static double toReal(ModbusAddress address, Value value) {
        if (address.isScaled()) {
            double raw = Scaling.rawReal(address, decimal(address, value));
            if (!Double.isFinite(raw)) {
                throw unfit(
                        address,
                        value,
                        "it is too large for " + address.kind().name().toLowerCase(Locale.ROOT));
            }
            return raw;
        }
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        if (value instanceof Value.Real real) {
            return real.value();
        }
        throw unfit(address, value, "it is no number");
    }

    private static BigDecimal decimal(ModbusAddress address, Value value) {
        if (value instanceof Value.Whole whole) {
            return BigDecimal.valueOf(whole.value());
        }
        if (value instanceof Value.Real real) {
            return BigDecimal.valueOf(real.value());
        }
        throw unfit(address, value, "it is no number");
    }

    private static BigInteger toWhole(ModbusAddress address, Value value) {
        if (address.isScaled()) {
            return Scaling.rawWhole(address, decimal(address, value));
        }
        if (value instanceof Value.Whole whole) {
            return BigInteger.valueOf(whole.value());
        }
        if (value instanceof Value.Real real && real.value() == Math.rint(real.value())) {
            return new BigDecimal(real.value()).toBigInteger();
        }
        throw unfit(address, value, "it is no whole number");
    }

    private static byte[] bytesOf(BigInteger number, int size) {
        BigInteger unsigned = number.signum() < 0 ? number.add(BIT_64) : number;
        byte[] eight = ByteBuffer.allocate(8).putLong(unsigned.longValue()).array();
        return Arrays.copyOfRange(eight, 8 - size, 8);
    }

    private static byte[] pair(int register) {
        return new byte[] {(byte) (register >> 8), (byte) register};
    }

    private static RuntimeException unfit(ModbusAddress address, Value value, String why) {
        return Problem.of("modbus-value", "'" + shown(value) + "' cannot be written to " + address + ": " + why + ".")
                .asException();
    }

    private static String shown(Value value) {
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        } else if (value instanceof Value.Real real) {
            return Double.toString(real.value());
        } else if (value instanceof Value.Bool bool) {
            return Boolean.toString(bool.value());
        } else if (value instanceof Value.Text text) {
            return text.value().length() > 40 ? text.value().substring(0, 40) + "..." : text.value();
        }
        throw new IllegalStateException("a new kind of value: " + value);
    }
}

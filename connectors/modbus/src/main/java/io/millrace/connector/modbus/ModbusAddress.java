package io.millrace.connector.modbus;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a tag lives in a Modbus device. Only {@code address} is needed: alone it is an unsigned holding register.
 *
 * <p>{@code toString} is what people read: {@code holding 100 float32 CDAB unit 3}.
 */
@Described("Where a tag lives in a Modbus device.")
public record ModbusAddress(
        @Described("The table: coil, discrete-input, input-register or holding-register.")
        @DefaultsTo("holding-register")
        ModbusTable table,

        @Described(
                "The number of the first register or coil, counted from 0 as on the wire: what a manual calls 40001 is holding-register 0.")
        int address,

        @Described(
                "What it holds: bool, int16, uint16, int32, uint32, int64, uint64, float32, float64, string or bits. Absent: bool in the tables of bits; otherwise what bit, bits or length imply, else uint16.")
        @Nullable
        ModbusType type,

        @Described(
                "The order of the bytes: abcd (big-endian), cdab, badc or dcba (little-endian). Absent: the connection's, for numbers of two registers and more; one register and text are then taken as they come.")
        @Nullable
        WordOrder wordOrder,

        @Described("The bit of the register, or the first of several; 0 is the least significant, 15 the greatest.")
        @Nullable
        Integer bit,

        @Described("How many bits of the register make a number.") @Nullable
        Integer bits,

        @Described("The length of a string in bytes, two to a register, at most 250.") @Nullable
        Integer length,

        @Described("The unit id, 0 to 255. Absent: the connection's.") @Nullable
        Integer unitId,

        @Described("The value is the number in the device times this, plus the offset.") @DefaultsTo("1")
        double scale,

        @Described("What is added to the scaled number.") @DefaultsTo("0")
        double offset,

        @Described("Whether this tag may be written; only coils and holding registers can be.") @DefaultsTo("false")
        boolean writable) {

    /** The longest string: 125 registers. */
    public static final int MAX_LENGTH = 250;

    private static final int LAST = 0xFFFF;

    public ModbusAddress {
        check(address >= 0 && address <= LAST, "The address is " + address + ".", "Use 0 to 65535, counted from 0.");
        check(inside(unitId, 0, 255), "The unit id is " + unitId + ".", "Use 0 to 255.");
        check(inside(bit, 0, 15), "The bit is " + bit + ".", "Use 0 to 15; 0 is the least significant.");
        check(inside(bits, 1, 16), "There are " + bits + " bits.", "Use 1 to 16.");
        check(inside(length, 1, MAX_LENGTH), "The length is " + length + ".", "Use 1 to " + MAX_LENGTH + " bytes.");
        ModbusType kind = imply(table, type, bit, bits, length);
        check(
                !table.isBits() || kind == ModbusType.BOOL,
                "A " + table.word() + " is a single bit and cannot hold " + word(kind) + ".",
                "Leave the type away, or name a table of registers.");
        check(
                !table.isBits() || (bit == null && wordOrder == null),
                "A " + table.word() + " is a single bit: bit and wordOrder mean nothing there.",
                "Leave them away.");
        check(
                bit == null || kind == ModbusType.BOOL || kind == ModbusType.BITS,
                "The type " + word(kind) + " takes whole registers, yet a bit is named.",
                "Use the type bool for one bit, bits for several.");
        check(
                (bits != null) == (kind == ModbusType.BITS),
                "The type bits and the number of bits go together.",
                "Say both type: bits and how many bits.");
        check(
                (bit == null ? 0 : bit) + (bits == null ? 1 : bits) <= 16,
                "The bits go beyond the register.",
                "The first bit and their number together are 16 at most.");
        check(
                (length != null) == (kind == ModbusType.STRING),
                "The type string and a length go together.",
                "Say both type: string and its length in bytes.");
        check(
                Double.isFinite(scale) && scale != 0 && Double.isFinite(offset),
                "The scale is " + scale + " and the offset " + offset + ".",
                "Use finite numbers and a scale other than 0.");
        check(
                (scale == 1 && offset == 0) || kind.isNumber() || kind == ModbusType.BITS,
                "The type " + word(kind) + " is no number and cannot be scaled.",
                "Leave scale and offset away.");
        check(
                !writable || table.isWritable(),
                "A " + table.word() + " can only be read.",
                "Leave writable away, or name a coil or holding-register.");
        check(
                address + span(table, kind, length) - 1 <= LAST,
                "The value begins at " + address + " and goes beyond the last address.",
                "The last is 65535.");
    }

    /** An unsigned holding register of the connection's unit. */
    public static ModbusAddress holding(int address) {
        return new ModbusAddress(
                ModbusTable.HOLDING_REGISTER, address, null, null, null, null, null, null, 1, 0, false);
    }

    /** What it holds, also where the site file does not say. */
    public ModbusType kind() {
        return imply(table, type, bit, bits, length);
    }

    /** How many registers or coils it takes. */
    public int count() {
        return span(table, kind(), length);
    }

    boolean isScaled() {
        return scale != 1 || offset != 0;
    }

    private static ModbusType imply(
            ModbusTable table,
            @Nullable ModbusType type,
            @Nullable Integer bit,
            @Nullable Integer bits,
            @Nullable Integer length) {
        if (type != null) {
            return type;
        } else if (table.isBits()) {
            return ModbusType.BOOL;
        } else if (bits != null) {
            return ModbusType.BITS;
        } else if (bit != null) {
            return ModbusType.BOOL;
        }
        return length != null ? ModbusType.STRING : ModbusType.UINT16;
    }

    private static int span(ModbusTable table, ModbusType kind, @Nullable Integer length) {
        if (table.isBits()) {
            return 1;
        }
        return length != null ? (length + 1) / 2 : kind.registers();
    }

    private static boolean inside(@Nullable Integer number, int least, int greatest) {
        return number == null || (number >= least && number <= greatest);
    }

    private static void check(boolean fine, String message, String remedy) {
        if (!fine) {
            throw Problem.of("modbus-address", message, remedy).asException();
        }
    }

    private static String word(ModbusType kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(table.word()).append(' ').append(address);
        if (bits != null) {
            int first = bit == null ? 0 : bit;
            text.append(" bits ").append(first).append("..").append(first + bits - 1);
        } else if (bit != null) {
            text.append(" bit ").append(bit);
        } else if (length != null) {
            text.append(" string[").append(length).append(']');
        } else if (!table.isBits()) {
            text.append(' ').append(word(kind()));
        }
        if (wordOrder != null) {
            text.append(' ').append(wordOrder.letters());
        }
        if (unitId != null) {
            text.append(" unit ").append(unitId);
        }
        if (scale != 1) {
            text.append(" x").append(number(scale));
        }
        if (offset != 0) {
            text.append(offset > 0 ? " +" : " ").append(number(offset));
        }
        return text.toString();
    }

    private static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}

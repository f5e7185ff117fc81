package io.millrace.connector.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.Reading;
import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RegistersTest {

    @ParameterizedTest
    @CsvSource({
        "INT16,   ABCD, FFFE,             -2",
        "UINT16,  ABCD, FFFE,             65534",
        "UINT16,  CDAB, 0102,             258",
        "UINT16,  BADC, 0102,             513",
        "INT32,   ABCD, 01020304,         16909060",
        "INT32,   CDAB, 03040102,         16909060",
        "INT32,   BADC, 02010403,         16909060",
        "INT32,   DCBA, 04030201,         16909060",
        "INT32,   ABCD, FFFFFFFF,         -1",
        "UINT32,  ABCD, FFFFFFFF,         4294967295",
        "UINT32,  BIG_ENDIAN, 01020304,   16909060",
        "UINT32,  LITTLE_ENDIAN, 04030201, 16909060",
        "INT64,   ABCD, 0102030405060708, 72623859790382856",
        "INT64,   CDAB, 0708050603040102, 72623859790382856",
        "INT64,   BADC, 0201040306050807, 72623859790382856",
        "INT64,   DCBA, 0807060504030201, 72623859790382856",
        "INT64,   ABCD, 8000000000000000, -9223372036854775808",
        "UINT64,  ABCD, 7FFFFFFFFFFFFFFF, 9223372036854775807",
    })
    void wholeNumbersKeepEveryBit(ModbusType type, WordOrder order, String wire, long expected) {
        ModbusAddress address = Tag.holding(0).type(type).order(order).at();

        assertThat(decode(address, wire)).isEqualTo(Reading.good(Value.of(expected)));
        assertThat(encode(address, Value.of(expected))).isEqualTo(wire);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, ABCD, 41BC0000, 23.5",
        "FLOAT32, CDAB, 000041BC, 23.5",
        "FLOAT32, BADC, BC410000, 23.5",
        "FLOAT32, DCBA, 0000BC41, 23.5",
        "FLOAT32, ABCD, 41B8CCCD, 23.1",
        "FLOAT32, ABCD, 80000000, -0.0",
        "FLOAT32, ABCD, 00000001, 1.4E-45",
        "FLOAT64, ABCD, 400921FB54442D18, 3.141592653589793",
        "FLOAT64, CDAB, 2D18544421FB4009, 3.141592653589793",
        "FLOAT64, BADC, 0940FB214454182D, 3.141592653589793",
        "FLOAT64, DCBA, 182D4454FB210940, 3.141592653589793",
    })
    void realNumbersOfAllOrders(ModbusType type, WordOrder order, String wire, double expected) {
        ModbusAddress address = Tag.holding(0).type(type).order(order).at();

        assertThat(decode(address, wire)).isEqualTo(Reading.good(Value.of(expected)));
        assertThat(encode(address, Value.of(expected))).isEqualTo(wire);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 7FC00000, NaN",
        "FLOAT32, 7F800000, Infinity",
        "FLOAT32, FF800000, -Infinity",
        "FLOAT64, 7FF8000000000000, NaN",
        "FLOAT64, FFF0000000000000, -Infinity",
    })
    void whatIsNoNumberIsABadReading(ModbusType type, String wire, String words) {
        assertThat(decode(Tag.holding(0).type(type).at(), wire))
                .isEqualTo(Reading.bad(Quality.BAD_OUT_OF_RANGE, words));
    }

    @Test
    void unsignedNumbersBeyondSixtyThreeBitsAreReal() {
        ModbusAddress address = Tag.holding(0).type(ModbusType.UINT64).at();

        assertThat(decode(address, "8000000000000000")).isEqualTo(Reading.good(Value.of(0x1p63)));
        assertThat(decode(address, "FFFFFFFFFFFFFFFF")).isEqualTo(Reading.good(Value.of(0x1p64)));
        assertThat(encode(address, Value.of(0x1p63))).isEqualTo("8000000000000000");
        assertThatThrownBy(() -> encode(address, Value.of(0x1p64))).isInstanceOf(ProblemException.class);
    }

    @Test
    void theConnectionsOrderIsForNumbersOfSeveralRegistersOnly() {
        assertThat(Registers.decode(Tag.holding(0).type(ModbusType.UINT32).at(), WordOrder.DCBA, bytes("04030201")))
                .isEqualTo(Reading.good(Value.of(0x01020304)));
        assertThat(Registers.decode(Tag.holding(0).at(), WordOrder.DCBA, bytes("0102")))
                .isEqualTo(Reading.good(Value.of(0x0102)));
        assertThat(Registers.decode(Tag.holding(0).text(4).at(), WordOrder.DCBA, bytes("41424344")))
                .isEqualTo(Reading.good(Value.of("ABCD")));
        assertThat(Registers.decode(Tag.holding(0).bit(0).at(), WordOrder.DCBA, bytes("0001")))
                .isEqualTo(Reading.good(Value.of(true)));
    }

    @Test
    void textEndsAtItsFirstNulAndLosesTrailingBlanks() {
        assertThat(decode(Tag.holding(0).text(8).at(), "4B494C4E2D310000")).isEqualTo(text("KILN-1"));
        assertThat(decode(Tag.holding(0).text(8).at(), "4B494C4E20202020")).isEqualTo(text("KILN"));
        assertThat(decode(Tag.holding(0).text(4).at(), "00424344")).isEqualTo(text(""));
        assertThat(decode(Tag.holding(0).text(3).at(), "41424344")).isEqualTo(text("ABC"));
        assertThat(decode(Tag.holding(0).text(4).order(WordOrder.BADC).at(), "42414443"))
                .isEqualTo(text("ABCD"));
        assertThat(decode(Tag.holding(0).text(2).at(), "C3BC")).isEqualTo(text("\u00fc"));
        assertThat(decode(Tag.holding(0).text(2).at(), "FC41")).as("Latin-1").isEqualTo(text("\u00fcA"));
    }

    @Test
    void bitsAreCountedFromTheLeastSignificant() {
        assertThat(decode(Tag.holding(0).bit(0).at(), "0001")).isEqualTo(Reading.good(Value.of(true)));
        assertThat(decode(Tag.holding(0).bit(15).at(), "8000")).isEqualTo(Reading.good(Value.of(true)));
        assertThat(decode(Tag.holding(0).bit(14).at(), "8000")).isEqualTo(Reading.good(Value.of(false)));
        assertThat(decode(Tag.holding(0).bits(4, 8).at(), "A5A5")).isEqualTo(Reading.good(Value.of(0x5A)));
        assertThat(decode(Tag.holding(0).bits(0, 16).at(), "FFFF")).isEqualTo(Reading.good(Value.of(65535)));
        assertThat(decode(Tag.holding(0).type(ModbusType.BOOL).at(), "0100")).isEqualTo(Reading.good(Value.of(true)));
        assertThat(Registers.maskInRegister(Tag.holding(0).bits(4, 8).at())).isEqualTo(0x0FF0);
    }

    @Test
    void scalingMakesRealNumbersAndIsUndoneOnTheWayBack() {
        ModbusAddress tenths =
                Tag.holding(0).type(ModbusType.INT16).scaled(0.1, 0).at();

        assertThat(decode(tenths, "00EB")).isEqualTo(Reading.good(Value.of(23.5)));
        assertThat(encode(tenths, Value.of(23.5))).isEqualTo("00EB");
        assertThat(encode(tenths, Value.of(-1))).isEqualTo("FFF6");
        assertThat(decode(Tag.holding(0).scaled(1, 100).at(), "0001")).isEqualTo(Reading.good(Value.of(101.0)));
        assertThatThrownBy(() -> encode(tenths, Value.of(3276.8)))
                .hasMessage("'3276.8' cannot be written to holding 0 int16 x0.1: it is out of range.");
    }

    @ParameterizedTest
    @CsvSource({"INT16, 32768", "INT16, -32769", "UINT16, -1", "UINT16, 65536", "UINT32, -1", "UINT32, 4294967296"})
    void numbersOutOfRangeAreNotWritten(ModbusType type, long value) {
        assertThatThrownBy(() -> encode(Tag.holding(7).type(type).at(), Value.of(value)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("out of range");
    }

    @Test
    void valuesOfTheWrongKindAreNotWritten() {
        assertUnfit(Tag.holding(0), Value.of("7"), "no whole number");
        assertUnfit(Tag.holding(0), Value.of(7.5), "no whole number");
        assertUnfit(Tag.holding(0), Value.of(true), "no whole number");
        assertUnfit(Tag.holding(0).type(ModbusType.FLOAT32), Value.of(1e39), "too large");
        assertUnfit(Tag.holding(0).type(ModbusType.FLOAT64), Value.of("x"), "no number");
        assertUnfit(Tag.holding(0).text(4), Value.of(7), "no text");
        assertUnfit(Tag.holding(0).text(4), Value.of("KILNS"), "5 bytes and there is room for 4");
        assertUnfit(Tag.holding(0).bit(1), Value.of(2), "neither true nor false");
        assertUnfit(Tag.holding(0).bits(0, 3), Value.of(8), "3 bits");
        assertThat(encode(Tag.holding(0).at(), Value.of(7.0))).isEqualTo("0007");
    }

    @ParameterizedTest
    @EnumSource(WordOrder.class)
    void arrangingTwiceChangesNothing(WordOrder order) {
        Random random = new Random(42);
        for (int size : new int[] {2, 4, 8}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            assertThat(order.arrange(order.arrange(bytes))).isEqualTo(bytes);
        }
    }

    private static void assertUnfit(Tag tag, Value value, String why) {
        assertThatThrownBy(() -> encode(tag.at(), value))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(why);
    }

    private static Reading text(String text) {
        return Reading.good(Value.of(text));
    }

    private static Reading decode(ModbusAddress address, String wire) {
        return Registers.decode(address, WordOrder.ABCD, bytes(wire));
    }

    private static String encode(ModbusAddress address, Value value) {
        return HexFormat.of().withUpperCase().formatHex(Registers.encode(address, WordOrder.ABCD, value));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}

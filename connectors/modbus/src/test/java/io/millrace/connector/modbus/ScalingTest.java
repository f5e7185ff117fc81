package io.millrace.connector.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scaled numbers read as a person would reckon them on paper. */
class ScalingTest {

    @ParameterizedTest
    @CsvSource({
        "UINT16, 578,                  0.1,    0,      57.8",
        "UINT32, 77784,                0.1,    0,      7778.4",
        "UINT16, 3,                    0.1,    0,      0.3",
        "UINT16, 235,                  0.1,    -40,    -16.5",
        "INT16,  -1,                   0.001,  0,      -0.001",
        "INT16,  -32768,               0.01,   273.15, -54.53",
        "UINT16, 1,                    0.1,    0.2,    0.3",
        "UINT16, 65535,                1E-4,   0,      6.5535",
        "UINT16, 12,                   100,    0,      1200.0",
        "UINT16, 7,                    1,      0.1,    7.1",
        "UINT16, 13824,                0.0036168981481481482, 0, 50.0",
        "UINT32, 4294967295,           0.001,  0,      4294967.295",
        "INT64,  -9007199254740993,    0.1,    0,      -900719925474099.3",
        "INT64,  9223372036854775807,  0.01,   0,      92233720368547758.07",
        "UINT64, 18446744073709551615, 0.1,    0,      1844674407370955161.5",
        "FLOAT32, 23.1,                10,     0,      231.0",
        "FLOAT32, 57.8,                0.1,    0,      5.78",
        "FLOAT32, 1E-45,               1E45,   0,      1.4",
        "FLOAT64, 0.1,                 3,      0,      0.3",
        "FLOAT64, 1.1,                 1.1,    0,      1.21",
    })
    void readAsOnPaper(ModbusType type, String raw, double scale, double offset, double expected) {
        ModbusAddress address = Tag.holding(0).type(type).scaled(scale, offset).at();

        assertThat(decode(address, wire(type, raw))).isEqualTo(Reading.good(Value.of(expected)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void everyRegisterReadsAsItsDecimalAndIsWrittenBackAsItself(int places) {
        double scale = Double.parseDouble("1E-" + places);
        ModbusAddress address =
                Tag.holding(0).type(ModbusType.INT16).scaled(scale, -273.15).at();

        for (int raw = Short.MIN_VALUE; raw <= Short.MAX_VALUE; raw++) {
            byte[] wire = wire(ModbusType.INT16, Integer.toString(raw));
            Value onPaper = Value.of(BigDecimal.valueOf(raw, places)
                    .subtract(new BigDecimal("273.15"))
                    .doubleValue());

            assertThat(decode(address, wire)).isEqualTo(Reading.good(onPaper));
            assertThat(Registers.encode(address, WordOrder.ABCD, onPaper)).isEqualTo(wire);
        }
    }

    @Test
    void halvesAreWrittenAwayFromZero() {
        ModbusAddress tenths =
                Tag.holding(0).type(ModbusType.INT16).scaled(0.1, 0).at();

        assertThat(encode(tenths, Value.of(57.85))).isEqualTo(579);
        assertThat(encode(tenths, Value.of(57.849999))).isEqualTo(578);
        assertThat(encode(tenths, Value.of(-57.85))).isEqualTo(-579);
        assertThat(encode(tenths, Value.of(58))).isEqualTo(580);
    }

    @Test
    void whatAScaleMakesTooLargeIsBadAndIsNotWritten() {
        ModbusAddress vast =
                Tag.holding(0).type(ModbusType.FLOAT64).scaled(1E300, 0).at();
        ModbusAddress tiny =
                Tag.holding(0).type(ModbusType.FLOAT64).scaled(1E-300, 0).at();

        assertThat(decode(vast, wire(ModbusType.FLOAT64, "1E300")))
                .isEqualTo(Reading.bad(Quality.BAD_OUT_OF_RANGE, "Infinity"));
        assertThat(decode(vast, wire(ModbusType.FLOAT64, "NaN")))
                .isEqualTo(Reading.bad(Quality.BAD_OUT_OF_RANGE, "NaN"));
        assertThatThrownBy(() -> Registers.encode(tiny, WordOrder.ABCD, Value.of(1E300)))
                .hasMessageContaining("too large for float64");
        assertThatThrownBy(
                        () -> Registers.encode(Tag.holding(0).scaled(1E-300, 0).at(), WordOrder.ABCD, Value.of(1E300)))
                .hasMessageContaining("out of range");
        assertThatThrownBy(() -> Registers.encode(tiny, WordOrder.ABCD, Value.of("x")))
                .hasMessageContaining("no number");
        assertThatThrownBy(() -> Registers.encode(Tag.holding(0).scaled(0.1, 0).at(), WordOrder.ABCD, Value.of(true)))
                .hasMessageContaining("no number");
    }

    private static int encode(ModbusAddress address, Value value) {
        return ByteBuffer.wrap(Registers.encode(address, WordOrder.ABCD, value)).getShort();
    }

    private static Reading decode(ModbusAddress address, byte[] wire) {
        return Registers.decode(address, WordOrder.ABCD, wire);
    }

    private static byte[] wire(ModbusType type, String raw) {
        ByteBuffer eight = ByteBuffer.allocate(8);
        switch (type) {
            case FLOAT32:
                return ByteBuffer.allocate(4).putFloat(Float.parseFloat(raw)).array();
            case FLOAT64:
                return eight.putDouble(Double.parseDouble(raw)).array();
            default:
                byte[] all = eight.putLong(new BigDecimal(raw).toBigInteger().longValue())
                        .array();
                return Arrays.copyOfRange(all, 8 - type.registers() * 2, 8);
        }
    }
}

package io.millrace.connector.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModbusAddressTest {

    @Test
    void readsLikeWhatPeopleSay() {
        assertThat(ModbusAddress.holding(7)).hasToString("holding 7 uint16");
        assertThat(Tag.holding(100)
                        .type(ModbusType.FLOAT32)
                        .order(WordOrder.CDAB)
                        .unit(3)
                        .at())
                .hasToString("holding 100 float32 CDAB unit 3");
        assertThat(Tag.holding(100)
                        .type(ModbusType.INT32)
                        .order(WordOrder.LITTLE_ENDIAN)
                        .at())
                .hasToString("holding 100 int32 DCBA");
        assertThat(Tag.coil(20).at()).hasToString("coil 20");
        assertThat(Tag.discrete(17).unit(2).at()).hasToString("discrete 17 unit 2");
        assertThat(Tag.input(8).type(ModbusType.INT16).scaled(0.1, -40).at()).hasToString("input 8 int16 x0.1 -40");
        assertThat(Tag.holding(50).bit(3).at()).hasToString("holding 50 bit 3");
        assertThat(Tag.holding(50).bits(4, 8).at()).hasToString("holding 50 bits 4..11");
        assertThat(Tag.holding(40).text(20).at()).hasToString("holding 40 string[20]");
        assertThat(Tag.holding(0).scaled(1, 5).at()).hasToString("holding 0 uint16 +5");
    }

    @Test
    void theTypeFollowsFromWhatIsSaid() {
        assertThat(Tag.holding(0).at().kind()).isEqualTo(ModbusType.UINT16);
        assertThat(Tag.coil(0).at().kind()).isEqualTo(ModbusType.BOOL);
        assertThat(Tag.holding(0).bit(1).at().kind()).isEqualTo(ModbusType.BOOL);
        assertThat(Tag.holding(0).bits(1, 2).at().kind()).isEqualTo(ModbusType.BITS);
        assertThat(Tag.holding(0).text(3).at().kind()).isEqualTo(ModbusType.STRING);
        assertThat(Tag.holding(0).text(3).at().count()).isEqualTo(2);
        assertThat(Tag.holding(0).type(ModbusType.FLOAT64).at().count()).isEqualTo(4);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithARemedy() {
        assertRefused(Tag.holding(-1), "0 to 65535");
        assertRefused(Tag.holding(65536), "0 to 65535");
        assertRefused(Tag.holding(65535).type(ModbusType.FLOAT32), "goes beyond the last address");
        assertRefused(Tag.holding(0).unit(256), "0 to 255");
        assertRefused(Tag.holding(0).bit(16), "0 to 15");
        assertRefused(Tag.holding(0).bits(9, 8), "beyond the register");
        assertRefused(Tag.holding(0).type(ModbusType.BITS), "how many bits");
        assertRefused(Tag.holding(0).type(ModbusType.INT16).bit(1), "takes whole registers");
        assertRefused(Tag.holding(0).type(ModbusType.STRING), "length in bytes");
        assertRefused(Tag.holding(0).type(ModbusType.FLOAT32).text(4), "length in bytes");
        assertRefused(Tag.holding(0).text(251), "1 to 250");
        assertRefused(Tag.coil(0).type(ModbusType.INT16), "single bit");
        assertRefused(Tag.coil(0).bit(1), "single bit");
        assertRefused(Tag.coil(0).order(WordOrder.CDAB), "single bit");
        assertRefused(Tag.holding(0).scaled(0, 1), "other than 0");
        assertRefused(Tag.holding(0).scaled(Double.NaN, 1), "finite");
        assertRefused(Tag.holding(0).text(4).scaled(2, 0), "cannot be scaled");
        assertRefused(Tag.input(0).writable(), "can only be read");
        assertRefused(Tag.discrete(0).writable(), "can only be read");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65536, -1})
    void portsThatCannotBeAreRefused(int port) {
        assertThatThrownBy(() -> ModbusSettings.of("plc", port))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("The port is " + port);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> ModbusSettings.of(" ", 502)).hasMessageContaining("host");
        assertThatThrownBy(() -> new ModbusSettings(
                        "plc",
                        502,
                        1,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        WordOrder.ABCD,
                        125,
                        2000,
                        16,
                        1,
                        ModbusSettings.Connections.SHARED,
                        Duration.ZERO,
                        Duration.ofSeconds(1)))
                .hasMessageContaining("timeout");
        assertThat(ModbusSettings.of("fe80::1", 502).endpoint()).isEqualTo("[fe80::1]:502");
    }

    private static void assertRefused(Tag tag, String words) {
        assertThatThrownBy(tag::at).isInstanceOf(ProblemException.class).hasMessageContaining(words);
    }
}

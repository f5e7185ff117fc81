package io.millrace.demo.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.demo.process.ConveyorReading;
import io.millrace.demo.process.FeederReading;
import io.millrace.demo.process.Plant;
import org.junit.jupiter.api.Test;

final class DeviceImageTest {

    @Test
    void theConveyorLaysItsReadingOutAsItsManualSays() {
        ConveyorReading reading =
                new ConveyorReading(0, 1.5, 1.6, -0.04, 28.334, 54.26, 2.345, true, true, false, 7777.77, 123_456_789);

        RegisterImage image = ConveyorDevice.image(reading);

        short[] holding = image.holding();
        assertThat(RegisterImage.floatSwapped(holding[0], holding[1])).isEqualTo(1.5f);
        assertThat(RegisterImage.floatSwapped(holding[2], holding[3])).isEqualTo(1.6f);
        assertThat(holding[4]).isZero();
        assertThat(holding[5]).isEqualTo((short) 2833);
        assertThat(holding[6]).isEqualTo((short) 0b001011);
        assertThat(holding[7]).isZero();
        assertThat(unsigned32(holding, 8)).isEqualTo(777_777);
        assertThat(image.input()[0]).isEqualTo((short) 543);
        assertThat(image.input()[1]).isEqualTo((short) 235);
        assertThat(unsigned32(image.input(), 2)).isEqualTo(123_456_789);
        assertThat(image.input()[4]).isEqualTo((short) ('B' << 8 | 'C'));
        assertThat(image.coils()).containsExactly(true, false);
        assertThat(image.discreteInputs()).containsExactly(true, false, false, true);
    }

    @Test
    void aDriftingBeltIsAFaultWithACode() {
        ConveyorReading reading = new ConveyorReading(0, 0, 1.6, 0, 0, 30, 0, true, false, true, 0, 0);

        RegisterImage image = ConveyorDevice.image(reading);

        assertThat(image.holding()[6]).isEqualTo((short) 0b101100);
        assertThat(image.holding()[7]).isEqualTo((short) 17);
        assertThat(image.discreteInputs()).containsExactly(false, true, true, true);
    }

    @Test
    void scaledNumbersStopAtTheEndsOfTheirRange() {
        short[] table = new short[2];

        RegisterImage.putScaled(table, 0, 1e9, 0.1, true);
        RegisterImage.putScaled(table, 1, -5, 0.1, false);

        assertThat(table).containsExactly(Short.MAX_VALUE, (short) 0);
    }

    @Test
    void theEnergyMeterLaysItsReadingOutAsItsManualSays() {
        FeederReading reading = new FeederReading(
                0, 241.5, 9_876_543_210.5, 4_000_000_000.0, 230, 231, 229, 380, 381, 379, 0.91, 50.02);

        short[] input = EnergyMeterDevice.image(reading).input();

        assertThat(Float.intBitsToFloat((int) unsigned32(input, 0))).isEqualTo(241.5f);
        assertThat(Float.intBitsToFloat((int) unsigned32(input, 12))).isEqualTo(379f);
        assertThat(input[14]).isEqualTo((short) 910);
        assertThat(input[15]).isEqualTo((short) 5002);
        assertThat(unsigned32(input, 16) << 32 | unsigned32(input, 18)).isEqualTo(9_876_543_210L);
        assertThat(unsigned32(input, 20)).isEqualTo(4_000_000_000L);
    }

    @Test
    void unitsThatAreNotThereAreEmpty() {
        Plant plant = new Plant(1, 1_790_000_000_000L);

        assertThat(new EnergyMeterDevice(plant).unit(3)).isPresent();
        assertThat(new EnergyMeterDevice(plant).unit(4)).isEmpty();
        assertThat(new EnergyMeterDevice(plant).unit(0)).isEmpty();
        assertThat(new ConveyorDevice(plant).unit(2)).isEmpty();
    }

    private static long unsigned32(short[] table, int address) {
        return (table[address] & 0xFFFFL) << 16 | table[address + 1] & 0xFFFFL;
    }
}

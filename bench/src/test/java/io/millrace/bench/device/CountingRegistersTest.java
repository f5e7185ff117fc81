package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import org.junit.jupiter.api.Test;

class CountingRegistersTest {

    private final CountingRegisters registers = new CountingRegisters(200);

    @Test
    void eachRegisterShowsHowOftenItWasRead() throws ModbusResponseException {
        registers.read(0, 2);
        assertThat(registers.read(1, 2)).containsExactly(0, 2, 0, 1);
    }

    @Test
    void readingAllOfThemOnceIsOneTick() throws ModbusResponseException {
        registers.read(0, 100);
        registers.read(100, 100);
        assertThat(registers.ticks()).isEqualTo(new Ticks(1, 1));
    }

    @Test
    void aNumberIsShownInWholeBeyondOneByte() throws ModbusResponseException {
        for (int i = 0; i < 299; i++) {
            registers.read(0, 1);
        }
        assertThat(registers.read(0, 1)).containsExactly(1, 44);
        assertThat(registers.ticks()).isEqualTo(new Ticks(300, 300));
    }

    @Test
    void whatIsNotThereIsRefusedAndDoesNotCount() throws ModbusResponseException {
        assertThatThrownBy(() -> registers.read(150, 100))
                .isInstanceOfSatisfying(ModbusResponseException.class, refused -> assertThat(refused.getExceptionCode())
                        .isEqualTo(ExceptionCode.ILLEGAL_DATA_ADDRESS.getCode()));
        assertThatThrownBy(() -> registers.read(0, 126))
                .isInstanceOfSatisfying(ModbusResponseException.class, refused -> assertThat(refused.getExceptionCode())
                        .isEqualTo(ExceptionCode.ILLEGAL_DATA_VALUE.getCode()));
        assertThat(registers.read(0, 1)).containsExactly(0, 1);
    }

    @Test
    void aPauseLetsAClientComeToTheEndOfWhatItReads() throws ModbusResponseException {
        registers.resume();
        registers.answer(0, 100);
        registers.pause();
        assertThat(registers.answer(100, 100)).hasSize(200);
        assertThatThrownBy(() -> registers.answer(0, 100))
                .isInstanceOfSatisfying(ModbusResponseException.class, refused -> assertThat(refused.getExceptionCode())
                        .isEqualTo(ExceptionCode.SLAVE_DEVICE_BUSY.getCode()));
        assertThatThrownBy(() -> registers.answer(100, 100)).isInstanceOf(ModbusResponseException.class);
        assertThat(registers.ticks()).isEqualTo(new Ticks(1, 1));
    }
}

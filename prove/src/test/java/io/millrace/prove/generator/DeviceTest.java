package io.millrace.prove.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import io.millrace.prove.journal.Entry;
import io.millrace.prove.journal.JournalReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTest {

    private static final ModbusRequestContext CONTEXT = new ModbusRequestContext.ModbusRtuRequestContext() {};

    @TempDir
    Path folder;

    private Device device() {
        return new Device(folder.resolve("device"), 2, new SplittableRandom(1));
    }

    private static long counter(Device device, int register) throws ModbusResponseException {
        byte[] bytes = device.readHoldingRegisters(CONTEXT, 1, new ReadHoldingRegistersRequest(2 * register, 2))
                .registers();
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt());
    }

    private List<Entry> journal() {
        List<Entry> entries = new ArrayList<>();
        JournalReader.read(folder.resolve("device"), entries::add);
        return entries;
    }

    @Test
    void hasWrittenDownWhatItShows() throws ModbusResponseException {
        try (Device device = device()) {
            for (int i = 0; i < 50; i++) {
                long shown = counter(device, 1);

                assertThat(journal()).last().isEqualTo(new Entry(Entry.Kind.SHOWN, 0, 2, 0, shown));
            }
            byte[] noise = device.readInputRegisters(CONTEXT, 1, new ReadInputRegistersRequest(0, 1))
                    .registers();
            assertThat(journal())
                    .last()
                    .isEqualTo(new Entry(
                            Entry.Kind.SHOWN,
                            1,
                            1,
                            0,
                            Short.toUnsignedLong(ByteBuffer.wrap(noise).getShort())));
        }
    }

    @Test
    void neverCountsBackwardsNotEvenWhenItIsKilled() throws ModbusResponseException {
        long last = 0;
        for (int life = 0; life < 5; life++) {
            Device device = device();
            for (int i = 0; i < 20; i++) {
                long shown = counter(device, 0);
                assertThat(shown).isGreaterThanOrEqualTo(last);
                last = shown;
            }
        }
        assertThat(last).isPositive();
    }

    @Test
    void standsStillWhenItIsFrozenAndCountsHowOftenItWasAsked() throws ModbusResponseException {
        try (Device device = device()) {
            long before = counter(device, 0);
            device.freeze();

            assertThat(device.shownSinceFrozen()).isZero();
            assertThat(counter(device, 0)).isEqualTo(before);
            assertThat(device.shownSinceFrozen()).isZero();
            counter(device, 1);
            assertThat(device.shownSinceFrozen()).isEqualTo(1);
        }
    }

    @Test
    void refusesRegistersThatItDoesNotHave() {
        try (Device device = device()) {
            assertThatThrownBy(() -> counter(device, 2)).isInstanceOf(ModbusResponseException.class);
        }
    }
}

package io.millrace.prove.generator;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;
import io.millrace.prove.journal.Entry;
import io.millrace.prove.journal.JournalReader;
import io.millrace.prove.journal.JournalWriter;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A device with counters of 32 bits in its holding registers (two registers each, most significant word first) and noise
 * in its input registers. What it shows is in its journal before it is shown, and so a counter never goes back, not even
 * when the device is killed. Thread-safe.
 */
final class Device implements ModbusServices, AutoCloseable {

    private final JournalWriter journal;
    private final SplittableRandom random;
    private final long[] counters;
    private final long[] asked;
    private boolean frozen;

    Device(Path file, int registers, SplittableRandom random) {
        this.random = random;
        this.counters = new long[registers];
        this.asked = new long[registers];
        JournalReader.read(file, entry -> {
            if (entry.flow() == 0) {
                counters[entry.index() - 1] = entry.value();
            }
        });
        this.journal = JournalWriter.open(file);
    }

    /** Nothing is counted any more. */
    synchronized void freeze() {
        frozen = true;
        for (int i = 0; i < asked.length; i++) {
            asked[i] = 0;
        }
    }

    /** How often even the least asked counter has been shown since the device was frozen. */
    synchronized long shownSinceFrozen() {
        long least = Long.MAX_VALUE;
        for (long times : asked) {
            least = Math.min(least, times);
        }
        return frozen ? least : 0;
    }

    @Override
    public synchronized ReadHoldingRegistersResponse readHoldingRegisters(
            ModbusRequestContext context, int unitId, ReadHoldingRegistersRequest request)
            throws ModbusResponseException {
        int from = request.address();
        int count = request.quantity();
        check(from, count, 2 * counters.length, FunctionCode.READ_HOLDING_REGISTERS);
        for (int i = from / 2; i <= (from + count - 1) / 2; i++) {
            if (!frozen) {
                counters[i] += random.nextInt(4);
            }
            asked[i]++;
            journal.add(new Entry(Entry.Kind.SHOWN, 0, i + 1, 0, counters[i]));
        }
        journal.commit();
        byte[] bytes = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            long counter = counters[(from + i) / 2];
            put(bytes, i, (int) ((from + i) % 2 == 0 ? counter >>> 16 : counter));
        }
        return new ReadHoldingRegistersResponse(bytes);
    }

    @Override
    public synchronized ReadInputRegistersResponse readInputRegisters(
            ModbusRequestContext context, int unitId, ReadInputRegistersRequest request)
            throws ModbusResponseException {
        int from = request.address();
        int count = request.quantity();
        check(from, count, counters.length, FunctionCode.READ_INPUT_REGISTERS);
        byte[] bytes = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            int noise = random.nextInt(1 << 16);
            journal.add(new Entry(Entry.Kind.SHOWN, 1, from + i + 1, 0, noise));
            put(bytes, i, noise);
        }
        journal.commit();
        return new ReadInputRegistersResponse(bytes);
    }

    private static void check(int from, int count, int registers, FunctionCode function)
            throws ModbusResponseException {
        if (count < 1 || count > 125) {
            throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_VALUE);
        }
        if (from + count > registers) {
            throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_ADDRESS);
        }
    }

    private static void put(byte[] bytes, int register, int value) {
        bytes[2 * register] = (byte) (value >> 8);
        bytes[2 * register + 1] = (byte) value;
    }

    @Override
    public synchronized void close() {
        journal.close();
    }
}

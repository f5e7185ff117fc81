package io.millrace.bench.device;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;

/**
 * Holding registers that count: each shows how often it has been read, so that every reading can be told from all
 * others, and one that nobody stored is missed. After 65,535 readings they begin again. While paused the device is busy
 * (exception 6), and to begin with it is; a client that reads all registers in order is let come to their end before.
 * Thread-safe.
 */
final class CountingRegisters implements ModbusServices, Device {

    private static final int MOST = 125;

    private final short[] shown;
    private boolean paused = true;
    private boolean busy = true;
    private long reads;

    CountingRegisters(int registers) {
        shown = new short[registers];
    }

    @Override
    public ReadHoldingRegistersResponse readHoldingRegisters(
            ModbusRequestContext context, int unitId, ReadHoldingRegistersRequest request)
            throws ModbusResponseException {
        return new ReadHoldingRegistersResponse(answer(request.address(), request.quantity()));
    }

    synchronized byte[] answer(int address, int quantity) throws ModbusResponseException {
        busy = paused && (busy || address == 0);
        if (busy) {
            throw refusal(ExceptionCode.SLAVE_DEVICE_BUSY);
        }
        return read(address, quantity);
    }

    synchronized byte[] read(int address, int quantity) throws ModbusResponseException {
        if (quantity < 1 || quantity > MOST) {
            throw refusal(ExceptionCode.ILLEGAL_DATA_VALUE);
        }
        if (address + quantity > shown.length) {
            throw refusal(ExceptionCode.ILLEGAL_DATA_ADDRESS);
        }
        if (address == 0) {
            reads++;
        }
        byte[] bytes = new byte[2 * quantity];
        for (int i = 0; i < quantity; i++) {
            short now = ++shown[address + i];
            bytes[2 * i] = (byte) (now >> 8);
            bytes[2 * i + 1] = (byte) now;
        }
        return bytes;
    }

    private static ModbusResponseException refusal(ExceptionCode code) {
        return new ModbusResponseException(FunctionCode.READ_HOLDING_REGISTERS, code);
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public synchronized void resume() {
        paused = false;
    }

    /** Of the first register: a client that reads them all reads it once each time. */
    @Override
    public synchronized Ticks ticks() {
        return new Ticks(reads, shown[0] & 0xFFFF);
    }
}

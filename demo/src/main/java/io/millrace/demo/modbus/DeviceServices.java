package io.millrace.demo.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadCoilsResponse;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsResponse;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsResponse;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilResponse;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;

/**
 * Answers requests from a device's register image, with the exceptions of the Modbus application protocol (V1.1b3,
 * clause 7): illegal data address beyond a table's end, illegal data value for a quantity or a value out of range,
 * gateway target device failed to respond (0B) for a unit that is not there.
 */
final class DeviceServices implements ModbusServices {

    private static final int MAX_BITS = 2000;
    private static final int MAX_REGISTERS = 125;

    private final ModbusDevice device;

    DeviceServices(ModbusDevice device) {
        this.device = device;
    }

    @Override
    public ReadCoilsResponse readCoils(ModbusRequestContext context, int unitId, ReadCoilsRequest request)
            throws ModbusResponseException {
        FunctionCode function = FunctionCode.READ_COILS;
        boolean[] table = image(unitId, function).coils();
        return new ReadCoilsResponse(bits(table, request.address(), request.quantity(), function));
    }

    @Override
    public ReadDiscreteInputsResponse readDiscreteInputs(
            ModbusRequestContext context, int unitId, ReadDiscreteInputsRequest request)
            throws ModbusResponseException {
        FunctionCode function = FunctionCode.READ_DISCRETE_INPUTS;
        boolean[] table = image(unitId, function).discreteInputs();
        return new ReadDiscreteInputsResponse(bits(table, request.address(), request.quantity(), function));
    }

    @Override
    public ReadHoldingRegistersResponse readHoldingRegisters(
            ModbusRequestContext context, int unitId, ReadHoldingRegistersRequest request)
            throws ModbusResponseException {
        FunctionCode function = FunctionCode.READ_HOLDING_REGISTERS;
        short[] table = image(unitId, function).holding();
        return new ReadHoldingRegistersResponse(registers(table, request.address(), request.quantity(), function));
    }

    @Override
    public ReadInputRegistersResponse readInputRegisters(
            ModbusRequestContext context, int unitId, ReadInputRegistersRequest request)
            throws ModbusResponseException {
        FunctionCode function = FunctionCode.READ_INPUT_REGISTERS;
        short[] table = image(unitId, function).input();
        return new ReadInputRegistersResponse(registers(table, request.address(), request.quantity(), function));
    }

    @Override
    public WriteSingleCoilResponse writeSingleCoil(
            ModbusRequestContext context, int unitId, WriteSingleCoilRequest request) throws ModbusResponseException {
        FunctionCode function = FunctionCode.WRITE_SINGLE_COIL;
        image(unitId, function);
        if (!device.writeCoil(unitId, request.address(), request.value() != 0)) {
            throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_ADDRESS);
        }
        return new WriteSingleCoilResponse(request.address(), request.value());
    }

    @Override
    public WriteMultipleCoilsResponse writeMultipleCoils(
            ModbusRequestContext context, int unitId, WriteMultipleCoilsRequest request)
            throws ModbusResponseException {
        FunctionCode function = FunctionCode.WRITE_MULTIPLE_COILS;
        int length = image(unitId, function).coils().length;
        check(length, request.address(), request.quantity(), MAX_BITS, function);
        for (int i = 0; i < request.quantity(); i++) {
            boolean value = (request.values()[i / 8] >> (i % 8) & 1) != 0;
            if (!device.writeCoil(unitId, request.address() + i, value)) {
                throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_ADDRESS);
            }
        }
        return new WriteMultipleCoilsResponse(request.address(), request.quantity());
    }

    @Override
    public WriteSingleRegisterResponse writeSingleRegister(
            ModbusRequestContext context, int unitId, WriteSingleRegisterRequest request)
            throws ModbusResponseException {
        FunctionCode function = FunctionCode.WRITE_SINGLE_REGISTER;
        write(unitId, request.address(), new short[] {(short) request.value()}, function);
        return new WriteSingleRegisterResponse(request.address(), request.value());
    }

    @Override
    public WriteMultipleRegistersResponse writeMultipleRegisters(
            ModbusRequestContext context, int unitId, WriteMultipleRegistersRequest request)
            throws ModbusResponseException {
        FunctionCode function = FunctionCode.WRITE_MULTIPLE_REGISTERS;
        byte[] bytes = request.values();
        if (bytes.length != 2 * request.quantity()) {
            throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_VALUE);
        }
        short[] values = new short[request.quantity()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (bytes[2 * i] << 8 | bytes[2 * i + 1] & 0xFF);
        }
        write(unitId, request.address(), values, function);
        return new WriteMultipleRegistersResponse(request.address(), request.quantity());
    }

    private void write(int unitId, int address, short[] values, FunctionCode function) throws ModbusResponseException {
        image(unitId, function);
        switch (device.writeRegisters(unitId, address, values)) {
            case WRITTEN -> {}
            case ILLEGAL_ADDRESS -> throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_ADDRESS);
            case ILLEGAL_VALUE -> throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_VALUE);
        }
    }

    private RegisterImage image(int unitId, FunctionCode function) throws ModbusResponseException {
        return device.unit(unitId)
                .orElseThrow(() ->
                        new ModbusResponseException(function, ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE));
    }

    private static byte[] bits(boolean[] table, int address, int quantity, FunctionCode function)
            throws ModbusResponseException {
        check(table.length, address, quantity, MAX_BITS, function);
        byte[] packed = new byte[(quantity + 7) / 8];
        for (int i = 0; i < quantity; i++) {
            if (table[address + i]) {
                packed[i / 8] |= (byte) (1 << (i % 8));
            }
        }
        return packed;
    }

    private static byte[] registers(short[] table, int address, int quantity, FunctionCode function)
            throws ModbusResponseException {
        check(table.length, address, quantity, MAX_REGISTERS, function);
        byte[] bytes = new byte[2 * quantity];
        for (int i = 0; i < quantity; i++) {
            bytes[2 * i] = (byte) (table[address + i] >> 8);
            bytes[2 * i + 1] = (byte) table[address + i];
        }
        return bytes;
    }

    private static void check(int length, int address, int quantity, int most, FunctionCode function)
            throws ModbusResponseException {
        if (quantity < 1 || quantity > most) {
            throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_VALUE);
        }
        if (address + quantity > length) {
            throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_ADDRESS);
        }
    }
}

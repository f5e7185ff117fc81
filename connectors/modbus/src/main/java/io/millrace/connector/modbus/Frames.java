package io.millrace.connector.modbus;

import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultResponseSerializer;
import com.digitalpetri.modbus.pdu.ModbusPdu;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadCoilsResponse;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsResponse;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import java.nio.ByteBuffer;

/** Protocol data units, made and understood by the library. */
final class Frames {

    /** Application Protocol V1.1b3, 4.1: the greatest PDU. */
    private static final int MAX_PDU = 253;

    private static final byte[] NONE = {};

    private Frames() {}

    static ModbusRequestPdu read(ModbusTable table, int first, int count) {
        return switch (table) {
            case COIL -> new ReadCoilsRequest(first, count);
            case DISCRETE_INPUT -> new ReadDiscreteInputsRequest(first, count);
            case INPUT_REGISTER -> new ReadInputRegistersRequest(first, count);
            case HOLDING_REGISTER -> new ReadHoldingRegistersRequest(first, count);
        };
    }

    static ByteBuffer encode(ModbusRequestPdu request) {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_PDU);
        try {
            DefaultRequestSerializer.INSTANCE.encode(request, bytes);
        } catch (Exception impossible) {
            throw new IllegalStateException("a request that cannot be written: " + request, impossible);
        }
        return bytes.flip();
    }

    /** What the device's answer to a function says; an answer that makes no sense is none. */
    static Answer answer(int function, ByteBuffer pdu) {
        int answered = pdu.hasRemaining() ? pdu.get(pdu.position()) & 0xFF : -1;
        if (answered == (function | 0x80) && pdu.remaining() >= 2) {
            return new Answer.Refused(pdu.get(pdu.position() + 1) & 0xFF);
        }
        if (answered != function) {
            return senseless("function " + answered + " instead of " + function);
        }
        try {
            return new Answer.Data(data(DefaultResponseSerializer.INSTANCE.decode(function, pdu)));
        } catch (Exception malformed) {
            return senseless("an answer that is cut short");
        }
    }

    static Answer senseless(String what) {
        return new Answer.None(true, false, "The device answered nonsense: " + what + ".");
    }

    private static byte[] data(ModbusPdu pdu) {
        if (pdu instanceof ReadHoldingRegistersResponse holding) {
            return holding.registers();
        } else if (pdu instanceof ReadInputRegistersResponse input) {
            return input.registers();
        } else if (pdu instanceof ReadCoilsResponse coils) {
            return coils.coils();
        } else if (pdu instanceof ReadDiscreteInputsResponse discrete) {
            return discrete.inputs();
        }
        return NONE;
    }
}

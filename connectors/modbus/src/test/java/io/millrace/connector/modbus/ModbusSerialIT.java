package io.millrace.connector.modbus;

import io.millrace.connector.exam.PeerProgram;

/** The exam against the npm package modbus-serial. */
class ModbusSerialIT extends ModbusExam {

    @Override
    protected PeerProgram program() {
        return Devices.modbusSerial();
    }
}

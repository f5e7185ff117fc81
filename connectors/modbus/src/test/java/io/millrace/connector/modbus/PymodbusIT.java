package io.millrace.connector.modbus;

import io.millrace.connector.exam.PeerProgram;

/** The exam against pymodbus. */
class PymodbusIT extends ModbusExam {

    @Override
    protected PeerProgram program() {
        return Devices.pymodbus();
    }
}

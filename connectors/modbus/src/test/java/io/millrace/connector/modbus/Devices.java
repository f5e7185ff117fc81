package io.millrace.connector.modbus;

import io.millrace.connector.exam.Peer;
import io.millrace.connector.exam.PeerProgram;
import io.millrace.connector.exam.Peers;
import java.time.Duration;

/** The devices of the tests: the same one, played by two different programs. */
final class Devices {

    private Devices() {}

    static PeerProgram modbusSerial() {
        return Peers.node("modbus-serial-server.js");
    }

    static PeerProgram pymodbus() {
        return Peers.python("pymodbus", "apt-get install python3-pymodbus", "pymodbus-server.py");
    }

    /** Time-outs of a second. */
    static ModbusSettings settings(int port) {
        return with(port, ModbusSettings.Connections.PER_UNIT, Duration.ofSeconds(30), 1);
    }

    static ModbusSettings with(int port, ModbusSettings.Connections connections, Duration idle, int maxInFlight) {
        return new ModbusSettings(
                "127.0.0.1",
                port,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                WordOrder.ABCD,
                125,
                2000,
                16,
                maxInFlight,
                connections,
                idle,
                Duration.ofSeconds(30));
    }

    /** What the device answers to a command, without its OK. */
    static String ask(Peer device, String command) {
        String answer = device.ask(command);
        if (!answer.startsWith("OK")) {
            throw new AssertionError("'" + command + "' was answered " + answer);
        }
        return answer.substring("OK".length()).trim();
    }
}

package io.millrace.connector.modbus;

import io.millrace.connector.Connector;
import io.millrace.connector.exam.ConnectorExam;
import io.millrace.connector.exam.Known;
import io.millrace.connector.exam.Peer;
import io.millrace.model.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The exam against the device of {@code peers/modbus-device.json}, whoever plays it. */
abstract class ModbusExam extends ConnectorExam<ModbusSettings, ModbusAddress> {

    @Override
    protected Connector<ModbusSettings, ModbusAddress> connector() {
        return new ModbusConnector();
    }

    @Override
    protected ModbusSettings settings(int port) {
        return Devices.settings(port);
    }

    @Override
    protected List<Known<ModbusAddress>> known() {
        return List.of(
                known(Tag.holding(0), Value.of(1234)),
                known(Tag.holding(1).type(ModbusType.INT16), Value.of(-1)),
                known(Tag.holding(2), Value.of(65535)),
                known(Tag.holding(4).type(ModbusType.INT32), Value.of(-123456789)),
                known(Tag.holding(6).type(ModbusType.UINT32).order(WordOrder.CDAB), Value.of(4000000000L)),
                known(Tag.holding(10).type(ModbusType.FLOAT32), Value.of(23.5)),
                known(Tag.holding(12).type(ModbusType.FLOAT32).order(WordOrder.CDAB), Value.of(-17.25)),
                known(Tag.holding(14).type(ModbusType.FLOAT32).order(WordOrder.BADC), Value.of(1000.125)),
                known(Tag.holding(16).type(ModbusType.FLOAT32).order(WordOrder.LITTLE_ENDIAN), Value.of(0.5)),
                known(Tag.holding(20).type(ModbusType.FLOAT64), Value.of(Math.PI)),
                known(Tag.holding(24).type(ModbusType.FLOAT64).order(WordOrder.CDAB), Value.of(-2.5e100)),
                known(Tag.holding(28).type(ModbusType.INT64), Value.of(-9007199254740993L)),
                known(Tag.holding(32).type(ModbusType.UINT64).order(WordOrder.CDAB), Value.of(Long.MAX_VALUE)),
                known(Tag.holding(40).text(20), Value.of("KILN-1")),
                known(Tag.holding(50).bit(0), Value.of(true)),
                known(Tag.holding(50).bits(4, 8), Value.of(0x5A)),
                known(Tag.holding(0).scaled(0.1, 5), Value.of(128.4)),
                known(Tag.holding(210), Value.of(210)),
                known(Tag.holding(1499), Value.of(1499)),
                known(Tag.input(0), Value.of(77)),
                known(Tag.input(8).type(ModbusType.FLOAT32).order(WordOrder.CDAB), Value.of(400.25)),
                known(Tag.coil(0), Value.of(true)),
                known(Tag.coil(1), Value.of(false)),
                known(Tag.coil(63), Value.of(true)),
                known(Tag.discrete(17), Value.of(true)));
    }

    @Override
    protected ModbusAddress unknown() {
        return Tag.holding(300).writable().at();
    }

    @Override
    protected ModbusAddress writable() {
        return Tag.holding(100).writable().at();
    }

    @Override
    protected Value valueToWrite(int n) {
        return Value.of(n * 1000L);
    }

    @Override
    protected Value valueInDevice(Peer device) {
        return Value.of(Long.parseLong(Devices.ask(device, "get holding 100")));
    }

    @Override
    protected void reset(Peer device) {
        Devices.ask(device, "set holding 100 0");
    }

    @Override
    protected Optional<ModbusAddress> readOnly() {
        return Optional.of(Tag.holding(101).at());
    }

    @Override
    protected Duration frozenNoticed() {
        return Duration.ofSeconds(5);
    }

    private static Known<ModbusAddress> known(Tag tag, Value value) {
        return new Known<>(tag.at(), value);
    }
}

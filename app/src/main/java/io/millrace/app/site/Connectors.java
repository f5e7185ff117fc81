package io.millrace.app.site;

import io.millrace.connector.Connector;
import io.millrace.connector.modbus.ModbusConnector;
import io.millrace.connector.opcua.OpcUaConnector;
import java.util.List;

/** The connectors this program has, in the order in which people read about them. */
public final class Connectors {

    private static final List<Connector<?, ?>> ALL = List.of(new OpcUaConnector(), new ModbusConnector());

    private Connectors() {}

    public static List<Connector<?, ?>> all() {
        return ALL;
    }
}

package io.millrace.connector.modbus;

import io.millrace.connector.Capability;
import io.millrace.connector.Connector;
import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Session;
import io.millrace.connector.SessionListener;
import java.util.Set;

/** Modbus TCP: reads and writes coils and registers. The protocol knows no subscription and no browsing. */
public final class ModbusConnector implements Connector<ModbusSettings, ModbusAddress> {

    @Override
    public String type() {
        return "modbus";
    }

    @Override
    public String title() {
        return "Modbus TCP";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.READ, Capability.WRITE);
    }

    @Override
    public Class<ModbusSettings> settingsType() {
        return ModbusSettings.class;
    }

    @Override
    public Class<ModbusAddress> addressType() {
        return ModbusAddress.class;
    }

    @Override
    public String endpoint(ModbusSettings settings) {
        return settings.endpoint();
    }

    /** The unit id; empty for the connection's own. */
    @Override
    public String lane(ModbusAddress address) {
        Integer unit = address.unitId();
        return unit == null ? "" : unit.toString();
    }

    @Override
    public Session<ModbusAddress> open(
            ModbusSettings settings, ConnectorEnvironment environment, SessionListener listener)
            throws ConnectorException, InterruptedException {
        ModbusSession session = new ModbusSession(settings, environment.connection(), listener);
        session.start();
        return session;
    }
}

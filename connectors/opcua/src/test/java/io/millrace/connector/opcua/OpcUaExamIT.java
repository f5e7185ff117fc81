package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Connector;
import io.millrace.connector.exam.ConnectorExam;
import io.millrace.connector.exam.Known;
import io.millrace.connector.exam.Peer;
import io.millrace.connector.exam.PeerProgram;
import io.millrace.connector.exam.Peers;
import io.millrace.model.Value;
import java.util.List;
import java.util.Optional;

/** The exam, against node-opcua. */
class OpcUaExamIT extends ConnectorExam<OpcUaSettings, OpcUaAddress> {

    private final OpcUaConnector connector = new OpcUaConnector();

    @Override
    protected Connector<OpcUaSettings, OpcUaAddress> connector() {
        return connector;
    }

    @Override
    protected OpcUaSettings settings(int port) {
        return ServerSettings.plain(port);
    }

    @Override
    protected PeerProgram program() {
        return Peers.node("opcua-server.js", deviceFolder.toString());
    }

    @Override
    protected List<Known<OpcUaAddress>> known() {
        return List.of(
                new Known<>(OpcUaAddress.of("ns=1;s=Double"), Value.of(850.25)),
                new Known<>(OpcUaAddress.of("nsu=urn:localhost:peer;s=Int32"), Value.of(-2147483648L)),
                new Known<>(OpcUaAddress.of("ns=1;s=String"), Value.of("Kiln 1, größer")),
                new Known<>(OpcUaAddress.of("ns=1;s=Boolean"), Value.of(true)));
    }

    @Override
    protected OpcUaAddress unknown() {
        return OpcUaAddress.of("ns=1;s=NoSuchThing");
    }

    @Override
    protected OpcUaAddress writable() {
        return OpcUaAddress.of("ns=1;s=Setpoint");
    }

    @Override
    protected Optional<OpcUaAddress> readOnly() {
        return Optional.of(OpcUaAddress.of("ns=1;s=Double"));
    }

    @Override
    protected Value valueToWrite(int n) {
        return Value.of(n + 0.5);
    }

    @Override
    protected Value valueInDevice(Peer device) {
        return Value.of(Double.parseDouble(device.ask("get Setpoint").substring("OK ".length())));
    }

    @Override
    protected void reset(Peer device) {
        assertThat(device.ask("set Setpoint 0")).isEqualTo("OK");
    }

    /** Netty's own, which lingers for a second after its last use. */
    @Override
    protected List<String> globalThreads() {
        return List.of("globalEventExecutor");
    }
}

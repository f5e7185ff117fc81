package io.millrace.connector.opcua;

import io.millrace.connector.opcua.OpcUaSettings.ChangeTrigger;
import io.millrace.connector.opcua.OpcUaSettings.Fault;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import io.millrace.connector.opcua.OpcUaSettings.Mode;
import io.millrace.connector.opcua.OpcUaSettings.Policy;
import io.millrace.connector.opcua.OpcUaSettings.Security;
import java.time.Duration;
import java.util.List;

/** Settings for servers on loopback, with time-outs that let tests end today. */
final class ServerSettings {

    private ServerSettings() {}

    static OpcUaSettings plain(int port) {
        return with("opc.tcp://127.0.0.1:" + port, Security.none(), Identity.anonymous());
    }

    static OpcUaSettings secure(int port, Policy policy, Mode mode, Fault... tolerated) {
        return secure(port, policy, mode, Identity.anonymous(), tolerated);
    }

    static OpcUaSettings secure(int port, Policy policy, Mode mode, Identity identity, Fault... tolerated) {
        return with("opc.tcp://localhost:" + port, new Security(policy, mode, List.of(tolerated)), identity);
    }

    static OpcUaSettings with(String endpoint, Security security, Identity identity) {
        return with(endpoint, security, identity, 0, 1000);
    }

    static OpcUaSettings with(String endpoint, Security security, Identity identity, int queueSize, int batchLimit) {
        return new OpcUaSettings(
                endpoint,
                security,
                identity,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofMillis(100),
                queueSize,
                Duration.ofSeconds(1),
                false,
                batchLimit,
                ChangeTrigger.STATUS_VALUE);
    }
}

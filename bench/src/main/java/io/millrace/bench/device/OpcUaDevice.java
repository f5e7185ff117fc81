package io.millrace.bench.device;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/**
 * An OPC UA server, {@code OpcUaDevice PORT TAGS CHANGING INTERVAL-MILLIS}: without security, for clients on this machine.
 * Its tags all change at the same time, which is their source time; to begin with it is paused.
 */
public final class OpcUaDevice {

    private static final String URI = "urn:millrace:bench:device";
    private static final String HOST = "127.0.0.1";
    private static final long BIND_SECONDS = 20;

    private OpcUaDevice() {}

    public static void main(String[] arguments) throws Exception {
        OpcUaServer server = server(Integer.parseInt(arguments[0]));
        OpcUaNodes nodes = new OpcUaNodes(server, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        nodes.startup();
        server.startup().get(BIND_SECONDS, TimeUnit.SECONDS);
        Clockwork clockwork = new Clockwork(Long.parseLong(arguments[3]), nodes);
        clockwork.start();
        Orders.obey(System.in, System.out, clockwork);
        System.exit(0);
    }

    private static OpcUaServer server(int port) {
        EndpointConfig endpoint = EndpointConfig.newBuilder()
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
                .setBindAddress(HOST)
                .setBindPort(port)
                .setHostname(HOST)
                .setSecurityPolicy(SecurityPolicy.None)
                .setSecurityMode(MessageSecurityMode.None)
                .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS)
                .build();
        OpcUaServerConfig config = OpcUaServerConfig.builder()
                .setApplicationUri(URI)
                .setApplicationName(LocalizedText.english("Millrace bench"))
                .setProductUri(URI)
                .setBuildInfo(new BuildInfo(URI, "Millrace", "Values to be counted", "1", "1", DateTime.now()))
                .setEndpoints(Set.of(endpoint))
                .setCertificateManager(new DefaultCertificateManager(new MemoryCertificateQuarantine()))
                .build();
        return new OpcUaServer(
                config,
                profile -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()));
    }
}

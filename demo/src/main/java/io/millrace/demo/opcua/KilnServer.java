package io.millrace.demo.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.demo.process.KilnReading;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoublePredicate;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/**
 * The OPC UA server of one kiln: {@code opc.tcp://127.0.0.1:<port>/limeworks/kiln-1}, anonymous, either without security
 * or with Basic256Sha256. It guards nothing, so it accepts the certificate of any client.
 *
 * <p>Runs on threads that others own. Thread-safe, except that {@link #show} is for one thread.
 */
public final class KilnServer implements AutoCloseable {

    private static final String PRODUCT = "urn:millrace:demo:kiln";
    private static final int FREE_PORT_ATTEMPTS = 10;

    /** Accepts everybody: the demonstration has no secrets. */
    private static final CertificateValidator ANYBODY = (chain, applicationUri, hostnames) -> {};

    private final OpcUaServer server;
    private final KilnAddressSpace addressSpace;
    private final int port;

    private KilnServer(OpcUaServer server, KilnAddressSpace addressSpace, int port) {
        this.server = server;
        this.addressSpace = addressSpace;
        this.port = port;
    }

    /** Threads that the servers share. */
    public record Threads(EventLoopGroup eventLoop, ExecutorService executor, ScheduledExecutorService scheduler) {}

    /**
     * Binds and serves.
     *
     * @param kiln its number
     * @param port 0 for any free one
     * @param folder where key and certificate are kept
     * @param setpoint takes a wanted burner temperature; false when it is out of range
     * @throws BindException when the port cannot be bound
     * @throws IOException when key and certificate cannot be kept
     */
    public static KilnServer start(
            int kiln, String host, int port, Path folder, KilnReading first, DoublePredicate setpoint, Threads threads)
            throws IOException {
        String uri = PRODUCT + "-" + kiln;
        ServerCertificate certificate = ServerCertificate.in(folder, "kiln-" + kiln, uri, host);
        // Milo wants to know its port before it binds: a free one may be taken meanwhile.
        for (int attempt = 1; ; attempt++) {
            int candidate = port == 0 ? freePort(host) : port;
            try {
                return bind(kiln, host, candidate, uri, certificate, first, setpoint, threads);
            } catch (BindException taken) {
                if (port != 0 || attempt == FREE_PORT_ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    private static KilnServer bind(
            int kiln,
            String host,
            int port,
            String uri,
            ServerCertificate certificate,
            KilnReading first,
            DoublePredicate setpoint,
            Threads threads)
            throws IOException {
        OpcUaServerConfig config = OpcUaServerConfig.builder()
                .setApplicationUri(uri)
                .setApplicationName(LocalizedText.english("Millrace demo: kiln " + kiln))
                .setProductUri(PRODUCT)
                .setBuildInfo(new BuildInfo(PRODUCT, "Millrace", "Simulated lime kiln", "1", "1", DateTime.now()))
                .setEndpoints(endpoints(kiln, host, port, certificate.certificate()))
                .setCertificateManager(certificateManager(certificate))
                .setLimits(new Limits())
                .setExecutor(threads.executor())
                .setScheduledExecutor(threads.scheduler())
                .build();
        OpcUaServer server = new OpcUaServer(
                config,
                profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder()
                        .setEventLoop(threads.eventLoop())
                        .setExecutor(threads.executor())
                        .build()));
        KilnAddressSpace addressSpace = new KilnAddressSpace(server, kiln, first, setpoint);
        addressSpace.startup();
        try {
            server.startup().get(5, TimeUnit.SECONDS);
            return new KilnServer(server, addressSpace, port);
        } catch (ExecutionException | TimeoutException failure) {
            shutdown(server, addressSpace);
            BindException taken = new BindException("port " + port + " on " + host + " cannot be bound");
            taken.initCause(failure);
            throw taken;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            shutdown(server, addressSpace);
            throw new IOException("interrupted while binding", interrupted);
        }
    }

    private static int freePort(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    private static Set<EndpointConfig> endpoints(int kiln, String host, int port, X509Certificate certificate) {
        EndpointConfig.Builder base = EndpointConfig.newBuilder()
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
                .setBindAddress(host)
                .setBindPort(port)
                .setHostname(host)
                .setPath("/limeworks/kiln-" + kiln)
                .setCertificate(certificate)
                .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS);
        Set<EndpointConfig> endpoints = new LinkedHashSet<>();
        endpoints.add(base.copy()
                .setSecurityPolicy(SecurityPolicy.None)
                .setSecurityMode(MessageSecurityMode.None)
                .build());
        for (MessageSecurityMode mode : List.of(MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt)) {
            endpoints.add(base.copy()
                    .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
                    .setSecurityMode(mode)
                    .build());
        }
        return endpoints;
    }

    private static DefaultCertificateManager certificateManager(ServerCertificate certificate) throws IOException {
        MemoryCertificateQuarantine quarantine = new MemoryCertificateQuarantine();
        RsaSha256CertificateFactory factory = new RsaSha256CertificateFactory() {
            @Override
            protected KeyPair createRsaSha256KeyPair() {
                return certificate.keyPair();
            }

            @Override
            protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
                return new X509Certificate[] {certificate.certificate()};
            }
        };
        try {
            return new DefaultCertificateManager(
                    quarantine,
                    DefaultApplicationGroup.createAndInitialize(
                            new MemoryTrustListManager(), new MemoryCertificateStore(), factory, ANYBODY));
        } catch (Exception failure) {
            throw new IOException("the certificate cannot be used: " + failure.getMessage(), failure);
        }
    }

    public int port() {
        return port;
    }

    /** Lets the nodes show a reading. */
    public void show(KilnReading reading) {
        addressSpace.show(reading);
    }

    /** Ends subscriptions and closes connections. */
    @Override
    public void close() {
        shutdown(server, addressSpace);
    }

    private static void shutdown(OpcUaServer server, KilnAddressSpace addressSpace) {
        addressSpace.shutdown();
        server.shutdown();
    }

    /** Enough for a demonstration, and no more. */
    private static final class Limits implements OpcUaServerConfigLimits {
        @Override
        public UInteger getMaxSessions() {
            return uint(20);
        }

        @Override
        public UInteger getMaxSubscriptionsPerSession() {
            return uint(20);
        }

        @Override
        public UInteger getMaxMonitoredItemsPerSession() {
            return uint(2_000);
        }

        @Override
        public Double getMinPublishingInterval() {
            return 50.0;
        }
    }
}

package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and controller in this process. Put together from the same three parts as {@link KafkaRaftServer},
 * which cannot be used itself: it binds its ports late, so that a free port cannot be asked for and a taken one is
 * noticed after half the node is up, leaves the controller running when the broker fails to start, waits up to five
 * minutes when it stops, and ends the process on a fault.
 */
final class KafkaNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaNode.class);
    private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(2);
    /** A controller that broke down answers nobody. */
    private static final Duration NO_FAREWELL = Duration.ofMillis(100);

    private static final Duration STOP = Duration.ofSeconds(6);
    private static final int BACKLOG = 128;

    private final NodeFolder folder;
    private final String endpoint;
    private final Map<String, ServerSocketChannel> sockets;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final Consumer<BackboneException> onFault;
    private final Consumer<String> exitListener = this::exited;
    private final AtomicReference<@Nullable BackboneException> fault = new AtomicReference<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private KafkaNode(
            NodeFolder folder,
            InetSocketAddress client,
            Map<String, ServerSocketChannel> sockets,
            String clientEndpoint,
            Consumer<BackboneException> onFault)
            throws IOException {
        this.folder = folder;
        this.endpoint = clientEndpoint;
        this.sockets = sockets;
        this.onFault = onFault;
        ServerSocketChannel controllerSocket = socket(sockets, NodeProperties.CONTROLLER_LISTENER);
        InetSocketAddress controllerAddress = (InetSocketAddress) controllerSocket.getLocalAddress();
        Properties properties = NodeProperties.of(
                folder.path(),
                clientEndpoint,
                endpoint(client.getAddress().getHostAddress(), controllerAddress.getPort()));
        KafkaConfig config = KafkaConfig.fromProps(properties, false);
        var directories = KafkaRaftServer.initializeLogDirs(config, log, "");
        MetaPropertiesEnsemble identity = directories._1();
        BootstrapMetadata bootstrap = directories._2();
        SharedServer shared = new SharedServer(
                config,
                identity,
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, identity.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(Map.of(NodeProperties.NODE_ID, controllerAddress)),
                List.of(),
                this::faultHandler,
                boundSockets());
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), bootstrap);
        this.broker = new BrokerServer(shared);
    }

    /**
     * Starts a node and waits until it serves.
     *
     * @param onFault told once, on a thread of Kafka's, when the node has broken down and cannot go on
     */
    static KafkaNode start(BackboneSettings.Embedded settings, Consumer<BackboneException> onFault) {
        NodeFolder folder = NodeFolder.open(settings.folder(), NodeProperties.NODE_ID);
        Map<String, ServerSocketChannel> sockets = new ConcurrentHashMap<>();
        try {
            InetAddress host = InetAddress.getByName(settings.host());
            ServerSocketChannel client = bind(settings.host(), new InetSocketAddress(host, settings.port()));
            sockets.put(NodeProperties.CLIENT_LISTENER, client);
            sockets.put(NodeProperties.CONTROLLER_LISTENER, bind(settings.host(), new InetSocketAddress(host, 0)));
            InetSocketAddress bound = (InetSocketAddress) client.getLocalAddress();
            KafkaNode node = new KafkaNode(folder, bound, sockets, endpoint(settings.host(), bound.getPort()), onFault);
            node.startUp();
            return node;
        } catch (BackboneException said) {
            release(folder, sockets);
            throw said;
        } catch (Exception failed) {
            release(folder, sockets);
            throw new BackboneException(
                    Kind.FAULT,
                    "The log in " + folder.path() + " did not start (" + Causes.sentence(failed) + ").",
                    failed);
        }
    }

    private void startUp() {
        ExitGuard.add(exitListener);
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException | Error failed) {
            BackboneException known = fault.get();
            close();
            throw known != null
                    ? known
                    : new BackboneException(
                            Kind.FAULT,
                            "The log in " + folder.path() + " did not start (" + Causes.sentence(failed) + ").",
                            failed);
        }
    }

    /** {@code host:port} where clients connect. */
    String bootstrapServers() {
        return endpoint;
    }

    private FaultHandler faultHandler(String name, boolean fatal, Runnable action) {
        if (!fatal) {
            return new LoggingFaultHandler(name, action);
        }
        LoggingFaultHandler logging = new LoggingFaultHandler("fatal " + name, action);
        return (message, cause) -> {
            RuntimeException exception = logging.handleFault(message, cause);
            fault(name + ": " + message + (cause == null ? "" : " (" + Causes.sentence(cause) + ")"), cause);
            return exception;
        };
    }

    private void exited(String reason) {
        fault(reason, null);
    }

    /** What it broke down with. */
    @Nullable
    BackboneException fault() {
        return fault.get();
    }

    /** It must not go on. Only the first reason counts. */
    void fault(String what, @Nullable Throwable cause) {
        if (stopping.get()) {
            return;
        }
        BackboneException exception = folder.isFull()
                ? new BackboneException(
                        Kind.DISK_FULL,
                        "The disk of the log in " + folder.path() + " is full (" + folder.free()
                                + " are free), and the log has stopped. What it acknowledged is safe. Make room, then"
                                + " start the hub again.",
                        cause)
                : new BackboneException(
                        Kind.FAULT,
                        "The log in " + folder.path() + " has stopped working (" + what
                                + "). Check that the disk is healthy and has space, then start the hub again.",
                        cause);
        if (fault.compareAndSet(null, exception)) {
            onFault.accept(exception);
        }
    }

    /** Stops the node; a few seconds at most, the log on disk is sound in any case. */
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        Thread stopper = new Thread(this::stop, "millrace-log-stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            stopper.join(STOP.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (stopper.isAlive()) {
            log.atWarn()
                    .addKeyValue("folder", folder.path())
                    .log("the log did not stop in time and is left behind; it is checked at its next start");
        }
        ExitGuard.remove(exitListener);
        release(folder, sockets);
    }

    private void stop() {
        try {
            // The broker first: it says goodbye to the controller.
            broker.shutdown(fault.get() == null ? CONTROLLED_SHUTDOWN : NO_FAREWELL);
        } catch (RuntimeException | Error failed) {
            log.atWarn().setCause(failed).log("stopping the broker");
        }
        try {
            controller.shutdown();
        } catch (RuntimeException | Error failed) {
            log.atWarn().setCause(failed).log("stopping the controller");
        }
    }

    private static ServerSocketChannel bind(String host, InetSocketAddress address) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.bind(address, BACKLOG);
            socket.configureBlocking(false);
            return socket;
        } catch (BindException occupied) {
            socket.close();
            throw new BackboneException(
                    Kind.PORT_OCCUPIED,
                    "The log cannot listen on " + endpoint(host, address.getPort())
                            + ": another program uses this port, or it may not be used (" + Causes.sentence(occupied)
                            + "). Stop that program or change log.port; 0 means any free port.",
                    occupied);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private ServerSocketFactory boundSockets() {
        return (listener, address, backlog, receiveBuffer) -> socket(sockets, listener);
    }

    private static ServerSocketChannel socket(Map<String, ServerSocketChannel> sockets, String listener) {
        ServerSocketChannel socket = sockets.get(listener);
        if (socket == null) {
            throw new IllegalStateException("no socket for listener " + listener);
        }
        return socket;
    }

    private static String endpoint(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static void release(NodeFolder folder, Map<String, ServerSocketChannel> sockets) {
        for (ServerSocketChannel socket : sockets.values()) {
            try {
                socket.close();
            } catch (IOException ignored) {
                log.atDebug().setCause(ignored).log("closing a socket");
            }
        }
        folder.close();
    }
}

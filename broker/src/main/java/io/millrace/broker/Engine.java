package io.millrace.broker;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.google.inject.Injector;
import com.hivemq.HiveMQServer;
import com.hivemq.bootstrap.HiveMQNettyBootstrap;
import com.hivemq.bootstrap.ListenerStartupInformation;
import com.hivemq.bootstrap.netty.NettyConfiguration;
import com.hivemq.configuration.ConfigurationBootstrap;
import com.hivemq.configuration.info.SystemInformationImpl;
import com.hivemq.embedded.EmbeddedExtensionBuilder;
import com.hivemq.exceptions.StartAbortedException;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.services.admin.AdminService;
import com.hivemq.extensions.ExtensionBootstrap;
import com.hivemq.extensions.services.admin.AdminServiceImpl;
import com.hivemq.metrics.HiveMQMetrics;
import com.hivemq.persistence.SingleWriterService;
import com.hivemq.persistence.clientqueue.ClientQueuePersistence;
import com.hivemq.persistence.connection.ConnectionPersistence;
import com.hivemq.persistence.payload.PublishPayloadPersistence;
import com.hivemq.persistence.retained.RetainedMessageLocalPersistence;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * HiveMQ, started step by step as its own {@code HiveMQInstance} does, and not through its embedding interface: that
 * hides the parts the gate needs, starts without a listener whose port is taken, and reports the reason to the log only.
 */
final class Engine implements AutoCloseable {

    private static final long START_SECONDS = 60;

    private final HiveMQServer server;
    private final MetricRegistry metrics;
    private final SubscriptionCounter subscriptions;
    private final Injector injector;

    private Engine(HiveMQServer server, MetricRegistry metrics, SubscriptionCounter subscriptions, Injector injector) {
        this.server = server;
        this.metrics = metrics;
        this.subscriptions = subscriptions;
        this.injector = injector;
    }

    /** Opens the stores in the folder. Nothing listens yet. */
    static Engine open(BrokerSettings settings) throws BrokerException {
        EngineTuning.apply();
        Path folder = settings.folder().toAbsolutePath();
        SystemInformationImpl system = new SystemInformationImpl(
                true,
                true,
                folder.resolve("conf").toFile(),
                folder.resolve("data").toFile(),
                folder.resolve("extensions").toFile());
        try {
            Files.createDirectories(folder.resolve("conf"));
            Files.createDirectories(folder.resolve("data"));
            Files.createDirectories(folder.resolve("extensions"));
            Files.writeString(folder.resolve("conf").resolve("config.xml"), EngineConfiguration.xml(settings));
        } catch (IOException e) {
            throw new BrokerException(
                    "The MQTT broker cannot write to its folder " + folder + ": " + e.getMessage()
                            + ". Check that the folder may be written by this user and that the disk is not full.",
                    e);
        }
        // HiveMQ installs a handler that ends the process; what ends the process is not its decision here.
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        MetricRegistry metrics = new MetricRegistry();
        SubscriptionCounter subscriptions =
                metrics.register(HiveMQMetrics.SUBSCRIPTIONS_CURRENT.name(), new SubscriptionCounter());
        HiveMQServer server;
        try {
            system.init();
            server = new HiveMQServer(system, metrics, ConfigurationBootstrap.bootstrapConfig(system), false, true);
            server.bootstrap();
        } catch (StartAbortedException e) {
            throw new BrokerException(
                    "The folder of the MQTT broker, " + folder
                            + ", is in use. Stop the other hub that uses it, or give this one another data folder.",
                    e);
        } catch (Exception e) {
            throw failed(e);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
        Injector injector = server.getInjector();
        if (injector == null) {
            throw failed(null);
        }
        EngineTuning.limitEventLoops(injector.getInstance(NettyConfiguration.class));
        return new Engine(server, metrics, subscriptions, injector);
    }

    /** Lets clients in. */
    List<BoundListener> listen(BrokerSettings settings, ExtensionMain extension, LargePackets.Limits limits)
            throws BrokerException {
        List<ListenerStartupInformation> started;
        try {
            EngineTuning.boundRetainedStore(
                    get(RetainedMessageLocalPersistence.class),
                    get(SingleWriterService.class).getRetainedMessageQueue());
            get(PublishPayloadPersistence.class).init();
            PassingPayloads.install(get(ClientQueuePersistence.class));
            get(ExtensionBootstrap.class)
                    .startExtensionSystem(EmbeddedExtensionBuilder.builder()
                            .withId("millrace")
                            .withName("Millrace")
                            .withVersion("1")
                            .withExtensionMain(extension)
                            .build())
                    .get(START_SECONDS, TimeUnit.SECONDS);
            started = get(HiveMQNettyBootstrap.class).bootstrapServer().get(START_SECONDS, TimeUnit.SECONDS);
            for (Channel listener : EngineTuning.listeners(get(ConnectionPersistence.class))) {
                // On its own thread: from another it would be there, and not be asked yet, when this returns.
                listener.eventLoop()
                        .submit(() -> listener.pipeline().addFirst(new LargePackets.Acceptor(limits)))
                        .get(START_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw failed(e);
        }
        List<BoundListener> bound = new ArrayList<>();
        for (int i = 0; i < settings.listeners().size(); i++) {
            ListenerSettings wanted = settings.listeners().get(i);
            ListenerStartupInformation outcome = outcome(started, i);
            if (!outcome.isSuccessful()) {
                throw Listeners.cannotListen(i, wanted, outcome.getException().orElse(null));
            }
            bound.add(new BoundListener(
                    wanted.transport(), wanted.host(), outcome.getListener().getPort(), wanted.path()));
        }
        ((AdminServiceImpl) get(AdminService.class)).hivemqStarted();
        return List.copyOf(bound);
    }

    private static ListenerStartupInformation outcome(List<ListenerStartupInformation> started, int index) {
        return started.stream()
                .filter(one -> index(one) == index)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("listener " + index + " was not started"));
    }

    private static int index(ListenerStartupInformation one) {
        String name = one.getListener().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    <T> T get(Class<T> part) {
        return injector.getInstance(part);
    }

    Injector injector() {
        return injector;
    }

    SubscriptionCounter subscriptions() {
        return subscriptions;
    }

    long counter(String name) {
        Counter counter = metrics.getCounters().get(name);
        return counter == null ? 0 : counter.getCount();
    }

    long gauge(String name) {
        Gauge<?> gauge = metrics.getGauges().get(name);
        return gauge != null && gauge.getValue() instanceof Number number ? number.longValue() : 0;
    }

    /** Closes clients, listeners and stores, and waits for it. */
    @Override
    public void close() {
        server.stop();
    }

    private static BrokerException failed(@Nullable Throwable cause) {
        Throwable root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return new BrokerException(
                "The MQTT broker did not start" + (root == null ? "" : ": " + root) + ". The log of the hub says more.",
                cause);
    }
}

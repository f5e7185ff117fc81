package io.millrace.broker;

import com.google.inject.Provider;
import com.hivemq.bootstrap.netty.NettyConfiguration;
import com.hivemq.configuration.HivemqId;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.auth.SecurityRegistry;
import com.hivemq.extension.sdk.api.services.builder.TopicPermissionBuilder;
import com.hivemq.extension.sdk.api.services.intializer.InitializerRegistry;
import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import com.hivemq.mqtt.services.InternalPublishService;
import com.hivemq.mqtt.topic.tree.LocalTopicTree;
import com.hivemq.persistence.connection.ConnectionPersistence;
import com.hivemq.persistence.qos.IncomingMessageFlowPersistence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT broker: MQTT 3.1.1 and 5, QoS 0 to 2, retained messages, sessions that outlive a restart, shared
 * subscriptions, over TCP and WebSocket, with a {@link PublishGate} in front of every acknowledgement. Thread-safe.
 */
public final class Broker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final Duration CONNECTIONS_AT_CLOSE = Duration.ofSeconds(1);
    private static final Duration WILLS_AT_CLOSE = Duration.ofSeconds(2);

    private final Engine engine;
    private final Publisher publisher;
    private final GateContext gate;
    private final Doorman doorman;
    private final List<BoundListener> listeners;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Broker(
            Engine engine, Publisher publisher, GateContext gate, Doorman doorman, List<BoundListener> listeners) {
        this.engine = engine;
        this.publisher = publisher;
        this.gate = gate;
        this.doorman = doorman;
        this.listeners = listeners;
    }

    /**
     * Starts, and returns when every listener is open.
     *
     * @throws BrokerException when a listener cannot be opened or would be open to the network without users, or when
     *     the folder cannot be used; nothing is left running then
     */
    public static Broker start(BrokerSettings settings, PublishGate gate) throws BrokerException {
        Listeners.check(settings);
        Engine engine = Engine.open(settings);
        Counters counters = new Counters();
        Publisher publisher = new Publisher(
                engine.get(InternalPublishService.class),
                engine.get(HivemqId.class),
                engine.get(NettyConfiguration.class).getChildEventLoopGroup());
        Wills wills = new Wills(gate, publisher, counters);
        GateContext context = new GateContext(
                gate,
                new Intake(settings.maxInFlightMessages(), settings.maxInFlightBytes()),
                counters,
                new Refusals(),
                new Audience(engine.get(LocalTopicTree.class), engine.subscriptions()),
                new ExactlyOnce(engine.get(IncomingMessageFlowPersistence.class)),
                wills,
                engine.get(MqttServerDisconnector.class),
                settings);
        Provider<TopicPermissionBuilder> permissions = engine.injector().getProvider(TopicPermissionBuilder.class);
        Doorman doorman = new Doorman(
                new AccessList(settings.users()), context, engine.get(ConnectionPersistence.class), permissions);
        try {
            List<BoundListener> listeners = engine.listen(
                    settings, new Extension(engine, doorman), LargePackets.Limits.of(settings.maxPacketBytes()));
            for (BoundListener listener : listeners) {
                log.atInfo()
                        .addKeyValue("transport", listener.transport())
                        .addKeyValue("host", listener.host())
                        .addKeyValue("port", listener.port())
                        .log("MQTT listener is open");
            }
            return new Broker(engine, publisher, context, doorman, listeners);
        } catch (BrokerException | RuntimeException e) {
            wills.close();
            engine.close();
            throw e;
        }
    }

    /**
     * Gives a message to the subscribers with QoS 1, past the gate. The payload is not copied: do not change it.
     *
     * @return completes when the broker has it: stored if retained, and queued for every subscriber; exceptionally with
     *     an {@code IllegalArgumentException} for a topic that is none, and when the broker is closed
     */
    public CompletionStage<Void> publish(String topic, byte[] payload, boolean retain) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(new IllegalStateException("the MQTT broker is closed"));
        }
        return publisher.publish(topic, payload, retain);
    }

    /** Whether anybody is subscribed to a topic now. Cheap enough to ask for each message. */
    public boolean isAnyoneOn(String topic) {
        return !gate.audience().isNobody(topic);
    }

    /** Grows with every subscription that comes or goes. */
    public long subscriptionChanges() {
        return engine.subscriptions().changes();
    }

    /** The listeners in the order of the settings, with the ports they really have. */
    public List<BoundListener> listeners() {
        return listeners;
    }

    /** What happened so far. Cheap enough to ask every second. */
    public BrokerFigures figures() {
        Counters counters = gate.counters();
        return new BrokerFigures(
                engine.gauge("com.hivemq.networking.connections.current"),
                engine.gauge("com.hivemq.sessions.overall.current"),
                engine.counter("com.hivemq.subscriptions.overall.current"),
                engine.gauge("com.hivemq.messages.retained.current"),
                engine.counter("com.hivemq.messages.incoming.publish.count"),
                counters.gated.sum(),
                counters.acknowledged.sum(),
                counters.refused.sum(),
                counters.shed.sum(),
                counters.denied.sum(),
                counters.redelivered.sum(),
                engine.counter("com.hivemq.messages.dropped.count"),
                gate.intake().messages(),
                gate.intake().bytes(),
                gate.connections().stream().filter(GateHandler::isPaused).count());
    }

    /**
     * Closes clients, listeners and stores within seconds. Wills of the clients that were connected pass the gate
     * first, so the gate should still be open. A second call does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        doorman.close();
        try {
            closeConnections();
            gate.wills().flush(WILLS_AT_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gate.wills().close();
            engine.close();
        }
    }

    /** Waits for it: only then all wills are known. */
    private void closeConnections() throws InterruptedException {
        CompletableFuture<?>[] gone =
                gate.connections().stream().map(GateHandler::close).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(gone).get(CONNECTIONS_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.atWarn().log("not all MQTT connections closed in time; their wills may be lost");
        }
    }

    /** What HiveMQ calls when it starts. Its class loader is how HiveMQ knows whose the doorman is. */
    private record Extension(Engine engine, Doorman doorman) implements ExtensionMain {

        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            engine.get(SecurityRegistry.class).setAuthenticatorProvider(provided -> doorman);
            engine.get(InitializerRegistry.class).setClientInitializer(doorman);
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
    }
}

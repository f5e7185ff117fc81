package io.millrace.prove.generator;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.prove.plant.Plant;
import io.reactivex.schedulers.Schedulers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The MQTT client of one line. It connects again when it is asked to ({@link #connect}). Lines with an even number keep
 * their session, so that the client sends again what was under way; the others start clean each time. Every message
 * comes to an end: acknowledged, or given up with its connection.
 *
 * <p>Used by one thread; what comes of a message is told on any.
 */
final class Publisher {

    private static final long ANSWER_SECONDS = 4;
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(2 * ANSWER_SECONDS + 1);
    private static final long SESSION_SECONDS = 3_600;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 800;
    /** Every so-manyth message goes with QoS 2. */
    private static final int TWICE_CONFIRMED = 10;

    private final int line;
    private final int port;
    private final Executor threads;
    private final boolean keepsSession;
    /** Bounded by the window of the line. */
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

    private Mqtt5AsyncClient client;
    private CompletableFuture<?> connecting = CompletableFuture.completedFuture(null);
    private boolean resumes;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long attemptNanos = System.nanoTime();

    /** What becomes of a message. */
    interface Outcome {
        void ended(boolean acknowledged);
    }

    private final class Pending {
        private final Outcome outcome;

        Pending(Outcome outcome) {
            this.outcome = outcome;
        }

        void end(boolean acknowledged) {
            if (pending.remove(this)) {
                outcome.ended(acknowledged);
            }
        }
    }

    Publisher(int line, int port, Executor threads) {
        this.line = line;
        this.port = port;
        this.threads = threads;
        this.keepsSession = line % 2 == 0;
        this.client = client();
    }

    private Mqtt5AsyncClient client() {
        return Mqtt5Client.builder()
                .identifier(Plant.clientId(line))
                .transportConfig()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .socketConnectTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .applyTransportConfig()
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyExecutor(threads)
                        .nettyThreads(1)
                        .applicationScheduler(Schedulers.from(Runnable::run))
                        .build())
                .buildAsync();
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    /** Connects when it is not connected and some time has passed since the last attempt. Returns at once. */
    void connect() {
        if (isConnected()) {
            resumes = keepsSession;
            pauseMillis = FIRST_PAUSE_MILLIS;
            return;
        }
        long since = System.nanoTime() - attemptNanos;
        if (!connecting.isDone()) {
            // The client can lose an attempt that begins while its event loop is being put away: no answer ever comes.
            if (since > CONNECT_NANOS) {
                beginAnew();
            }
            return;
        }
        if (since < TimeUnit.MILLISECONDS.toNanos(pauseMillis)) {
            return;
        }
        attemptNanos = System.nanoTime();
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        // A client that remembers nothing of a session must not resume it (MQTT 5, 4.1): it would use packet
        // identifiers that the broker takes for known ones.
        connecting = client.connectWith()
                .cleanStart(!resumes)
                .sessionExpiryInterval(keepsSession ? SESSION_SECONDS : 0)
                .keepAlive(5)
                .send();
    }

    /** A new client, which knows nothing of the old one: whatever was under way is given up. */
    void beginAnew() {
        client.disconnect();
        client = client();
        connecting = CompletableFuture.completedFuture(null);
        resumes = false;
        pending.forEach(message -> message.end(false));
    }

    void publish(Sending sending, Outcome outcome) {
        Pending message = new Pending(outcome);
        pending.add(message);
        String payload = Plant.payload(sending.flow(), line, sending.number(), sending.timestampMicros());
        boolean twice = sending.number() % TWICE_CONFIRMED == 0;
        client.publish(Mqtt5Publish.builder()
                        .topic(Plant.topic(sending.flow(), line))
                        .qos(twice ? MqttQos.EXACTLY_ONCE : MqttQos.AT_LEAST_ONCE)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .build())
                .whenComplete((result, failure) ->
                        message.end(failure == null && result.getError().isEmpty()));
    }
}

package io.millrace.prove.generator;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.prove.plant.Plant;
import io.reactivex.schedulers.Schedulers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The MQTT client of one line. It connects again by itself when it is asked to ({@link #connect}). Lines with an even
 * number keep their session, so that the client sends again what was under way; the others start clean each time.
 *
 * <p>Used by one thread; what comes of a message is told on a thread of the client.
 */
final class Publisher {

    private static final long ANSWER_SECONDS = 4;
    private static final long SESSION_SECONDS = 3_600;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 800;
    /** Every so-manyth message goes with QoS 2. */
    private static final int TWICE_CONFIRMED = 10;

    private final int line;
    private final Mqtt5AsyncClient client;
    private final boolean keepsSession;
    private CompletableFuture<?> connecting = CompletableFuture.completedFuture(null);
    private boolean wasConnected;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long nextAttemptNanos = System.nanoTime();

    /** What becomes of a message. */
    interface Outcome {
        void ended(boolean acknowledged);
    }

    Publisher(int line, int port, Executor threads) {
        this.line = line;
        this.keepsSession = line % 2 == 0;
        this.client = Mqtt5Client.builder()
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
            wasConnected = true;
            pauseMillis = FIRST_PAUSE_MILLIS;
            return;
        }
        long now = System.nanoTime();
        if (!connecting.isDone() || now - nextAttemptNanos < 0) {
            return;
        }
        nextAttemptNanos = now + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        // A process that has just started remembers nothing of the session of its predecessor and must not resume it
        // (MQTT 5, 4.1): it would use packet identifiers that the broker takes for known ones.
        connecting = client.connectWith()
                .cleanStart(!keepsSession || !wasConnected)
                .sessionExpiryInterval(keepsSession ? SESSION_SECONDS : 0)
                .keepAlive(5)
                .send();
    }

    void publish(Sending sending, Outcome outcome) {
        String payload = Plant.payload(sending.flow(), line, sending.number(), sending.timestampMicros());
        boolean twice = sending.number() % TWICE_CONFIRMED == 0;
        client.publish(Mqtt5Publish.builder()
                        .topic(Plant.topic(sending.flow(), line))
                        .qos(twice ? MqttQos.EXACTLY_ONCE : MqttQos.AT_LEAST_ONCE)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .build())
                .whenComplete((result, failure) ->
                        outcome.ended(failure == null && result.getError().isEmpty()));
    }

    /** Lets go of a connection on which nothing comes back. */
    void disconnect() {
        client.disconnect();
    }
}

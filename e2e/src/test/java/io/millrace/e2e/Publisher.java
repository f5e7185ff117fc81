package io.millrace.e2e;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes with QoS 1 and waits for every acknowledgement, as a device that must not lose anything. */
final class Publisher implements AutoCloseable {

    private static final int WINDOW = 500;

    private final Mqtt5AsyncClient client;
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicLong failed = new AtomicLong();

    Publisher(int port, String identifier) {
        this.client = Mqtt5Client.builder()
                .identifier(identifier)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        client.connect().join();
    }

    /** Waits for room, not for the acknowledgement. */
    void publish(String topic, String payload) {
        try {
            if (!window.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no acknowledgement for a minute");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        var unused = client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send()
                .whenComplete(this::acknowledged);
    }

    private void acknowledged(Mqtt5PublishResult result, Throwable failure) {
        if (failure != null) {
            failed.incrementAndGet();
        }
        window.release();
    }

    /** Waits until everything is acknowledged; how many were not. */
    long settle() {
        try {
            if (!window.tryAcquire(WINDOW, 60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no acknowledgement for a minute");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        window.release(WINDOW);
        return failed.get();
    }

    @Override
    public void close() {
        client.disconnect().join();
    }
}

package io.millrace.broker;

import com.hivemq.mqtt.message.connect.MqttWillPublish;
import com.hivemq.mqtt.message.mqtt5.MqttUserProperty;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wills on topics the gate covers (MQTT 5.0, 3.1.2.5 and 3.1.3.2.2). HiveMQ would publish them past every hook, and the
 * log would never hear of the death of a device; so they are kept here, and when their time comes they go first through
 * the gate and then to the subscribers. They live in memory: a will is lost when the process is killed, as it is in
 * HiveMQ; when the broker is closed in good order they are published. Thread-safe.
 */
final class Wills implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final int MOST_UNSETTLED = 10_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private record Delayed(ScheduledFuture<?> timer, Will will) {}

    private final PublishGate gate;
    private final Publisher publisher;
    private final Counters counters;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "broker-wills");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Delayed> delayed = new ConcurrentHashMap<>();
    private final AtomicInteger unsettled = new AtomicInteger();

    Wills(PublishGate gate, Publisher publisher, Counters counters) {
        this.gate = gate;
        this.publisher = publisher;
        this.counters = counters;
    }

    void connectionLost(String clientId, Will will, long sessionExpirySeconds) {
        long delay = Math.min(will.message().getDelayInterval(), sessionExpirySeconds);
        if (delay <= 0) {
            send(clientId, will);
            return;
        }
        synchronized (delayed) {
            ScheduledFuture<?> timer = clock.schedule(
                    () -> {
                        Delayed due = take(clientId);
                        if (due != null) {
                            send(clientId, due.will());
                        }
                    },
                    delay,
                    TimeUnit.SECONDS);
            delayed.put(clientId, new Delayed(timer, will));
        }
    }

    /** The client is back. A resumed session takes its will back; a new one ends the old, and so its will is due. */
    void clientConnected(String clientId, boolean newSession) {
        Delayed waiting = take(clientId);
        if (waiting == null) {
            return;
        }
        waiting.timer().cancel(false);
        if (newSession) {
            send(clientId, waiting.will());
        }
    }

    private @Nullable Delayed take(String clientId) {
        synchronized (delayed) {
            return delayed.remove(clientId);
        }
    }

    private void send(String clientId, Will will) {
        if (unsettled.incrementAndGet() > MOST_UNSETTLED) {
            unsettled.decrementAndGet();
            counters.shed.increment();
            return;
        }
        counters.gated.increment();
        attempt(clientId, will, Duration.ofSeconds(1));
    }

    /** A will has no sender who would send again, so it is offered until the gate takes it. */
    private void attempt(String clientId, Will will, Duration pause) {
        MqttWillPublish message = will.message();
        askGate(new InboundPublish(
                        clientId,
                        will.user(),
                        message.getTopic(),
                        payload(message),
                        message.getQos().getQosNumber(),
                        message.isRetain(),
                        false,
                        userProperties(message)))
                .whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        deliver(clientId, message);
                    } else {
                        retry(clientId, will, pause);
                    }
                });
    }

    private CompletionStage<Void> askGate(InboundPublish publish) {
        try {
            return gate.admit(publish);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void deliver(String clientId, MqttWillPublish message) {
        publisher.will(clientId, message).whenComplete((nothing, failure) -> {
            unsettled.decrementAndGet();
            if (failure != null) {
                log.atWarn()
                        .addKeyValue("client", clientId)
                        .addKeyValue("topic", message.getTopic())
                        .log("a will is in the log, but could not be given to the MQTT subscribers");
            }
        });
    }

    private void retry(String clientId, Will will, Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        try {
            clock.schedule(() -> attempt(clientId, will, next), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            unsettled.decrementAndGet();
            counters.shed.increment(); // closing
        }
    }

    /** Publishes what waits for its time and waits until the gate has it. */
    void flush(Duration timeout) throws InterruptedException {
        for (String clientId : delayed.keySet()) {
            clientConnected(clientId, true);
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        while (unsettled.get() > 0 && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        int lost = unsettled.get();
        if (lost > 0) {
            log.atWarn()
                    .addKeyValue("wills", lost)
                    .log("wills were not stored before the broker closed; they are lost");
        }
    }

    private static byte[] payload(MqttWillPublish message) {
        byte[] payload = message.getPayload();
        return payload == null ? new byte[0] : payload;
    }

    private static Map<String, String> userProperties(MqttWillPublish message) {
        Map<String, String> map = new HashMap<>();
        for (MqttUserProperty property : message.getUserProperties().asList()) {
            map.put(property.getName(), property.getValue());
        }
        return map;
    }
}

package io.millrace.demo.mqtt;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.reactivex.schedulers.Schedulers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages with QoS 1 in a persistent session, a bounded number on their way at a time, and keeps them until
 * they are acknowledged ({@link Outbox}). When the broker is away it connects again by itself and goes on where it
 * stopped.
 *
 * <p>Thread-safe. One thread of its own, and one of the MQTT client while connected.
 */
public final class PackingPublisher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PackingPublisher.class);

    private static final int CAPACITY = 20_000;
    private static final int WINDOW = 32;
    private static final long SESSION_EXPIRY_SECONDS = 3_600;
    private static final long ANSWER_MILLIS = 2_000;
    private static final long CONNECT_MILLIS = 2 * ANSWER_MILLIS + 500;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;
    private static final long DISCONNECT_MILLIS = 700;

    private final String address;
    private final ThreadPoolExecutor clientThreads;
    private final Mqtt5AsyncClient client;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Outbox outbox = new Outbox(CAPACITY, WINDOW);
    private final Set<CompletableFuture<Mqtt5PublishResult>> flying = new HashSet<>();
    private boolean closed;
    private boolean disturbed;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /** Starts to connect; returns at once. */
    public PackingPublisher(String clientId, String host, int port) {
        address = host + ":" + port;
        AtomicInteger number = new AtomicInteger();
        clientThreads = new ThreadPoolExecutor(0, 4, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread made = new Thread(task, "demo-packing-mqtt-" + number.incrementAndGet());
            made.setDaemon(true);
            return made;
        });
        client = Mqtt5Client.builder()
                .identifier(clientId)
                .transportConfig()
                .serverHost(host)
                .serverPort(port)
                // Short, because a client that waits for an answer cannot be told to stop waiting.
                .socketConnectTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .applyTransportConfig()
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyExecutor(clientThreads)
                        .nettyThreads(1)
                        // Results only take a lock and leave: no thread is needed to hand them on.
                        .applicationScheduler(Schedulers.from(Runnable::run))
                        .build())
                .buildAsync();
        thread = new Thread(this::run, "demo-packing");
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands over a message; it is sent when its turn comes. */
    public void publish(DeviceMessage message) {
        boolean firstDropped;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            firstDropped = outbox.add(message) && outbox.dropped() == 1;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (firstDropped) {
            log.atWarn()
                    .addKeyValue("broker", address)
                    .addKeyValue("kept", CAPACITY)
                    .log("the packing line has been without a broker for too long: its oldest messages are dropped");
        }
    }

    /** Messages that no broker has acknowledged yet. */
    public int unacknowledged() {
        lock.lock();
        try {
            return outbox.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends within a second; what is not acknowledged by then is lost, as when a device is switched off. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        await(client.disconnect());
        // Those still on their way would hold the client's event loop.
        Set<CompletableFuture<Mqtt5PublishResult>> left;
        lock.lock();
        try {
            left = Set.copyOf(flying);
        } finally {
            lock.unlock();
        }
        left.forEach(future -> future.cancel(true));
        try {
            thread.join(DISCONNECT_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        clientThreads.shutdown();
    }

    private static void await(CompletableFuture<?> future) {
        try {
            future.get(DISCONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notConnected) {
            future.cancel(true);
        }
    }

    private void run() {
        try {
            while (!isClosed()) {
                if (client.getState().isConnected()) {
                    sendNext();
                } else {
                    connect();
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void connect() throws InterruptedException {
        CompletableFuture<Mqtt5ConnAck> connecting = client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(SESSION_EXPIRY_SECONDS)
                .keepAlive(10)
                .send();
        try {
            connecting.get(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
            disturbed = false;
            pauseMillis = FIRST_PAUSE_MILLIS;
            log.atInfo().addKeyValue("broker", address).log("packing line connected");
        } catch (ExecutionException | TimeoutException failure) {
            connecting.cancel(true);
            if (!disturbed) {
                disturbed = true;
                log.atInfo()
                        .addKeyValue("broker", address)
                        .addKeyValue("reason", rootMessage(failure))
                        .log("the packing line cannot reach the broker yet and keeps trying");
            }
            pause();
        }
    }

    private void pause() throws InterruptedException {
        long pause = pauseMillis;
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        lock.lock();
        try {
            for (long left = until - System.nanoTime(); left > 0 && !closed; left = until - System.nanoTime()) {
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void sendNext() throws InterruptedException {
        Outbox.Entry entry;
        lock.lock();
        try {
            entry = closed ? null : outbox.next();
            if (entry == null) {
                changed.await(200, TimeUnit.MILLISECONDS);
                return;
            }
        } finally {
            lock.unlock();
        }
        send(entry);
    }

    private void send(Outbox.Entry entry) {
        CompletableFuture<Mqtt5PublishResult> sending = client.publish(Mqtt5Publish.builder()
                .topic(entry.message().topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(entry.message().payload().getBytes(StandardCharsets.UTF_8))
                .build());
        lock.lock();
        try {
            flying.add(sending);
        } finally {
            lock.unlock();
        }
        sending.whenComplete((result, failure) -> {
            lock.lock();
            try {
                flying.remove(sending);
                outbox.ended(entry, failure == null && result.getError().isEmpty());
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }
}

package io.millrace.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
 * HiveMQ; when the broker is closed in good order they are published.
 *
 * <p>A will has no sender who would send again, so it is offered until the gate takes it, or until its client is back:
 * then it is offered a last time, and the client's first message waits for the outcome. So a death never follows the
 * birth after it, neither in the log nor as retained message. Thread-safe.
 */
final class Wills implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final int MOST_UNSETTLED = 10_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
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
    private final Object lock = new Object();

    /** By client, guarded by the lock. */
    private final Map<String, Delayed> delayed = new HashMap<>();

    /** By client the latest, which waits for those before it. Guarded by the lock. */
    private final Map<String, Farewell> underWay = new HashMap<>();

    private final AtomicInteger unsettled = new AtomicInteger();

    Wills(PublishGate gate, Publisher publisher, Counters counters) {
        this.gate = gate;
        this.publisher = publisher;
        this.counters = counters;
    }

    void connectionLost(String clientId, Will will, long sessionExpirySeconds) {
        long delay = Math.min(will.message().getDelayInterval(), sessionExpirySeconds);
        if (delay <= 0) {
            Farewell due = register(clientId, will);
            if (due != null) {
                due.begin();
            }
            return;
        }
        synchronized (lock) {
            try {
                delayed.put(
                        clientId, new Delayed(clock.schedule(() -> endDelay(clientId), delay, TimeUnit.SECONDS), will));
            } catch (RejectedExecutionException e) {
                giveUp(clientId, will, "the broker is closing");
            }
        }
    }

    private void endDelay(String clientId) {
        Farewell due = null;
        synchronized (lock) {
            Delayed waiting = delayed.remove(clientId);
            if (waiting != null) {
                waiting.timer().cancel(false);
                due = register(clientId, waiting.will());
            }
        }
        if (due != null) {
            due.begin();
        }
    }

    /**
     * The client is back. A resumed session takes its will back; a new one ends the old, and so its will is due.
     *
     * @return completes when nothing of this client's wills is under way any more; nothing it sends now may come before
     */
    CompletableFuture<Void> clientConnected(String clientId, boolean newSession) {
        if (newSession) {
            endDelay(clientId);
        }
        Farewell last;
        synchronized (lock) {
            Delayed takenBack = delayed.remove(clientId);
            if (takenBack != null) {
                takenBack.timer().cancel(false);
            }
            last = underWay.get(clientId);
        }
        if (last == null) {
            return CompletableFuture.completedFuture(null);
        }
        last.clientIsBack();
        return last.settled;
    }

    /** From here on the client waits for it when it comes back. */
    private @Nullable Farewell register(String clientId, Will will) {
        if (unsettled.incrementAndGet() > MOST_UNSETTLED) {
            unsettled.decrementAndGet();
            giveUp(clientId, will, "too many wills wait for the log already");
            return null;
        }
        counters.gated.increment();
        synchronized (lock) {
            Farewell farewell = new Farewell(clientId, will, underWay.get(clientId));
            underWay.put(clientId, farewell);
            return farewell;
        }
    }

    private void giveUp(String clientId, Will will, String why) {
        counters.shed.increment();
        log.atWarn()
                .addKeyValue("client", clientId)
                .addKeyValue("topic", will.message().getTopic())
                .addKeyValue("reason", why)
                .log("the will of an MQTT client could not be stored and is lost");
    }

    /** A will whose time has come. */
    private final class Farewell {
        final CompletableFuture<Void> settled = new CompletableFuture<>();
        private final String clientId;
        private final Will will;
        private Duration pause = FIRST_PAUSE;
        private boolean clientIsBack;
        private @Nullable ScheduledFuture<?> again;

        private @Nullable Farewell before;

        Farewell(String clientId, Will will, @Nullable Farewell before) {
            this.clientId = clientId;
            this.will = will;
            this.before = before;
        }

        void begin() {
            Farewell former = before;
            before = null; // or a client that flaps makes a chain without end
            if (former == null) {
                offer();
            } else {
                former.clientIsBack(); // or it could not have gone again
                former.settled.whenComplete((nothing, failure) -> offer());
            }
        }

        void clientIsBack() {
            boolean now;
            synchronized (this) {
                clientIsBack = true;
                now = again != null && again.cancel(false);
            }
            if (now && !schedule(Duration.ZERO)) {
                abandon("the broker is closing");
            }
        }

        private void offer() {
            Offers.offer(gate, Offers.of(clientId, will)).whenComplete((nothing, failure) -> {
                if (failure == null) {
                    deliver();
                } else {
                    refused();
                }
            });
        }

        private void refused() {
            String why = null;
            synchronized (this) {
                if (clientIsBack) {
                    why = "the log did not take it, and the client is back";
                } else if (!schedule(pause)) {
                    why = "the broker is closing";
                }
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
            if (why != null) {
                abandon(why);
            }
        }

        private synchronized boolean schedule(Duration wait) {
            try {
                again = clock.schedule(this::offer, wait.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (RejectedExecutionException e) {
                return false;
            }
        }

        private void abandon(String why) {
            giveUp(clientId, will, why);
            end();
        }

        private void deliver() {
            publisher.will(clientId, will.message()).whenComplete((nothing, failure) -> {
                if (failure != null) {
                    log.atWarn()
                            .addKeyValue("client", clientId)
                            .addKeyValue("topic", will.message().getTopic())
                            .log("a will is in the log, but could not be given to the MQTT subscribers");
                }
                end();
            });
        }

        private void end() {
            synchronized (lock) {
                underWay.remove(clientId, this);
            }
            unsettled.decrementAndGet();
            settled.complete(null);
        }
    }

    /** Publishes what waits for its time and waits until the gate has it. */
    void flush(Duration timeout) throws InterruptedException {
        List<String> waiting;
        synchronized (lock) {
            waiting = List.copyOf(delayed.keySet());
        }
        waiting.forEach(this::endDelay);
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
}

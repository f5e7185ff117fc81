package io.millrace.backbone;

import io.millrace.model.LogSink;
import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a follower: delivers, and after a failure waits and delivers again, until it is closed. */
final class Follower implements LogFollower {

    private static final Logger log = LoggerFactory.getLogger(Follower.class);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration CLOSE_CONSUMER = Duration.ofSeconds(2);
    static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final String name;
    private final Set<LogTopic> topics;
    private final ClientProperties clients;
    private final Function<Consumer<byte[], byte[]>, LogSink> sinks;
    private final EndOffsets ends;
    private final Clock clock;
    private final Runnable onClosed;
    private final FollowerFigures figures;
    private final BackOff backOff = new BackOff(new Random());
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile FollowerState state = new FollowerState.Running();
    private volatile @Nullable Consumer<byte[], byte[]> current;

    Follower(
            String name,
            Set<LogTopic> topics,
            ClientProperties clients,
            Function<Consumer<byte[], byte[]>, LogSink> sinks,
            EndOffsets ends,
            Clock clock,
            Runnable onClosed) {
        this.name = name;
        this.topics = Set.copyOf(topics);
        this.clients = clients;
        this.sinks = sinks;
        this.ends = ends;
        this.clock = clock;
        this.onClosed = onClosed;
        this.figures = new FollowerFigures(this.topics);
        this.thread = new Thread(this::run, "millrace-follower-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopping()) {
            try {
                follow();
            } catch (Throwable failed) {
                // Of whatever kind: a follower that ends in silence would be the worst of faults.
                if (!stopping()) {
                    retrying(failed);
                    rest(backOff.next());
                }
            }
        }
        state = new FollowerState.Stopped();
    }

    /** The life of one consumer. */
    private void follow() throws Exception {
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(clients.follower(name), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            current = consumer;
            Delivery delivery = new Delivery(name, consumer, sinks.apply(consumer), figures, ends);
            consumer.subscribe(topics.stream().map(LogTopic::topicName).toList(), delivery);
            while (!stopping()) {
                try {
                    if (delivery.step()) {
                        running();
                    }
                } catch (Throwable failed) {
                    if (stopping()) {
                        return;
                    }
                    if (endsConsumer(failed)) {
                        throw failed;
                    }
                    retrying(failed);
                    delivery.failed();
                    idle(delivery, backOff.next());
                }
            }
        } finally {
            current = null;
            consumer.close(CloseOptions.timeout(CLOSE_CONSUMER));
        }
    }

    /** Whether the consumer is beyond use. What a sink throws is no fault of the consumer. */
    private static boolean endsConsumer(Throwable failed) {
        return failed instanceof KafkaException
                && !(failed instanceof RetriableException
                        || failed instanceof OffsetOutOfRangeException
                        || failed instanceof CommitFailedException
                        || failed instanceof RebalanceInProgressException
                        || failed instanceof WakeupException);
    }

    private void idle(Delivery delivery, Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (!stopping() && System.nanoTime() < until) {
            delivery.idle(IDLE);
        }
    }

    private void rest(Duration time) {
        try {
            boolean stopped = stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
            log.atDebug()
                    .addKeyValue("follower", name)
                    .addKeyValue("stopped", stopped)
                    .log("rested");
        } catch (InterruptedException interrupted) {
            // Only close() interrupts this thread, and the loop looks whether it did.
            log.atDebug().addKeyValue("follower", name).log("interrupted");
        }
    }

    private void running() {
        if (state instanceof FollowerState.Retrying retrying) {
            log.atInfo()
                    .addKeyValue("follower", name)
                    .addKeyValue("since", retrying.since())
                    .log("the follower works again");
            state = new FollowerState.Running();
        }
        backOff.succeeded();
    }

    private void retrying(Throwable failed) {
        figures.failure();
        String reason = Causes.sentence(failed);
        if (state instanceof FollowerState.Retrying already) {
            state = new FollowerState.Retrying(reason, already.since());
            log.atDebug().addKeyValue("follower", name).setCause(failed).log("the follower failed again");
        } else {
            state = new FollowerState.Retrying(reason, clock.instant());
            // The stack helps when a program is at fault; when a database is down it only frightens.
            boolean program = failed instanceof Error
                    || failed.getClass().getPackageName().equals("java.lang");
            log.atWarn()
                    .addKeyValue("follower", name)
                    .addKeyValue("reason", reason)
                    .setCause(program ? failed : null)
                    .log("the follower could not go on; it tries again until it can, and nothing is lost meanwhile");
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FollowerState state() {
        return state;
    }

    @Override
    public long lag() {
        return figures.lag(ends);
    }

    void metrics(List<Metric> metrics) {
        metrics.add(gauge("log_follower_lag_records", "Records this follower has not stored yet", lag()));
        metrics.add(gauge(
                "log_follower_retrying",
                "1 while this follower fails and tries again",
                state instanceof FollowerState.Retrying ? 1 : 0));
        metrics.add(counter("log_follower_records", "Records this follower has stored", figures.records()));
        metrics.add(counter("log_follower_failures", "Failed attempts of this follower", figures.failures()));
        metrics.add(counter(
                "log_follower_lost_records",
                "Records the log dropped before this follower had read them",
                figures.lost()));
    }

    private Metric gauge(String metric, String help, long value) {
        return new Metric(metric, help, Metric.Kind.GAUGE, Map.of("follower", name), value);
    }

    private Metric counter(String metric, String help, long value) {
        return new Metric(metric, help, Metric.Kind.COUNTER, Map.of("follower", name), value);
    }

    /** Asks it to end, without waiting. */
    void beginClose() {
        stop.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    @Override
    public void close() {
        beginClose();
        finishClose(System.nanoTime() + GRACE.toNanos());
    }

    /** Waits for its end until {@link System#nanoTime} says so, then interrupts it and waits a little more. */
    void finishClose(long deadline) {
        if (Thread.currentThread() != thread) {
            try {
                join(Duration.ofNanos(deadline - System.nanoTime()));
                if (thread.isAlive()) {
                    thread.interrupt();
                    join(AFTER_INTERRUPT);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                log.atWarn()
                        .addKeyValue("follower", name)
                        .log("the follower is still storing and is left behind; what it does not finish is delivered"
                                + " again");
            }
        }
        onClosed.run();
    }

    private void join(Duration time) throws InterruptedException {
        // At least a moment: 0 would be for ever.
        thread.join(Math.max(1, time.toMillis()));
    }
}

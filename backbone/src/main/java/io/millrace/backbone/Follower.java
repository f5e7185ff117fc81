package io.millrace.backbone;

import io.millrace.model.LogSink;
import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
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
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final String name;
    private final Set<LogTopic> topics;
    private final ClientProperties clients;
    private final Seat seat;
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
            Seat seat,
            Function<Consumer<byte[], byte[]>, LogSink> sinks,
            EndOffsets ends,
            Clock clock,
            Runnable onClosed) {
        this.name = name;
        this.topics = Set.copyOf(topics);
        this.clients = clients;
        this.seat = seat;
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
                    if (Seat.isTaken(failed)) {
                        giveWay();
                    }
                }
            }
        }
        state = new FollowerState.Stopped();
    }

    private void giveWay() {
        while (!stopping() && !seat.isFree()) {
            rest(Seat.LOOK);
        }
    }

    /** The life of one consumer. */
    private void follow() throws Exception {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                clients.follower(name, topics), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        // Others have its partitions at once when it says goodbye. One that was fenced is a stranger there already.
        GroupMembershipOperation goodbye = GroupMembershipOperation.LEAVE_GROUP;
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
                        break;
                    }
                    if (endsConsumer(failed)) {
                        throw failed;
                    }
                    retrying(failed);
                    delivery.failed();
                    idle(delivery, backOff.next());
                }
            }
            delivery.end();
        } catch (FencedInstanceIdException taken) {
            goodbye = GroupMembershipOperation.REMAIN_IN_GROUP;
            throw taken;
        } finally {
            current = null;
            close(consumer, goodbye);
        }
    }

    private void close(Consumer<byte[], byte[]> consumer, GroupMembershipOperation goodbye) {
        // An interrupted thread would not even say goodbye; only close() interrupts, and the time is bounded here.
        boolean interrupted = Thread.interrupted();
        try {
            consumer.close(CloseOptions.timeout(CLOSE_CONSUMER).withGroupMembershipOperation(goodbye));
        } catch (KafkaException failed) {
            // What made it end is worth more than that it ended badly.
            log.atDebug()
                    .addKeyValue("follower", name)
                    .addKeyValue("interrupted", interrupted)
                    .setCause(failed)
                    .log("closing the consumer");
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
        String reason = Seat.isTaken(failed) ? seat.sentence() : Causes.sentence(failed);
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
    private void beginClose() {
        stop.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    @Override
    public void close() {
        closeAll(List.of(this));
    }

    /** Ends them together, within {@link #GRACE} and {@link #AFTER_INTERRUPT} however many they are. */
    static void closeAll(Collection<Follower> followers) {
        followers.forEach(Follower::beginClose);
        join(followers, GRACE);
        followers.forEach(Follower::interrupt);
        join(followers, AFTER_INTERRUPT);
        followers.forEach(Follower::ended);
    }

    private static void join(Collection<Follower> followers, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            for (Follower follower : followers) {
                if (Thread.currentThread() != follower.thread) {
                    // At least a moment: 0 would be for ever.
                    follower.thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void interrupt() {
        if (thread.isAlive() && Thread.currentThread() != thread) {
            thread.interrupt();
        }
    }

    private void ended() {
        if (thread.isAlive() && Thread.currentThread() != thread) {
            log.atWarn()
                    .addKeyValue("follower", name)
                    .log("the follower is still storing and is left behind; what it does not finish is delivered"
                            + " again");
        }
        onClosed.run();
    }
}

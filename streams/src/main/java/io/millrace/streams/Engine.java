package io.millrace.streams;

import io.millrace.model.LogTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps Kafka Streams running: starts it when the log is there, and again when it has broken down. */
final class Engine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final long SHORTEST_PAUSE = 1_000;
    private static final long LONGEST_PAUSE = 30_000;
    private static final int ADMIN_SECONDS = 15;
    private static final long LOOK_MILLIS = 1_000;
    private static final long LOOK_SOON_MILLIS = 250;

    private final StreamsSettings settings;
    private final IntFunction<Plant> plants;
    private final RestoreWatch restore = new RestoreWatch();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper;
    private volatile @Nullable KafkaStreams running;
    private volatile String trouble = "";

    /** @param plants makes what all partitions share, for their number */
    Engine(StreamsSettings settings, IntFunction<Plant> plants) {
        this.settings = settings;
        this.plants = plants;
        this.keeper = new Thread(this::keepRunning, "processors");
    }

    void start() {
        keeper.start();
    }

    private void keepRunning() {
        long pause = SHORTEST_PAUSE;
        while (closed.getCount() > 0) {
            try {
                long begun = System.nanoTime();
                run();
                pause = System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE)
                        ? SHORTEST_PAUSE
                        : pause;
            } catch (ExecutionException | TimeoutException | KafkaException failed) {
                trouble = sentence(failed);
                log.atWarn().addKeyValue("reason", trouble).log("the processors cannot start yet");
            } catch (InterruptedException interrupted) {
                return;
            }
            try {
                if (closed.await(pause, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                return;
            }
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
        }
    }

    private static String sentence(Throwable failed) {
        Throwable cause =
                failed instanceof ExecutionException && failed.getCause() != null ? failed.getCause() : failed;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Returns when the engine has broken down, or is to end. */
    private void run() throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(properties())) {
            run(admin, plants.apply(prepare(admin)));
        }
    }

    private void run(Admin admin, Plant plant) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        ReachWatch watch = new ReachWatch(admin, plant);
        // Who is behind is known before anybody reads.
        watch.look();
        try (KafkaStreams streams = engine(plant)) {
            streams.setUncaughtExceptionHandler(failed -> {
                trouble = sentence(failed);
                log.atError().setCause(failed).log("the processors have broken down and start again");
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.setGlobalStateRestoreListener(restore);
            streams.setStateListener((now, before) -> {
                if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                    ended.countDown();
                } else if (now == KafkaStreams.State.RUNNING) {
                    trouble = "";
                }
            });
            running = streams;
            streams.start();
            long pause = LOOK_MILLIS;
            while (!ended.await(pause, TimeUnit.MILLISECONDS)) {
                if (closed.getCount() == 0) {
                    // Others take over at once, and do not wait for this one to come back.
                    streams.close(CloseOptions.timeout(CLOSE)
                            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
                    return;
                }
                pause = watch.look() ? LOOK_SOON_MILLIS : LOOK_MILLIS;
            }
        } finally {
            running = null;
        }
    }

    private KafkaStreams engine(Plant plant) {
        // Only where inputs of several partitions meet does it matter who is ahead of whom.
        return plant.hasWayHome()
                ? new KafkaStreams(
                        Works.topology(plant),
                        Works.properties(settings),
                        new PacedClients(plant.pace(), plant.homewards()))
                : new KafkaStreams(Works.topology(plant), Works.properties(settings));
    }

    /** Sees to it that the topic of the way home is there. @return the partitions of the log's routes */
    private int prepare(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, TopicDescription> routes = admin.describeTopics(
                        List.of(LogTopic.SAMPLES.topicName(), LogTopic.EVENTS.topicName()))
                .allTopicNames()
                .get(ADMIN_SECONDS, TimeUnit.SECONDS);
        int partitions = routes.values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .max()
                .orElse(1);
        NewTopic homewards = new NewTopic(settings.homewards(), Optional.of(partitions), Optional.empty())
                .configs(Works.homewards());
        try {
            admin.createTopics(List.of(homewards)).all().get(ADMIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
        }
        return partitions;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(settings.client());
        properties.put("bootstrap.servers", settings.bootstrap());
        properties.put("client.id", settings.application() + "-" + settings.instance() + "-topics");
        return properties;
    }

    EngineStatus status() {
        KafkaStreams streams = running;
        if (closed.getCount() == 0) {
            return new EngineStatus(EngineStatus.State.STOPPED, restore.restored(), 0, "Stopped.");
        }
        if (streams == null) {
            return trouble.isEmpty()
                    ? new EngineStatus(EngineStatus.State.STARTING, 0, 0, "Looks for the log.")
                    : new EngineStatus(EngineStatus.State.FAILED, 0, 0, trouble);
        }
        long left = restore.left();
        if (left > 0) {
            return new EngineStatus(
                    EngineStatus.State.RESTORING,
                    restore.restored(),
                    left,
                    "Reads back its state: " + left + " records to go.");
        }
        return streams.state() == KafkaStreams.State.RUNNING
                ? new EngineStatus(EngineStatus.State.RUNNING, restore.restored(), 0, "Running.")
                : new EngineStatus(EngineStatus.State.STARTING, restore.restored(), 0, "Shares out the work.");
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            keeper.join(2 * CLOSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

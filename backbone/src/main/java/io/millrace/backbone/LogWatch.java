package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every second how far the log reaches, and now and then how much disk it takes. Thread-safe. */
final class LogWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogWatch.class);
    private static final long ANSWER_MILLIS = 5_000;
    private static final int SIZE_EVERY = 15;
    /** Several of the producer's own time-outs and retries. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final Admin admin;
    private final EndOffsets ends;
    private final Map<LogTopic, Long> sizes = new EnumMap<>(LogTopic.class);
    private final ScheduledExecutorService timer;
    private final Supplier<Duration> stalled;
    private final Runnable onStalled;
    private final Duration patience;
    private volatile boolean reachable = true;
    private long answersSinceNanos = System.nanoTime();
    private int rounds;

    /**
     * @param stalled how long the writer has waited in vain
     * @param onStalled told when it waits although the log answers: then its thread is dead or lost, and nothing that
     *     waits will ever end
     */
    LogWatch(Admin admin, EndOffsets ends, Supplier<Duration> stalled, Runnable onStalled) {
        this(admin, ends, stalled, onStalled, STALLED);
    }

    LogWatch(Admin admin, EndOffsets ends, Supplier<Duration> stalled, Runnable onStalled, Duration patience) {
        this.patience = patience;
        this.admin = admin;
        this.ends = ends;
        this.stalled = stalled;
        this.onStalled = onStalled;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "millrace-log-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        timer.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    boolean reachable() {
        return reachable;
    }

    /** Asks the log itself. Up to what readers can see: a transaction that is still open is beyond the end. */
    Map<LogPartition, Long> endOffsets() {
        try {
            return ask();
        } catch (ExecutionException | TimeoutException failed) {
            throw new BackboneException(
                    Kind.UNREACHABLE, "The log does not say where it ends (" + Causes.sentence(failed) + ").", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BackboneException(Kind.CLOSED, "Interrupted while asking where the log ends.", interrupted);
        }
    }

    private Map<LogPartition, Long> ask() throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicDescription topic : describe().values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                asked.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
            }
        }
        Map<LogPartition, Long> found = new HashMap<>();
        await(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, end) -> found.put(Records.fromKafka(partition), end.offset()));
        found.forEach(ends::atLeast);
        return found;
    }

    private Map<String, TopicDescription> describe() throws ExecutionException, TimeoutException, InterruptedException {
        return await(admin.describeTopics(Arrays.stream(LogTopic.values())
                        .map(LogTopic::topicName)
                        .toList())
                .allTopicNames());
    }

    private void look() {
        try {
            ask();
            if (!reachable) {
                reachable = true;
                answersSinceNanos = System.nanoTime();
                log.atInfo().log("the log answers again");
            }
            if (stalled.get().compareTo(patience) > 0 && System.nanoTime() - answersSinceNanos > patience.toNanos()) {
                onStalled.run();
            }
            if (rounds++ % SIZE_EVERY == 0) {
                measure();
            }
        } catch (ExecutionException | TimeoutException | RuntimeException failed) {
            if (reachable && !timer.isShutdown()) {
                reachable = false;
                log.atWarn()
                        .addKeyValue("reason", Causes.sentence(failed))
                        .log("the log does not answer; whoever writes waits or is told that it failed");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() throws TimeoutException, InterruptedException {
        Map<LogTopic, Long> found = new EnumMap<>(LogTopic.class);
        try {
            List<Integer> nodes = await(admin.describeCluster().nodes()).stream()
                    .map(Node::id)
                    .toList();
            await(admin.describeLogDirs(nodes).allDescriptions()).values().forEach(folders -> folders.values()
                    .forEach(folder -> folder.replicaInfos()
                            .forEach((partition, replica) -> LogTopic.byName(partition.topic())
                                    .ifPresent(topic -> found.merge(topic, replica.size(), Long::sum)))));
        } catch (ExecutionException refused) {
            // An external log need not tell this to everybody.
            log.atDebug().setCause(refused).log("the log does not say how large it is");
            return;
        }
        synchronized (sizes) {
            sizes.clear();
            sizes.putAll(found);
        }
    }

    void metrics(List<Metric> metrics) {
        metrics.add(Metric.gauge("log_reachable", "1 while the log answers", reachable ? 1 : 0));
        ends.all()
                .forEach((partition, end) -> metrics.add(new Metric(
                        "log_end_offset",
                        "Offset of the next record of a partition",
                        Metric.Kind.GAUGE,
                        Map.of("topic", partition.log().topicName(), "partition", Integer.toString(partition.number())),
                        end)));
        synchronized (sizes) {
            sizes.forEach((topic, size) -> metrics.add(new Metric(
                    "log_size_bytes",
                    "Bytes a topic takes on disk, all copies",
                    Metric.Kind.GAUGE,
                    Map.of("topic", topic.topicName()),
                    size)));
        }
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}

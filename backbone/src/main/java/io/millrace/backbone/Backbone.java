package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogSink;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import io.millrace.model.RecordHandler;
import io.millrace.model.StoredRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log, running. Everything that happens is written here and everyone reads it here.
 *
 * <p>Key and value of a record are the MQTT topic and payload byte for byte, so that any Kafka client can read and
 * write it; what such a client leaves out arrives empty (no key, no value). Thread-safe.
 */
public final class Backbone implements MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Backbone.class);
    private static final long TOPICS_MILLIS = 15_000;

    private final @Nullable KafkaNode node;
    private final String bootstrap;
    private final ClientProperties clients;
    private final BackboneSettings settings;
    private final EndOffsets ends = new EndOffsets();
    private final Admin admin;
    private final TopicKeeper keeper;
    private final KafkaWriter writer;
    private final LogReader reader;
    private final LogWatch watch;
    private final List<String> differences;
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();
    private final Consumer<BackboneException> onFault;
    private final AtomicBoolean stalled = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Backbone(BackboneSettings settings, Parts parts, Consumer<BackboneException> onFault) {
        this.onFault = onFault;
        this.settings = settings;
        this.node = parts.node();
        this.bootstrap = parts.bootstrap();
        this.clients = parts.clients();
        this.admin = parts.admin();
        this.keeper = new TopicKeeper(admin, TOPICS_MILLIS);
        this.differences = keeper.keep(TopicPlan.of(settings), node != null);
        this.reader = parts.own(new LogReader(clients));
        this.writer = parts.own(new KafkaWriter(clients, settings, ends, this::broken));
        writer.warmUp();
        this.watch = parts.own(new LogWatch(admin, ends, writer::stalledFor, this::stalled));
        watch.endOffsets();
        watch.start();
    }

    /**
     * Starts or finds the log and prepares its topics. Returns when it can be written and read.
     *
     * @throws BackboneException when it cannot; its kind and key tell what to change
     */
    public static Backbone start(BackboneSettings settings) {
        return start(settings, fault -> {});
    }

    /**
     * As {@link #start(BackboneSettings)}.
     *
     * @param onFault told when an embedded node has broken down (its disk is full, say) or the writer has, and
     *     cannot go on; the process should then end and be started again. Called on a thread of theirs, which must not be kept: close
     *     nothing on it
     */
    public static Backbone start(BackboneSettings settings, Consumer<BackboneException> onFault) {
        long begun = System.nanoTime();
        Parts parts = new Parts();
        AtomicReference<@Nullable Backbone> running = new AtomicReference<>();
        try {
            if (settings instanceof BackboneSettings.Embedded embedded) {
                parts.start(embedded, fault -> {
                    Backbone broken = running.get();
                    if (broken != null) {
                        broken.writer.stop(fault);
                    }
                    onFault.accept(fault);
                });
            } else if (settings instanceof BackboneSettings.External external) {
                parts.find(external);
            }
            Backbone backbone = new Backbone(settings, parts, onFault);
            running.set(backbone);
            backbone.stopIfBroken();
            log.atInfo()
                    .addKeyValue("bootstrap", backbone.bootstrap)
                    .addKeyValue("embedded", backbone.node != null)
                    .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
                    .log("the log is ready");
            return backbone;
        } catch (BackboneException said) {
            parts.close();
            throw said;
        } catch (KafkaException failed) {
            parts.close();
            throw new BackboneException(
                    Kind.UNREACHABLE,
                    "The log at " + parts.bootstrap() + " did not get ready (" + Causes.sentence(failed) + ").",
                    failed);
        } catch (RuntimeException | Error failed) {
            parts.close();
            throw failed;
        }
    }

    /** The producer's thread ends on an Error (no direct memory, say) and tells nobody. */
    private void stalled() {
        BackboneException fault = new BackboneException(
                Kind.FAULT,
                "The writer of the log has stopped although the log answers; the hub has to start again.",
                null);
        if (stalled.compareAndSet(false, true)) {
            writer.stop(fault);
            onFault.accept(fault);
        }
    }

    private void broken(Exception failed) {
        if (node != null) {
            node.fault("a record could not be written as a whole", failed);
        }
    }

    /** When the node broke down before there was a writer to stop. */
    private void stopIfBroken() {
        BackboneException fault = node == null ? null : node.fault();
        if (fault != null) {
            writer.stop(fault);
        }
    }

    /** Where any Kafka client finds the log: {@code host:port}, several separated by commas. */
    public String bootstrapServers() {
        return bootstrap;
    }

    /**
     * The way into the log. Stages complete on a thread of the writer, which must not be kept; they fail with a {@link
     * BackboneException}. {@code write} itself never throws, and waits a second at most for room. A record fails when it is refused
     * or the log is closed; while the log is away it waits.
     */
    public LogWriter writer() {
        return writer;
    }

    /**
     * Begins to follow for a sink that keeps its own place. The sink is called on one thread of its own; followers of
     * one name, here or in other processes, share the partitions.
     *
     * @param name letters, digits, {@code .}, {@code _} and {@code -}, 100 at most
     * @throws IllegalArgumentException when there is a follower of that name already
     */
    public LogFollower follow(String name, Set<LogTopic> topics, LogSink sink) {
        return follow(name, topics, consumer -> sink);
    }

    /** As {@link #followCommitted(String, Set, StartAt, RecordHandler)}, from the beginning. */
    public LogFollower followCommitted(String name, Set<LogTopic> topics, RecordHandler handler) {
        return followCommitted(name, topics, StartAt.BEGINNING, handler);
    }

    /**
     * Begins to follow for a handler that leaves its place with Kafka: each record is handled at least once.
     *
     * @param startAt where a name that was never here before begins
     * @throws IllegalArgumentException when there is a follower of that name already
     */
    public LogFollower followCommitted(String name, Set<LogTopic> topics, StartAt startAt, RecordHandler handler) {
        return follow(name, topics, consumer -> new CommittedSink(consumer, handler, startAt));
    }

    private LogFollower follow(
            String name,
            Set<LogTopic> topics,
            Function<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>, LogSink> sinks) {
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("The follower " + name + " follows no topic.");
        }
        if (!ClientProperties.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A follower cannot be called '" + name + "'.");
        }
        Seat seat = new Seat(admin, ClientProperties.group(name), clients.member(name, topics), clients.instance());
        Follower follower =
                new Follower(name, topics, clients, seat, sinks, ends, Clock.systemUTC(), () -> followers.remove(name));
        if (followers.putIfAbsent(name, follower) != null) {
            throw new IllegalArgumentException("There is a follower " + name + " already.");
        }
        if (closed.get()) {
            followers.remove(name);
            throw new BackboneException(Kind.CLOSED, "The log is closed and cannot be followed.", null);
        }
        follower.start();
        return follower;
    }

    /**
     * Looks for the first record of a key that the log took at {@code from} or later. Of each topic it reads the one
     * partition Kafka's own clients write the key to, up to where the log ends now. Takes ten seconds at most.
     *
     * @param wanted asked on the calling thread, for records of the key only
     * @param limit most records to read of each topic, of whatever key; what lies behind is not found
     * @throws BackboneException when the log does not answer, or the time is not enough to say
     */
    public Optional<StoredRecord> find(
            Set<LogTopic> topics, String key, Instant from, Predicate<StoredRecord> wanted, int limit) {
        return reader.find(topics, key, from, wanted, limit);
    }

    /**
     * The record at a place; empty when the log never had it or has dropped it. Takes ten seconds at most.
     *
     * @throws BackboneException when the log does not answer
     */
    public Optional<StoredRecord> read(LogPartition partition, long offset) {
        return reader.read(partition, offset);
    }

    /**
     * Keeps a topic for another time or size from now on; the next start goes back to the settings. Segments are made
     * smaller with it, but one that is being written stays as it is until it is full or the next record comes. The
     * node looks every ten seconds for what it may drop, and frees the disk some seconds later.
     *
     * @throws BackboneException {@link Kind#NOT_OURS} when the log is external, and when the node does not answer
     */
    public void keep(LogTopic topic, Retention retention) {
        if (node == null) {
            throw new BackboneException(
                    Kind.NOT_OURS,
                    "The log at " + bootstrap + " is not part of this hub, and how long it keeps " + topic.topicName()
                            + " is for its owner to change.",
                    null);
        }
        keeper.change(TopicPlan.of(topic, settings, retention));
    }

    /**
     * The offset of the next record of each partition, asked of the log itself.
     *
     * @throws BackboneException when the log does not answer within five seconds
     */
    public Map<LogPartition, Long> endOffsets() {
        return watch.endOffsets();
    }

    /** One sentence for each topic that is not as the settings say and was left so; empty when all is well. */
    public List<String> differences() {
        return List.copyOf(differences);
    }

    /** Whether the log has answered lately. */
    public boolean reachable() {
        return watch.reachable();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        watch.metrics(metrics);
        writer.metrics(metrics);
        followers.values().forEach(follower -> follower.metrics(metrics));
        return metrics;
    }

    /** Followers, writer, node: within seconds. May be called more than once. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        reader.close();
        Follower.closeAll(List.copyOf(followers.values()));
        writer.close();
        watch.close();
        if (node != null) {
            node.close();
        }
        log.atInfo().addKeyValue("bootstrap", bootstrap).log("the log is closed");
    }
}

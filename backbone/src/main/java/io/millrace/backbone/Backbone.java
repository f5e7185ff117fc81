package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogSink;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
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
    private final EndOffsets ends = new EndOffsets();
    private final Admin admin;
    private final KafkaWriter writer;
    private final LogWatch watch;
    private final List<String> differences;
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Backbone(BackboneSettings settings, Parts parts) {
        this.node = parts.node;
        this.bootstrap = parts.bootstrap;
        this.clients = parts.clients();
        this.admin = parts.admin();
        this.differences = new TopicKeeper(admin, TOPICS_MILLIS)
                .keep(TopicPlan.of(settings), settings instanceof BackboneSettings.Embedded);
        this.writer = parts.own(new KafkaWriter(clients, settings, ends));
        writer.warmUp();
        this.watch = parts.own(new LogWatch(admin, ends));
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
     * @param onFault told once when an embedded node has broken down (its disk is full, say) and cannot go on; the
     *     process should then end and be started again. Called on a thread of the node, which must not be kept: close
     *     nothing on it
     */
    public static Backbone start(BackboneSettings settings, Consumer<BackboneException> onFault) {
        long begun = System.nanoTime();
        Parts parts = new Parts();
        try {
            if (settings instanceof BackboneSettings.Embedded embedded) {
                parts.start(embedded, onFault);
            } else if (settings instanceof BackboneSettings.External external) {
                parts.find(external);
            }
            Backbone backbone = new Backbone(settings, parts);
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
                    "The log at " + parts.bootstrap + " did not get ready (" + Causes.sentence(failed) + ").",
                    failed);
        } catch (RuntimeException | Error failed) {
            parts.close();
            throw failed;
        }
    }

    /** Where any Kafka client finds the log: {@code host:port}, several separated by commas. */
    public String bootstrapServers() {
        return bootstrap;
    }

    /**
     * The way into the log. Stages complete on a thread of the writer, which must not be kept; they fail with a {@link
     * BackboneException}. {@code write} itself never throws, and waits five seconds at most for memory.
     */
    public LogWriter writer() {
        return writer;
    }

    /**
     * Begins to follow for a sink that keeps its own place. The sink is called on one thread of its own; followers of
     * one name, here or in other processes, share the partitions.
     *
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
        Follower follower =
                new Follower(name, topics, clients, sinks, ends, Clock.systemUTC(), () -> followers.remove(name));
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
        List<Follower> open = List.copyOf(followers.values());
        open.forEach(Follower::beginClose);
        long deadline = System.nanoTime() + Follower.GRACE.toNanos();
        open.forEach(follower -> follower.finishClose(deadline));
        writer.close();
        watch.close();
        if (node != null) {
            node.close();
        }
        log.atInfo().addKeyValue("bootstrap", bootstrap).log("the log is closed");
    }

    /** What has been opened so far, to be closed again when the rest fails. */
    private static final class Parts {
        private final List<AutoCloseable> opened = new ArrayList<>();
        private @Nullable KafkaNode node;
        private @Nullable Admin admin;
        private String bootstrap = "";
        private @Nullable ClientProperties clients;

        void start(BackboneSettings.Embedded settings, Consumer<BackboneException> onFault) {
            KafkaNode started = own(KafkaNode.start(settings, onFault));
            node = started;
            bootstrap = started.bootstrapServers();
            clients = new ClientProperties(bootstrap, Map.of());
        }

        void find(BackboneSettings.External settings) {
            bootstrap = settings.bootstrap();
            clients = new ClientProperties(bootstrap, settings.properties());
            try {
                admin().describeCluster().nodes().get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException failed) {
                throw new BackboneException(
                        Kind.UNREACHABLE,
                        "The log at " + bootstrap + " does not answer within "
                                + settings.timeout().toMillis() + " ms (" + reason(failed)
                                + "). Check log.bootstrap, log.properties and the network.",
                        failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new BackboneException(Kind.CLOSED, "Interrupted while looking for the log.", interrupted);
            }
        }

        private static String reason(Exception failed) {
            return failed instanceof TimeoutException ? "no answer" : Causes.sentence(failed);
        }

        Admin admin() {
            Admin known = admin;
            if (known == null) {
                try {
                    known = own(Admin.create(clients().admin()));
                } catch (KafkaException refused) {
                    ConfigException setting = Causes.find(refused, ConfigException.class);
                    throw new BackboneException(
                            setting == null ? Kind.UNREACHABLE : Kind.SETTING,
                            "log.bootstrap",
                            "The log at '" + bootstrap + "' cannot be used ("
                                    + Causes.sentence(setting == null ? refused : setting)
                                    + "). Check log.bootstrap and log.properties.",
                            refused);
                }
                admin = known;
            }
            return known;
        }

        ClientProperties clients() {
            return Objects.requireNonNull(clients);
        }

        <T extends AutoCloseable> T own(T part) {
            opened.add(0, part);
            return part;
        }

        void close() {
            for (AutoCloseable part : opened) {
                try {
                    part.close();
                } catch (Exception failed) {
                    log.atDebug().setCause(failed).log("closing after a failed start");
                }
            }
        }
    }
}

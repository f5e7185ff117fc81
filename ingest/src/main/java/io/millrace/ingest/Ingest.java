package io.millrace.ingest;

import io.millrace.connector.Capability;
import io.millrace.connector.ConnectorEnvironment;
import io.millrace.model.ConnectionStatus;
import io.millrace.model.LogRecord;
import io.millrace.model.LogWriter;
import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.model.contract.Judge;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one gate by which messages enter the log, and the keeper of all connections. Thread-safe.
 *
 * <p>What comes through here is in the log, in the quarantine with its reason, or has been refused to its sender; there
 * is no fourth way.
 */
public final class Ingest implements AutoCloseable, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    private static final Problem STOPPING =
            Problem.of("hub-stopping", "The hub is stopping and takes no messages.", "Send it again later.");

    /**
     * What became of a replayed record.
     *
     * @param accepted whether it is in its route now; otherwise it is in the quarantine again
     * @param sentence where it is, or what is still wrong with it
     */
    public record Replayed(boolean accepted, String sentence) {
        public Replayed {
            Objects.requireNonNull(sentence);
        }
    }

    private final IngestSettings settings;
    private final RouteWriter routeWriter;
    private final OwnThread own = new OwnThread("ingest-aside");
    private final Time time;
    private final DoubleSupplier random;
    private final AdmissionFigures figures;
    private final Contracts contracts;
    private final TopicRules rules;
    private final MqttGate gate;
    private final Replay replay;
    private final Losses losses;
    private final LossWriter lossWriter;
    private final Object lifecycle = new Object();
    private volatile List<ConnectionRunner> runners = List.of();
    private volatile Map<String, LiveTag<?>> tags = Map.of();
    private volatile boolean closed;

    public Ingest(IngestSettings settings, LogWriter log, Clock clock) {
        this(settings, log, Time.of(clock), () -> ThreadLocalRandom.current().nextDouble());
    }

    Ingest(IngestSettings settings, LogWriter writer, Time time, DoubleSupplier random) {
        this.settings = settings;
        this.time = time;
        this.random = random;
        IngestLimits limits = settings.limits();
        this.figures = new AdmissionFigures(limits.sources());
        this.contracts = new Contracts(settings.models(), time);
        this.rules = new TopicRules(settings.routes(), contracts);
        Admission admission =
                new Admission(new TopicCache(settings.namespace(), rules, limits.topics()), new Payloads(time.clock()));
        Aside aside = new Aside(writer, own);
        this.routeWriter = new RouteWriter(writer, aside);
        this.losses = new Losses(settings.origin(), time);
        this.gate = new MqttGate(admission, routeWriter, aside, time, settings.origin(), figures, losses);
        this.replay = new Replay(admission, routeWriter, aside, time);
        this.lossWriter = new LossWriter(losses, writer, settings.origin(), LossWriter.EVERY);
        lossWriter.start();
    }

    /** Whether a topic is below the namespace root, so that its messages have to be admitted. Cheap. */
    public boolean covers(String topic) {
        return settings.namespace().covers(topic);
    }

    /**
     * Takes a message below the namespace root. A usable one goes to the log by its route; an unusable one goes to the
     * quarantine with its reason, its bytes and topic unchanged, and so does a usable one that is larger than the log
     * takes ({@code record-too-large}); an empty retained one, which is MQTT's order to delete the retained message, is
     * accepted and nothing is written. Of what is too large for the quarantine too, the beginning is kept. Does not wait for the log, though the log may make it
     * wait for a moment when its memory is full.
     *
     * @return completes when the message is durable where it belongs, and may then be acknowledged; exceptionally when
     *     the log did not take it, so that it must not be. The log says that a record is too large by failing with a
     *     {@link io.millrace.model.ProblemException} of the code {@code record-too-large}, or with one as the cause
     */
    public CompletionStage<Void> admit(MqttMessage message) {
        if (closed) {
            return gate.turnAway(message, STOPPING);
        }
        return gate.admit(message);
    }

    /**
     * Judges a quarantined record anew, by today's rules and with the time at which it was first received, and writes it
     * to its route, or to the quarantine again with one attempt more. Nothing marks the record itself as replayed: that
     * is for the caller to do, afterwards.
     *
     * <p>The identity stays, so that a record replayed twice has one effect.
     *
     * @param quarantined as it stands in {@link io.millrace.model.LogTopic#QUARANTINE}
     * @return completes when it is durable where it belongs; exceptionally with a {@link
     *     io.millrace.model.ProblemException}: {@code log-unavailable}, {@code hub-stopping}, or {@code
     *     quarantine-unknown} for a record that is no message but the end of one
     */
    public CompletionStage<Replayed> replay(LogRecord quarantined) {
        return closed ? CompletableFuture.failedFuture(STOPPING.asException()) : replay.replay(quarantined);
    }

    /**
     * What is asked of the messages of a topic; empty for nothing. For those who write to the log by another door, so that
     * the same is asked of all of them, and counted together. To be asked once for a topic.
     */
    public Optional<Judge> judge(Topic topic) {
        return Optional.ofNullable(contracts.of(topic));
    }

    /**
     * Starts all connections, each on a thread of its own, and returns at once: a device need not be there.
     *
     * @throws io.millrace.model.ProblemException {@code connection-name-used-twice}, {@code topic-used-twice} or {@code
     *     acquisition-not-supported}; nothing is started then
     */
    public void start(List<Connection<?, ?>> connections) {
        check(connections);
        synchronized (lifecycle) {
            if (closed || !runners.isEmpty()) {
                throw new IllegalStateException(closed ? "closed" : "started already");
            }
            List<ConnectionRunner> made = new ArrayList<>();
            Map<String, LiveTag<?>> byTopic = new HashMap<>();
            for (Connection<?, ?> connection : connections) {
                ConnectionRunner runner = new ConnectionRunner(connection.name(), wakeUp -> loop(connection, wakeUp));
                made.add(runner);
                for (LiveTag<?> tag : runner.loop().tags()) {
                    byTopic.put(tag.info().topic().path(), tag);
                }
            }
            tags = Map.copyOf(byTopic);
            runners = List.copyOf(made);
            made.forEach(ConnectionRunner::start);
        }
    }

    private <S extends Record, A extends Record> ConnectionLoop<S, A> loop(
            Connection<S, A> connection, Runnable wakeUp) {
        String type = connection.connector().type();
        SampleWriter sink =
                new SampleWriter(routeWriter, rules, time, settings.origin() + "/" + connection.name(), type);
        return new ConnectionLoop<>(
                connection,
                new ConnectorEnvironment(connection.name(), settings.folder().resolve(type)),
                settings::isUnfiltered,
                sink,
                losses,
                settings.limits(),
                time,
                random,
                wakeUp);
    }

    private static void check(List<Connection<?, ?>> connections) {
        Set<String> names = new HashSet<>();
        Map<String, String> owners = new HashMap<>();
        for (Connection<?, ?> connection : connections) {
            if (!names.add(connection.name())) {
                throw Problem.of(
                                "connection-name-used-twice",
                                "Two connections are named '" + connection.name() + "'.",
                                "Rename one of them.")
                        .asException();
            }
            for (Tag<?> tag : connection.tags()) {
                check(connection, tag, owners);
            }
        }
    }

    private static void check(Connection<?, ?> connection, Tag<?> tag, Map<String, String> owners) {
        String topic = tag.info().topic().path();
        String other = owners.put(topic, connection.name());
        if (other != null) {
            throw Problem.of(
                            "topic-used-twice",
                            "Topic '" + topic + "' is delivered by two tags, of connections '" + other + "' and '"
                                    + connection.name() + "'.",
                            "Give each tag a topic of its own.")
                    .asException();
        }
        boolean polled = tag.acquisition() instanceof Acquisition.Poll;
        Capability needed = polled ? Capability.READ : Capability.SUBSCRIBE;
        if (!connection.connector().capabilities().contains(needed)) {
            throw Problem.of(
                            "acquisition-not-supported",
                            "Tag '" + topic + "' is to be " + (polled ? "polled" : "subscribed") + ", but "
                                    + connection.connector().title() + " cannot do that.",
                            polled ? "Subscribe it." : "Poll it.")
                    .asException();
        }
    }

    /** All connections as they are now, in the order in which they were given. */
    public List<ConnectionStatus> connections() {
        return runners.stream().map(runner -> runner.loop().status()).toList();
    }

    /** What a configured tag of a connection says now; empty when no connection delivers this topic. */
    public Optional<TagState> tag(String topic) {
        LiveTag<?> tag = tags.get(topic);
        return tag == null ? Optional.empty() : Optional.of(tag.state(time));
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(figures.metrics());
        metrics.addAll(contracts.metrics());
        for (ConnectionRunner runner : runners) {
            metrics.addAll(runner.loop().metrics());
        }
        return metrics;
    }

    /**
     * Stops all connections at the same time. Each marks its tags Bad_OutOfService and hands over what it has, as far as
     * the log takes it within {@link IngestLimits#stop}. What was lost meanwhile is told to the ledger. Idempotent.
     */
    @Override
    public void close() {
        List<ConnectionRunner> running;
        synchronized (lifecycle) {
            closed = true;
            running = runners;
        }
        running.forEach(runner -> runner.loop().requestStop());
        // a second beyond what each loop allows itself, for a session that is slow to close
        long until = System.nanoTime() + settings.limits().stop().toNanos() + 1_000_000_000L;
        for (ConnectionRunner runner : running) {
            await(runner, until - System.nanoTime());
        }
        own.close();
        // last: whatever ends may have something to say
        lossWriter.close();
    }

    private static void await(ConnectionRunner runner, long nanos) {
        try {
            if (!runner.join(nanos)) {
                log.atWarn()
                        .addKeyValue("connection", runner.loop().name())
                        .log("the connection does not end; left behind");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.millrace.app.hub;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.RecordHandler;
import io.millrace.model.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the log to MQTT: what connectors, processors, other hubs and plain Kafka producers wrote appears retained on its
 * own topic with its own bytes. What came in by this hub's own MQTT has been delivered there already and is not sent a
 * second time. MQTT tells what is now: of records that are older than a minute, because the hub was away, only the last
 * of each topic is published; of what processors correct only what they said last, see {@link MirrorNews}. Each message costs the broker a write to its store, for whoever subscribes next; so where
 * nobody is subscribed the last one of some seconds is published, and as soon as somebody subscribes to anything. Used by
 * one thread, but for what it tells.
 */
final class Mirror implements RecordHandler, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(Mirror.class);
    private static final long PATIENCE_SECONDS = 60;
    private static final Duration OLD = Duration.ofMinutes(1);
    /** How long the last value of a topic may be kept back. */
    private static final Duration PATIENT = Duration.ofSeconds(5);

    private static final int MOST_WAITING = 50_000;
    /** What the broker has to hold in memory until it is stored. */
    private static final int AT_ONCE = 2_000;

    private static final int MOST_KNOWN = 200_000;

    /** The broker's end. */
    interface Subscribers {
        /** Publishes retained. */
        CompletionStage<Void> publish(String topic, byte[] payload);

        /** Whether anybody would get it now. */
        boolean isAnyoneOn(String topic);

        /** A number that is another one when a subscription has come or gone. */
        long changes();
    }

    private record Value(String topic, byte[] payload) {}

    private final Subscribers mqtt;
    private final Namespace namespace;
    private final String ownOrigin;
    private final AtomicLong mirrored = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final MirrorNews news;
    private final MirrorMemory memory = new MirrorMemory();
    /** The last of each topic that nobody is subscribed to. */
    private final Map<String, Value> waiting = new LinkedHashMap<>();

    private long waitingSince;
    private long changesSeen;
    private final Map<String, Boolean> isTopic = new ConcurrentHashMap<>();
    private final Clock clock;

    /** @param ownOrigin how the origin of everything this hub wrote begins */
    Mirror(Subscribers mqtt, Namespace namespace, String ownOrigin, Clock clock) {
        this.mqtt = mqtt;
        this.namespace = namespace;
        this.ownOrigin = ownOrigin;
        this.clock = clock;
        this.news = new MirrorNews(namespace, new Payloads(clock));
    }

    @Override
    public void handle(List<StoredRecord> records) throws Exception {
        long changes = mqtt.changes();
        List<Value> now = new ArrayList<>();
        int kept = 0;
        for (LogRecord record : wanted(records)) {
            Value value = new Value(record.key(), record.payload());
            if (mqtt.isAnyoneOn(value.topic)) {
                waiting.remove(value.topic);
                now.add(value);
            } else {
                if (waiting.isEmpty()) {
                    waitingSince = clock.millis();
                }
                kept += waiting.put(value.topic, value) == null ? 1 : 0;
            }
        }
        publish(now);
        skipped.addAndGet(records.size() - now.size() - kept);
        boolean isDue = clock.millis() - waitingSince >= PATIENT.toMillis();
        if (isDue || changes != changesSeen || waiting.size() >= MOST_WAITING) {
            changesSeen = changes;
            settle();
        }
        memory.mirrored(records, clock.instant());
    }

    @Override
    public boolean isSettled() {
        return waiting.isEmpty();
    }

    @Override
    public void settle() throws Exception {
        List<Value> all = List.copyOf(waiting.values());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            publish(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        waiting.clear();
    }

    private void publish(List<Value> values) throws Exception {
        List<CompletableFuture<Void>> published = new ArrayList<>(values.size());
        for (Value value : values) {
            published.add(mqtt.publish(value.topic, value.payload).toCompletableFuture());
        }
        int refused = awaitAll(values, published);
        mirrored.addAndGet(values.size() - refused);
        failed.addAndGet(refused);
    }

    private List<LogRecord> wanted(List<StoredRecord> records) {
        long old = clock.millis() - OLD.toMillis();
        Map<String, StoredRecord> lastOfOld = new HashMap<>();
        List<StoredRecord> forMqtt = new ArrayList<>();
        for (StoredRecord stored : records) {
            if (isForMqtt(stored.record()) && news.isNews(stored)) {
                forMqtt.add(stored);
                if (stored.timestampMillis() < old) {
                    lastOfOld.put(stored.record().key(), stored);
                }
            }
        }
        return forMqtt.stream()
                .filter(stored -> stored.timestampMillis() >= old
                        || lastOfOld.get(stored.record().key()) == stored)
                .map(StoredRecord::record)
                .toList();
    }

    /** One record that cannot be published does not hold up the others; when none can, the broker is to blame. */
    private static int awaitAll(List<Value> values, List<CompletableFuture<Void>> published) throws Exception {
        int refused = 0;
        @Nullable Exception first = null;
        for (int i = 0; i < published.size(); i++) {
            try {
                published.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException failure) {
                refused++;
                if (first == null) {
                    first = failure;
                    log.atWarn()
                            .addKeyValue("topic", values.get(i).topic)
                            .setCause(failure.getCause())
                            .log("a record of the log could not be published on MQTT");
                }
            }
        }
        if (first != null && refused == published.size()) {
            throw first;
        }
        return refused;
    }

    /** When a record reached the subscribers; empty when it did not, or too long ago. */
    Optional<Instant> mirrored(StoredRecord record) {
        return isForMqtt(record.record()) ? memory.when(record.partition(), record.offset()) : Optional.empty();
    }

    private boolean isForMqtt(LogRecord record) {
        HeaderMap headers = HeaderMap.copyOf(record.headers());
        if (headers.startsWith(Headers.SOURCE, Headers.MQTT_SOURCE_PREFIX)
                && headers.startsWith(Headers.ORIGIN, ownOrigin)) {
            return false;
        }
        if (isTopic.size() >= MOST_KNOWN) {
            isTopic.clear();
        }
        return isTopic.computeIfAbsent(record.key(), this::isTopic);
    }

    private boolean isTopic(String key) {
        try {
            namespace.parse(key);
            return true;
        } catch (ProblemException notATopic) {
            return false;
        }
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.counter("mirror_messages", "Messages of the log published on MQTT.", mirrored.get()),
                Metric.counter(
                        "mirror_skipped",
                        "Records of the log that MQTT has already, cannot carry, or that are not the newest.",
                        skipped.get()),
                Metric.counter("mirror_failed", "Records of the log that MQTT refused.", failed.get()));
    }
}

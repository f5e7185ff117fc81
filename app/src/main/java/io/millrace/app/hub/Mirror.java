package io.millrace.app.hub;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import io.millrace.model.Namespace;
import io.millrace.model.ProblemException;
import io.millrace.model.RecordHandler;
import io.millrace.model.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 * of each topic is published.
 */
final class Mirror implements RecordHandler, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(Mirror.class);
    private static final long PATIENCE_SECONDS = 60;
    private static final Duration OLD = Duration.ofMinutes(1);

    /** The broker's end: publishes retained. */
    @FunctionalInterface
    interface Publisher {
        CompletionStage<Void> publish(String topic, byte[] payload);
    }

    private final Publisher mqtt;
    private final Namespace namespace;
    private final String ownOrigin;
    private final AtomicLong mirrored = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final MirrorMemory memory = new MirrorMemory();
    private final Clock clock;

    /** @param ownOrigin how the origin of everything this hub wrote begins */
    Mirror(Publisher mqtt, Namespace namespace, String ownOrigin, Clock clock) {
        this.mqtt = mqtt;
        this.namespace = namespace;
        this.ownOrigin = ownOrigin;
        this.clock = clock;
    }

    @Override
    public void handle(List<StoredRecord> records) throws Exception {
        List<LogRecord> wanted = wanted(records);
        List<CompletableFuture<Void>> published = new ArrayList<>(wanted.size());
        for (LogRecord record : wanted) {
            published.add(mqtt.publish(record.key(), record.payload()).toCompletableFuture());
        }
        int refused = awaitAll(wanted, published);
        memory.mirrored(records, clock.instant());
        mirrored.addAndGet(wanted.size() - refused);
        failed.addAndGet(refused);
        skipped.addAndGet(records.size() - wanted.size());
    }

    private List<LogRecord> wanted(List<StoredRecord> records) {
        long old = clock.millis() - OLD.toMillis();
        Map<String, StoredRecord> lastOfOld = new HashMap<>();
        for (StoredRecord stored : records) {
            if (stored.timestampMillis() < old) {
                lastOfOld.put(stored.record().key(), stored);
            }
        }
        return records.stream()
                .filter(stored -> stored.timestampMillis() >= old
                        || lastOfOld.get(stored.record().key()) == stored)
                .map(StoredRecord::record)
                .filter(this::isForMqtt)
                .toList();
    }

    /** One record that cannot be published does not hold up the others; when none can, the broker is to blame. */
    private static int awaitAll(List<LogRecord> records, List<CompletableFuture<Void>> published) throws Exception {
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
                            .addKeyValue("topic", records.get(i).key())
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
        String source = record.headers().getOrDefault(Headers.SOURCE, "");
        String origin = record.headers().getOrDefault(Headers.ORIGIN, "");
        if (source.startsWith(Headers.MQTT_SOURCE_PREFIX) && origin.startsWith(ownOrigin)) {
            return false;
        }
        try {
            namespace.parse(record.key());
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
                        "Records of the log that MQTT has already, cannot carry, or that a newer one overtook.",
                        skipped.get()),
                Metric.counter("mirror_failed", "Records of the log that MQTT refused.", failed.get()));
    }
}

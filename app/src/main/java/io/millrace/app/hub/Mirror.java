package io.millrace.app.hub;

import io.millrace.backbone.RecordHandler;
import io.millrace.broker.Broker;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import io.millrace.model.Namespace;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From the log to MQTT: what connectors, processors, other hubs and plain Kafka producers wrote appears retained on its
 * own topic with its own bytes. What came in by this hub's own MQTT has been delivered there already and is not sent a
 * second time.
 */
final class Mirror implements RecordHandler, MetricSource {

    private static final long PATIENCE_SECONDS = 60;

    private final Broker broker;
    private final Namespace namespace;
    private final String ownOrigin;
    private final AtomicLong mirrored = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final MirrorMemory memory = new MirrorMemory();
    private final Clock clock;

    /** @param ownOrigin how the origin of everything this hub wrote begins */
    Mirror(Broker broker, Namespace namespace, String ownOrigin, Clock clock) {
        this.broker = broker;
        this.namespace = namespace;
        this.ownOrigin = ownOrigin;
        this.clock = clock;
    }

    @Override
    public void handle(List<StoredRecord> records) throws Exception {
        CompletableFuture<?>[] taken = records.stream()
                .map(StoredRecord::record)
                .filter(this::isForMqtt)
                .map(record ->
                        broker.publish(record.key(), record.payload(), true).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(taken).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        memory.mirrored(records, clock.instant());
        mirrored.addAndGet(taken.length);
        skipped.addAndGet(records.size() - taken.length);
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
                        "mirror_skipped", "Records of the log that MQTT has already or cannot carry.", skipped.get()));
    }
}

package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Metric;
import io.millrace.model.Problem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The writer of the log. A stage completes on the producer's thread, which must not be kept. {@link #write} never
 * throws: whatever goes wrong is in the stage.
 */
final class KafkaWriter implements LogWriter, AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final long IN_FLIGHT_BYTES = 32L << 20;

    private final Producer<byte[], byte[]> producer;
    private final EndOffsets ends;
    private final InFlight inFlight = new InFlight(IN_FLIGHT_BYTES);
    private final Map<LogTopic, Counts> counts = new EnumMap<>(LogTopic.class);
    private final boolean ours;
    private final Consumer<Exception> onBroken;
    private volatile boolean closed;
    /** When something last ended, or began while nothing was under way. */
    private volatile long movedNanos = System.nanoTime();
    /** Why nothing is written any more. */
    private volatile @Nullable BackboneException broken;

    private static final class Counts {
        final int limit;
        final LongAdder records = new LongAdder();
        final LongAdder bytes = new LongAdder();
        final LongAdder failed = new LongAdder();

        Counts(int limit) {
            this.limit = limit;
        }
    }

    /**
     * @param onBroken told when the log failed in a way after which it must not be written to; on the producer's thread
     */
    KafkaWriter(ClientProperties clients, BackboneSettings settings, EndOffsets ends, Consumer<Exception> onBroken) {
        this.ends = ends;
        this.ours = settings instanceof BackboneSettings.Embedded;
        this.onBroken = onBroken;
        for (LogTopic topic : LogTopic.values()) {
            counts.put(topic, new Counts(TopicPlan.maximumRecordBytes(topic, settings)));
        }
        this.producer = new KafkaProducer<>(clients.writer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Learns where the partitions are, so that the first record of a topic does not wait for it. */
    void warmUp() {
        long deadline = System.nanoTime() + WARM_UP.toNanos();
        for (LogTopic topic : LogTopic.values()) {
            while (!isKnown(topic, deadline)) {
                // asked again
            }
        }
    }

    private boolean isKnown(LogTopic topic, long deadline) {
        try {
            return !producer.partitionsFor(topic.topicName()).isEmpty();
        } catch (TimeoutException notYet) {
            if (System.nanoTime() - deadline > 0) {
                throw notYet;
            }
            return false;
        }
    }

    /** How long nothing has ended although something is under way; zero when nothing is. */
    Duration stalledFor() {
        return inFlight.bytes() == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - movedNanos);
    }

    @Override
    public CompletionStage<Void> write(LogRecord record) {
        Counts topic = counts(record.log());
        Records.Outgoing outgoing = Records.toKafka(record);
        long size = outgoing.size();
        BackboneException refusal = refusal(record, topic, size);
        if (refusal != null) {
            topic.failed.increment();
            return CompletableFuture.failedFuture(refusal);
        }
        int cost = inFlight.cost(size);
        if (inFlight.bytes() == 0) {
            movedNanos = System.nanoTime();
        }
        try {
            if (!inFlight.enter(cost, ClientProperties.MAXIMUM_WAIT_MILLIS)) {
                topic.failed.increment();
                return CompletableFuture.failedFuture(
                        notWritten(record.key(), "too many records wait for their acknowledgement already", null));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            topic.failed.increment();
            return CompletableFuture.failedFuture(notWritten(record.key(), "interrupted", interrupted));
        }
        Pending pending = new Pending(record.log(), record.key(), topic, size, cost);
        try {
            producer.send(outgoing.kafka(), pending);
        } catch (RuntimeException failed) {
            pending.failed(failed);
        }
        return pending.stage;
    }

    private @Nullable BackboneException refusal(LogRecord record, Counts topic, long size) {
        if (closed) {
            return new BackboneException(Kind.CLOSED, "The log is closed; nothing was written.", null);
        }
        if (broken != null) {
            return notWritten(record.key(), "the log has stopped", null);
        }
        return size <= topic.limit
                ? null
                : tooLarge("The record '" + record.key() + "' has " + size + " bytes; the topic "
                        + record.log().topicName() + " takes " + topic.limit + " at most.");
    }

    /** Those who may not know this room recognise it by the problem. */
    private static BackboneException tooLarge(String sentence) {
        return new BackboneException(
                Kind.RECORD_TOO_LARGE,
                sentence,
                Problem.of("record-too-large", sentence).asException());
    }

    private BackboneException notWritten(String key, String why, @Nullable Exception cause) {
        return closed
                ? new BackboneException(
                        Kind.CLOSED, "The log was closed before it acknowledged the record '" + key + "'.", cause)
                : new BackboneException(
                        Kind.NOT_WRITTEN, "The log did not acknowledge the record '" + key + "' (" + why + ").", cause);
    }

    /** The log has stopped: what waits for an acknowledgement fails now instead of when its time is over. */
    void stop(BackboneException fault) {
        broken = fault;
        // Allowed on the producer's own thread too.
        producer.close(Duration.ZERO);
    }

    private Counts counts(LogTopic topic) {
        Counts found = counts.get(topic);
        if (found == null) {
            throw new IllegalStateException("no counts for " + topic);
        }
        return found;
    }

    /** A record on its way. It does not hold the payload: the producer has its own, compressed. */
    private final class Pending implements Callback {
        final CompletableFuture<Void> stage = new CompletableFuture<>();
        private final LogTopic log;
        private final String key;
        private final Counts topic;
        private final long size;
        private final int cost;
        /** The stage cannot serve for this: whoever holds it may complete it too. */
        private final AtomicBoolean left = new AtomicBoolean();

        Pending(LogTopic log, String key, Counts topic, long size, int cost) {
            this.log = log;
            this.key = key;
            this.topic = topic;
            this.size = size;
            this.cost = cost;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata place, @Nullable Exception failed) {
            if (failed instanceof UnknownServerException) {
                broken(failed);
            }
            Exception stopped = failed == null ? broken : failed;
            if (stopped != null) {
                failed(stopped);
                return;
            }
            if (place != null && place.hasOffset()) {
                ends.atLeast(new LogPartition(log, place.partition()), place.offset() + 1);
            }
            if (leave()) {
                topic.records.increment();
                topic.bytes.add(size);
                stage.complete(null);
            }
        }

        /**
         * A write that fails half way, at an index on a full disk, leaves records behind that the log does not know of,
         * and the next ones get their offsets again. So an acknowledgement that comes later is none.
         */
        private void broken(Exception failed) {
            if (ours && broken == null) {
                broken = new BackboneException(Kind.FAULT, "the log has stopped", failed);
                onBroken.accept(failed);
            }
        }

        void failed(Exception failed) {
            if (leave()) {
                topic.failed.increment();
                stage.completeExceptionally(
                        failed instanceof RecordTooLargeException
                                ? tooLarge("The record '" + key + "' has " + size + " bytes, and the log's own limit ("
                                        + "max.message.bytes of " + log.topicName() + ") is lower.")
                                : notWritten(key, Causes.sentence(failed), failed));
            }
        }

        private boolean leave() {
            boolean first = left.compareAndSet(false, true);
            if (first) {
                movedNanos = System.nanoTime();
                inFlight.leave(cost);
            }
            return first;
        }
    }

    void metrics(List<Metric> metrics) {
        metrics.add(Metric.gauge(
                "log_unacknowledged_bytes",
                "Bytes, more or less, that were written and wait for their acknowledgement",
                inFlight.bytes()));
        counts.forEach((topic, count) -> {
            metrics.add(counter(topic, "log_records_written", "Records the log acknowledged", count.records));
            metrics.add(counter(topic, "log_bytes_written", "Bytes of these records uncompressed", count.bytes));
            metrics.add(counter(topic, "log_writes_failed", "Records the log did not acknowledge", count.failed));
        });
    }

    private static Metric counter(LogTopic topic, String name, String help, LongAdder value) {
        return new Metric(name, help, Metric.Kind.COUNTER, Map.of("topic", topic.topicName()), value.sum());
    }

    /** Waits some seconds for what is under way; what is not acknowledged then completes exceptionally. */
    @Override
    public void close() {
        closed = true;
        producer.close(CLOSE);
    }
}

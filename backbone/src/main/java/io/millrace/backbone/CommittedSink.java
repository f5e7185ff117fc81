package io.millrace.backbone;

import io.millrace.model.LogPartition;
import io.millrace.model.LogSink;
import io.millrace.model.RecordHandler;
import io.millrace.model.StoredRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Keeps the place of a handler with Kafka: committed when the handler has done with everything, once a second, since a
 * commit costs as much as some hundred records, and when there is nothing else to do. Used on the consumer's thread.
 */
final class CommittedSink implements LogSink {

    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordHandler handler;
    private final StartAt startAt;
    /** Taken by the handler, not committed. */
    private final Map<LogPartition, Long> taken = new HashMap<>();

    private long committedNanos = System.nanoTime();

    CommittedSink(Consumer<byte[], byte[]> consumer, RecordHandler handler, StartAt startAt) {
        this.consumer = consumer;
        this.handler = handler;
        this.startAt = startAt;
    }

    @Override
    public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) {
        taken.clear();
        Set<TopicPartition> asked = partitions.stream().map(Records::toKafka).collect(Collectors.toSet());
        Map<LogPartition, Long> positions = new HashMap<>();
        consumer.committed(asked).forEach((partition, committed) -> {
            if (committed != null) {
                positions.put(Records.fromKafka(partition), committed.offset());
            }
        });
        if (startAt == StartAt.END && positions.size() < asked.size()) {
            asked.removeIf(partition -> positions.containsKey(Records.fromKafka(partition)));
            Map<LogPartition, Long> ends = new HashMap<>();
            consumer.endOffsets(asked).forEach((partition, end) -> ends.put(Records.fromKafka(partition), end));
            // Now, not with the first record: what comes while the process is away is not to be skipped.
            commit(ends);
            positions.putAll(ends);
        }
        handler.goesOnAt(positions);
        return positions;
    }

    @Override
    public void store(List<StoredRecord> records, Map<LogPartition, Long> next) throws Exception {
        if (!records.isEmpty()) {
            handler.handle(records);
        }
        taken.putAll(next);
        if (System.nanoTime() - committedNanos >= COMMIT_NANOS) {
            commitTaken();
        }
    }

    @Override
    public void settle() throws Exception {
        handler.settle();
        commitTaken();
    }

    private void commitTaken() {
        if (taken.isEmpty() || !handler.isSettled()) {
            return;
        }
        try {
            commit(taken);
        } catch (WakeupException closing) {
            // The records are handled; a second attempt spares them being delivered again at the next start.
            commit(taken);
            throw closing;
        } finally {
            committedNanos = System.nanoTime();
        }
        taken.clear();
    }

    private void commit(Map<LogPartition, Long> next) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) -> offsets.put(Records.toKafka(partition), new OffsetAndMetadata(offset)));
        consumer.commitSync(offsets);
    }
}

package io.millrace.backbone;

import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records gathered for one store, bounded in number and bytes. What a filter left out is only there for processors: it is
 * passed over here, as the marks of transactions are. Not thread-safe.
 */
final class Batch {

    private static final int RECORDS = 5_000;
    private static final long BYTES = 1L << 20;

    private final Map<LogPartition, List<StoredRecord>> gathered = new HashMap<>();
    private final Map<LogPartition, Long> next = new HashMap<>();
    private int count;
    /** With what was passed over. */
    private int read;

    private long bytes;

    void add(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            LogPartition ours = Records.fromKafka(partition);
            List<StoredRecord> records = gathered.computeIfAbsent(ours, any -> new ArrayList<>());
            for (ConsumerRecord<byte[], byte[]> kafka : polled.records(partition)) {
                read++;
                StoredRecord record = Records.fromKafka(ours, kafka);
                if (record.record().headers().containsKey(Headers.FILTERED)) {
                    continue;
                }
                records.add(record);
                count++;
                bytes += Math.max(0, kafka.serializedKeySize()) + (long) Math.max(0, kafka.serializedValueSize());
            }
            next.put(ours, next(polled, partition));
        }
    }

    /** Behind the last record mostly comes the mark that ends its transaction, which is read with it. */
    private static long next(ConsumerRecords<byte[], byte[]> polled, TopicPartition partition) {
        List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
        long afterLast = records.get(records.size() - 1).offset() + 1;
        OffsetAndMetadata reached = polled.nextOffsets().get(partition);
        return reached == null ? afterLast : Math.max(afterLast, reached.offset());
    }

    /** These partitions are somebody else's now, who will read these records himself. */
    void drop(Collection<LogPartition> partitions) {
        for (LogPartition partition : partitions) {
            next.remove(partition);
            List<StoredRecord> dropped = gathered.remove(partition);
            if (dropped != null) {
                count -= dropped.size();
            }
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return read >= RECORDS || bytes >= BYTES;
    }

    int count() {
        return count;
    }

    List<StoredRecord> records() {
        List<StoredRecord> all = new ArrayList<>(count);
        gathered.values().forEach(all::addAll);
        return all;
    }

    /** Where to go on: after the last record of each partition, and after what is none. */
    Map<LogPartition, Long> next() {
        return Map.copyOf(next);
    }

    void clear() {
        gathered.clear();
        next.clear();
        count = 0;
        read = 0;
        bytes = 0;
    }
}

package io.millrace.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How far the reading back of state has come. Thread-safe. */
final class RestoreWatch implements StateRestoreListener {

    private final Map<TopicPartition, Long> left = new ConcurrentHashMap<>();
    private final LongAdder restored = new LongAdder();

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long end) {
        left.put(partition, Math.max(0, end - from));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long end, long records) {
        restored.add(records);
        left.computeIfPresent(partition, (same, before) -> Math.max(0, before - records));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long records) {
        left.remove(partition);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long records) {
        left.remove(partition);
    }

    /** Records read back since the start. */
    long restored() {
        return restored.sum();
    }

    /** Records still to be read back, at most: ends of transactions count too. */
    long left() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }
}

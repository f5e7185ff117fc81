package io.millrace.backbone;

import io.millrace.model.LogPartition;
import io.millrace.model.LogSink;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sink that keeps records and places together in memory, as a database would in one transaction. Thread-safe. */
final class MemorySink implements LogSink {

    private final List<StoredRecord> records = new ArrayList<>();
    private final Map<LogPartition, Long> positions = new HashMap<>();
    private int failures;
    private int refused;

    /** The next so many stores fail. */
    synchronized MemorySink failing(int times) {
        failures = times;
        return this;
    }

    synchronized void at(LogPartition partition, long position) {
        positions.put(partition, position);
    }

    @Override
    public synchronized Map<LogPartition, Long> positions(Collection<LogPartition> partitions) {
        Map<LogPartition, Long> asked = new HashMap<>(positions);
        asked.keySet().retainAll(partitions);
        return asked;
    }

    @Override
    public synchronized void store(List<StoredRecord> batch, Map<LogPartition, Long> next) {
        if (failures > 0) {
            failures--;
            refused++;
            throw new IllegalStateException("the database is down");
        }
        records.addAll(batch);
        positions.putAll(next);
    }

    synchronized List<StoredRecord> records() {
        return List.copyOf(records);
    }

    synchronized List<String> payloads() {
        return records.stream()
                .map(stored -> new String(stored.record().payload(), StandardCharsets.UTF_8))
                .toList();
    }

    synchronized int refused() {
        return refused;
    }

    synchronized Map<LogPartition, Long> places() {
        return Map.copyOf(positions);
    }
}

package io.millrace.backbone;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a follower has done and where it is. Written by its thread, read by anyone. */
final class FollowerFigures {

    private final Set<LogTopic> topics;
    private final Set<LogPartition> assigned = ConcurrentHashMap.newKeySet();
    private final Map<LogPartition, Long> positions = new ConcurrentHashMap<>();
    private final LongAdder records = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile boolean everAssigned;

    FollowerFigures(Set<LogTopic> topics) {
        this.topics = topics;
    }

    void assigned(Collection<LogPartition> partitions) {
        assigned.addAll(partitions);
        everAssigned = true;
    }

    void revoked(Collection<LogPartition> partitions) {
        partitions.forEach(partition -> {
            assigned.remove(partition);
            positions.remove(partition);
        });
    }

    void placed(Map<LogPartition, Long> at) {
        positions.putAll(at);
    }

    /** Whether the follower has not come to this offset yet, as far as is known here. */
    boolean isBefore(LogPartition partition, long offset) {
        return positions.getOrDefault(partition, 0L) < offset;
    }

    void stored(int count, Map<LogPartition, Long> next) {
        records.add(count);
        positions.putAll(next);
    }

    void gap(long count) {
        lost.add(count);
    }

    void failure() {
        failures.increment();
    }

    long records() {
        return records.sum();
    }

    long failures() {
        return failures.sum();
    }

    long lost() {
        return lost.sum();
    }

    /** Until it knows its partitions, all of its topics are still before it. */
    long lag(EndOffsets ends) {
        if (everAssigned) {
            return ends.beyond(assigned, positions);
        }
        return ends.beyond(
                ends.all().keySet().stream()
                        .filter(partition -> topics.contains(partition.log()))
                        .toList(),
                Map.of());
    }
}

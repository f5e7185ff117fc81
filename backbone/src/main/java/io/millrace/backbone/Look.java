package io.millrace.backbone;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One look into the log, until a deadline. Used by one thread. */
final class Look {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Consumer<byte[], byte[]> consumer;
    private final long deadline;

    /** @param deadline as {@link System#nanoTime} counts */
    Look(Consumer<byte[], byte[]> consumer, long deadline) {
        this.consumer = consumer;
        this.deadline = deadline;
    }

    /** The first wanted record of a key taken at {@code from} or later, and before {@code beforeMillis}. */
    @Nullable
    StoredRecord first(
            LogTopic topic, String key, Instant from, long beforeMillis, Predicate<StoredRecord> wanted, int limit) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic.topicName(), left());
        if (partitions == null || partitions.isEmpty()) {
            return null;
        }
        LogPartition place = new LogPartition(topic, Records.partition(key, partitions.size()));
        TopicPartition partition = Records.toKafka(place);
        consumer.assign(List.of(partition));
        OffsetAndTimestamp begin = consumer.offsetsForTimes(Map.of(partition, millis(from)), left())
                .get(partition);
        if (begin == null) {
            return null;
        }
        Iterator<StoredRecord> records = records(place, begin.offset());
        for (int seen = 0; seen < limit && records.hasNext(); seen++) {
            StoredRecord stored = records.next();
            if (stored.timestampMillis() >= beforeMillis) {
                return null;
            }
            if (stored.record().key().equals(key) && wanted.test(stored)) {
                return stored;
            }
        }
        return null;
    }

    /** The record with this offset, if the log has it. */
    @Nullable
    StoredRecord at(LogPartition place, long offset) {
        List<PartitionInfo> partitions = consumer.partitionsFor(place.log().topicName(), left());
        if (partitions == null || place.number() < 0 || place.number() >= partitions.size()) {
            return null;
        }
        consumer.assign(List.of(Records.toKafka(place)));
        Iterator<StoredRecord> records = records(place, offset);
        StoredRecord first = records.hasNext() ? records.next() : null;
        return first == null || first.offset() != offset ? null : first;
    }

    /** From this offset, or the first the log still has, to where the log ends now. */
    private Iterator<StoredRecord> records(LogPartition place, long offset) {
        TopicPartition partition = Records.toKafka(place);
        long end = offset(consumer.endOffsets(List.of(partition), left()), partition);
        consumer.seek(partition, offset);
        return new Iterator<>() {
            private Iterator<ConsumerRecord<byte[], byte[]>> polled =
                    List.<ConsumerRecord<byte[], byte[]>>of().iterator();

            @Override
            public boolean hasNext() {
                while (!polled.hasNext()) {
                    if (consumer.position(partition, left()) >= end) {
                        return false;
                    }
                    polled = poll(partition);
                }
                return true;
            }

            @Override
            public StoredRecord next() {
                return Records.fromKafka(place, polled.next());
            }
        };
    }

    private Iterator<ConsumerRecord<byte[], byte[]>> poll(TopicPartition partition) {
        try {
            return consumer.poll(shorter(POLL, left())).records(partition).iterator();
        } catch (OffsetOutOfRangeException dropped) {
            consumer.seek(partition, offset(consumer.beginningOffsets(List.of(partition), left()), partition));
            return List.<ConsumerRecord<byte[], byte[]>>of().iterator();
        }
    }

    private Duration left() {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            throw LogReader.late(null);
        }
        return Duration.ofNanos(nanos);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static long millis(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return 0;
        }
        return time.isAfter(LATEST) ? Long.MAX_VALUE : time.toEpochMilli();
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalStateException("Kafka did not say where " + partition + " begins and ends");
        }
        return offset;
    }
}

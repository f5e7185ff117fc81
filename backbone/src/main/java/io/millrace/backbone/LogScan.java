package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stretch of a running log in the order in which it took its records, and leaves nothing behind: it writes
 * nothing, makes no topic and is in no group. It needs no {@link Backbone}. Immutable, thread-safe.
 */
public final class LogScan {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofMillis(500);

    private final String bootstrap;
    private final Map<String, String> properties;
    private final Duration patience;

    /** @param properties what Kafka's clients need beyond the address, as {@link BackboneSettings.External} has them */
    public LogScan(String bootstrap, Map<String, String> properties) {
        this(bootstrap, properties, PATIENCE);
    }

    LogScan(String bootstrap, Map<String, String> properties, Duration patience) {
        this.bootstrap = bootstrap;
        this.properties = Map.copyOf(properties);
        this.patience = patience;
    }

    /**
     * Reads what the log took from one time to another, but not what it takes after the call. Memory stays bounded: of
     * each partition no more is held than one fetch.
     *
     * @param from the first time; what the log has dropped is left out
     * @param to the last time
     * @param each called on the calling thread, with records in the order of their time in the log; whether to go on
     * @throws BackboneException when the log does not answer for 15 seconds
     */
    public void read(Set<LogTopic> topics, Instant from, Instant to, Predicate<StoredRecord> each) {
        ClientProperties clients = new ClientProperties(bootstrap, properties, "scan");
        try {
            Consumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(clients.lookUp(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            try {
                List<Strand> strands = strands(consumer, new TreeSet<>(topics), from.toEpochMilli(), to.toEpochMilli());
                merge(consumer, strands, each);
            } finally {
                consumer.close(CloseOptions.timeout(CLOSE));
            }
        } catch (KafkaException failed) {
            throw unreadable(failed);
        }
    }

    /**
     * Where the log ends now: behind what readers may see.
     *
     * @throws BackboneException when the log does not answer for 15 seconds
     */
    public Map<LogPartition, Long> ends(Set<LogTopic> topics) {
        ClientProperties clients = new ClientProperties(bootstrap, properties, "scan");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(clients.lookUp(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, LogPartition> places = places(consumer, topics);
            Map<LogPartition, Long> ends = new HashMap<>();
            consumer.endOffsets(places.keySet(), patience)
                    .forEach((partition, end) -> ends.put(Objects.requireNonNull(places.get(partition)), end));
            return ends;
        } catch (KafkaException failed) {
            throw unreadable(failed);
        }
    }

    private BackboneException unreadable(KafkaException failed) {
        return new BackboneException(
                Kind.UNREACHABLE,
                "The log at " + bootstrap + " could not be read (" + Causes.sentence(failed) + ").",
                failed);
    }

    private Map<TopicPartition, LogPartition> places(Consumer<byte[], byte[]> consumer, Set<LogTopic> topics) {
        Map<TopicPartition, LogPartition> places = new HashMap<>();
        for (LogTopic topic : topics) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic.topicName(), patience);
            for (PartitionInfo info : partitions == null ? List.<PartitionInfo>of() : partitions) {
                LogPartition place = new LogPartition(topic, info.partition());
                places.put(Records.toKafka(place), place);
            }
        }
        return places;
    }

    /** One partition, from where to where it is read, and what was fetched of it and is not told yet. */
    private static final class Strand {
        private final LogPartition place;
        private final TopicPartition partition;
        private final long end;
        private final Deque<StoredRecord> fetched = new ArrayDeque<>();
        private boolean read;

        Strand(LogPartition place, long end) {
            this.place = place;
            this.partition = Records.toKafka(place);
            this.end = end;
        }

        boolean isWaitedFor(Consumer<byte[], byte[]> consumer) {
            if (!read && fetched.isEmpty()) {
                read = consumer.position(partition) >= end;
            }
            return !read && fetched.isEmpty();
        }
    }

    private List<Strand> strands(
            Consumer<byte[], byte[]> consumer, Set<LogTopic> topics, long fromMillis, long toMillis) {
        Map<TopicPartition, LogPartition> places = places(consumer, topics);
        consumer.assign(places.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(places.keySet(), patience);
        Map<TopicPartition, OffsetAndTimestamp> begins = at(consumer, places.keySet(), fromMillis);
        Map<TopicPartition, OffsetAndTimestamp> afters =
                toMillis == Long.MAX_VALUE ? Map.of() : at(consumer, places.keySet(), toMillis + 1);
        List<Strand> strands = new ArrayList<>();
        places.forEach((partition, place) -> {
            long last = ends.getOrDefault(partition, 0L);
            OffsetAndTimestamp begin = begins.get(partition);
            OffsetAndTimestamp after = afters.get(partition);
            long end = after == null ? last : Math.min(last, after.offset());
            if (begin != null && begin.offset() < end) {
                consumer.seek(partition, begin.offset());
                strands.add(new Strand(place, end));
            }
        });
        consumer.assign(strands.stream().map(strand -> strand.partition).toList());
        return strands;
    }

    /** The first record of each partition that the log took then or later. */
    private Map<TopicPartition, OffsetAndTimestamp> at(
            Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, Math.max(0, millis)));
        return consumer.offsetsForTimes(asked, patience);
    }

    private void merge(Consumer<byte[], byte[]> consumer, List<Strand> strands, Predicate<StoredRecord> each) {
        long answered = System.nanoTime();
        while (true) {
            List<Strand> missing = strands.stream()
                    .filter(strand -> strand.isWaitedFor(consumer))
                    .toList();
            if (missing.isEmpty()) {
                Strand first = first(strands);
                if (first == null || !each.test(first.fetched.remove())) {
                    return;
                }
                answered = System.nanoTime();
            } else if (fetch(consumer, strands, missing)) {
                answered = System.nanoTime();
            } else if (System.nanoTime() - answered > patience.toNanos()) {
                throw new BackboneException(
                        Kind.UNREACHABLE,
                        "The log has not answered for " + patience.toSeconds() + " seconds. Try again.",
                        null);
            }
        }
    }

    /** The one whose next record is the oldest. */
    private static @Nullable Strand first(List<Strand> strands) {
        Strand first = null;
        long oldest = Long.MAX_VALUE;
        for (Strand strand : strands) {
            StoredRecord head = strand.fetched.peek();
            if (head != null && (first == null || head.timestampMillis() < oldest)) {
                first = strand;
                oldest = head.timestampMillis();
            }
        }
        return first;
    }

    /** @return whether there was an answer */
    private boolean fetch(Consumer<byte[], byte[]> consumer, List<Strand> strands, List<Strand> missing) {
        List<TopicPartition> wanted =
                missing.stream().map(strand -> strand.partition).toList();
        consumer.pause(consumer.assignment());
        consumer.resume(wanted);
        try {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (Strand strand : strands) {
                for (ConsumerRecord<byte[], byte[]> record : polled.records(strand.partition)) {
                    if (record.offset() < strand.end) {
                        strand.fetched.add(Records.fromKafka(strand.place, record));
                    }
                }
            }
            return !polled.isEmpty();
        } catch (OffsetOutOfRangeException dropped) {
            // The log has dropped its oldest records meanwhile.
            consumer.beginningOffsets(dropped.partitions(), patience).forEach(consumer::seek);
            return true;
        }
    }
}

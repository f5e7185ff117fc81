package io.millrace.bench.scenario;

import io.millrace.bench.stream.PieceCount;
import io.millrace.bench.stream.PiecePayload;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The log of the hub under measurement, looked at from outside. Used by one thread. */
final class ProcessingLog implements AutoCloseable {

    static final String INPUT = "millrace.samples";

    private static final long ANSWER_SECONDS = 30;
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READING = Duration.ofMinutes(2);
    private static final Duration FOLLOWING = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 100;
    /** How the groups of a hub's own followers begin. */
    private static final String OWN_GROUPS = "millrace-";

    private final String bootstrap;
    private final Admin admin;
    private final List<TopicPartition> input;

    ProcessingLog(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "client.id", "bench"));
        this.input = partitions(INPUT);
    }

    /**
     * What was written to a topic of counts, as somebody sees it who reads what is committed.
     *
     * @param records all of them
     * @param topics that have a count
     * @param pieces of the last count of each topic, together
     * @param samples the same
     */
    record Counts(long records, long topics, long pieces, long samples) {}

    private List<TopicPartition> partitions(String topic) {
        return answer(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(found -> found.partitions().stream().map(one -> new TopicPartition(topic, one.partition())))
                .toList();
    }

    /** Records in the input. */
    long inputs() {
        return offsets(OffsetSpec.latest()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                - offsets(OffsetSpec.earliest()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec spec) {
        return answer(admin.listOffsets(input.stream().collect(Collectors.toMap(Function.identity(), one -> spec)))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    /** Of the input, how many records a group has done with. The input was never shortened. */
    long committed(String group) {
        return answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).entrySet().stream()
                .filter(found -> found.getKey().topic().equals(INPUT) && found.getValue() != null)
                .mapToLong(found -> found.getValue().offset())
                .sum();
    }

    /** Waits until those who follow the log in the hub itself are through. */
    void awaitFollowers() {
        long deadline = System.nanoTime() + FOLLOWING.toNanos();
        Collection<GroupListing> groups = answer(admin.listGroups().all());
        for (GroupListing group : groups) {
            while (group.groupId().startsWith(OWN_GROUPS) && committed(group.groupId()) < inputs()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new StageException(
                            "The hub's own follower " + group.groupId() + " does not come to the end of the log.",
                            null);
                }
                Pause.millis(LOOK_MILLIS);
            }
        }
    }

    /** A topic of counts, with as many partitions as the input. */
    void create(String output) {
        answer(admin.createTopics(List.of(new NewTopic(output, Optional.of(input.size()), Optional.empty())))
                .all());
    }

    /** Removes everything that a counter has made. */
    void remove(String application, String output) {
        List<String> made = answer(admin.listTopics().names()).stream()
                .filter(name -> name.equals(output) || name.startsWith(application + "-"))
                .toList();
        answer(admin.deleteTopics(made).all());
    }

    /** Reads all of a topic of counts. */
    Counts counts(String output) {
        Map<String, byte[]> last = new HashMap<>();
        long records = 0;
        try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        10_000),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(output);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + READING.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new StageException("The counts in " + output + " cannot be read to their end.", null);
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    records++;
                    last.put(record.key(), record.value());
                }
            }
        }
        long pieces = 0;
        long samples = 0;
        try {
            for (byte[] derived : last.values()) {
                PieceCount count = PiecePayload.count(derived);
                pieces += count.pieces();
                samples += count.samples();
            }
        } catch (IOException wrong) {
            throw new StageException("The counter has written " + wrong.getMessage() + ".", wrong);
        }
        return new Counts(records, last.size(), pieces, samples);
    }

    private static <T> T answer(KafkaFuture<T> asked) {
        try {
            return asked.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new StageException(
                    "The log of the hub under measurement does not answer: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the log was asked.", interrupted);
        }
    }

    @Override
    public void close() {
        admin.close(CLOSE);
    }
}

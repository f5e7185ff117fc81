package io.millrace.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.stream.Job;
import io.millrace.model.Headers;
import io.millrace.model.LogTopic;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The log of the hub under measurement, looked at from outside. Used by one thread. */
final class ProcessingLog implements AutoCloseable {

    private static final long ANSWER_SECONDS = 30;
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READING = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bootstrap;
    private final Admin admin;

    ProcessingLog(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "client.id", "bench"));
    }

    /** Where the samples end by now, transactions under way not counted. */
    Map<TopicPartition, Long> ends() {
        return ends(partitions(LogTopic.SAMPLES));
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        return answer(admin.listOffsets(
                                partitions.stream()
                                        .collect(Collectors.toMap(Function.identity(), one -> OffsetSpec.latest())),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    private List<TopicPartition> partitions(LogTopic topic) {
        String name = topic.topicName();
        return answer(admin.describeTopics(List.of(name)).allTopicNames()).values().stream()
                .flatMap(found -> found.partitions().stream().map(one -> new TopicPartition(name, one.partition())))
                .toList();
    }

    /** How many of the samples before these ends the processors have done with. The log was never shortened. */
    long done(Map<TopicPartition, Long> ends) {
        return answer(admin.listConsumerGroupOffsets(ProcessingHub.GROUP).partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(found -> found.getValue() != null)
                .mapToLong(found -> Math.min(found.getValue().offset(), ends.getOrDefault(found.getKey(), 0L)))
                .sum();
    }

    /** Samples, outputs among them, that the processors have not done with. */
    long lag() {
        Map<TopicPartition, Long> ends = ends();
        return ends.values().stream().mapToLong(Long::longValue).sum() - done(ends);
    }

    /** Reads everything that processors have told and that is committed. */
    ProcessingTold told(Job job) {
        Told told = new Told(job);
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
            Map<TopicPartition, Long> ends = new HashMap<>(ends());
            ends.putAll(ends(partitions(LogTopic.EVENTS)));
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            long deadline = System.nanoTime() + READING.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new StageException("What the processors told cannot be read to its end.", null);
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.headers().lastHeader(Headers.PROCESSOR) != null) {
                        told.add(record);
                    }
                }
            }
            return told.all();
        } catch (IOException wrong) {
            throw new StageException("A processor has told what cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    /** What was read so far. */
    private static final class Told {
        private final Job job;
        private final Map<String, Long> totals = new HashMap<>();
        private long records;
        private long sum;
        private long corrections;

        Told(Job job) {
            this.job = job;
        }

        void add(ConsumerRecord<String, byte[]> record) throws IOException {
            if (job.outputs().stream().noneMatch(output -> record.key().endsWith("/" + output))) {
                return;
            }
            boolean corrects = record.headers().lastHeader(Headers.CORRECTION) != null;
            corrections += corrects ? 1 : 0;
            records += corrects ? 0 : 1;
            if (job == Job.STATE) {
                return;
            }
            JsonNode read = JSON.readTree(record.value());
            if (job == Job.WINDOW) {
                // of a window the last word counts
                String window = record.key() + read.path("timestamp_ms").asText();
                Long before = totals.put(window, read.path("value").asLong());
                sum += read.path("value").asLong() - (before == null ? 0 : before);
            } else if (read.has("count")) {
                sum += read.path("count").asLong();
            } else {
                totals.put(record.key(), read.path("value").asLong());
            }
        }

        ProcessingTold all() {
            return new ProcessingTold(
                    records,
                    sum,
                    job == Job.WINDOW
                            ? 0
                            : totals.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum(),
                    corrections);
        }
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

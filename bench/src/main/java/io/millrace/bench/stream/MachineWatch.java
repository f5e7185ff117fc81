package io.millrace.bench.stream;

import io.millrace.model.LogTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads outputs as soon as they are committed, on a thread of its own, and notes how late they are. */
final class MachineWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long HIGHEST = TimeUnit.MINUTES.toMicros(2);
    private static final long CLOSE_MILLIS = 10_000;

    private final MachineLoadSettings settings;
    private final byte[] watched;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, "watch");
    private final Histogram late = new Histogram(HIGHEST, 3);
    private volatile long seen;
    private volatile boolean closing;
    private volatile String failure = "";

    /** It sees everything that is committed from now on. */
    MachineWatch(MachineLoadSettings settings) {
        this.settings = settings;
        this.watched = settings.job().watched().getBytes(StandardCharsets.UTF_8);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        settings.bootstrap(),
                        "client.id",
                        "machine-watch",
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        10_000,
                        "enable.metrics.push",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(LogTopic.SAMPLES.topicName()).stream()
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // a seek to the end is only carried out when somebody asks where that is
        partitions.forEach(consumer::position);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (!isWatched(record.key())) {
                        continue;
                    }
                    long due = MachinePayload.micros(record.value());
                    if (due >= settings.countFromMicros() && due < settings.countToMicros()) {
                        late.recordValue(Math.max(0, Math.min(HIGHEST, EpochMicros.now() - due)));
                    }
                }
                seen = late.getTotalCount();
            }
        } catch (KafkaException failed) {
            failure = "the outputs could not be read: " + failed.getMessage();
        } finally {
            consumer.close();
        }
    }

    private boolean isWatched(byte[] key) {
        int begin = key.length - watched.length;
        return begin >= 0 && Arrays.equals(key, begin, key.length, watched, 0, watched.length);
    }

    /** Waits until so many have come, for some time, and ends. */
    Histogram end(long expected, long limitNanos) throws InterruptedException {
        long deadline = System.nanoTime() + limitNanos;
        while (seen < expected && failure.isEmpty() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        close();
        return late;
    }

    String failure() {
        return failure;
    }

    static List<Long> percentiles(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? List.of()
                : List.of(
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(99),
                        histogram.getValueAtPercentile(99.9));
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
        } else {
            thread.join(CLOSE_MILLIS);
        }
    }
}

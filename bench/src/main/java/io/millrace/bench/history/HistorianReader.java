package io.millrace.bench.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a log and does nothing with it: {@code HistorianReader BOOTSTRAP TOPIC RECORDS}. From the oldest record so many,
 * or as many as there are; twice, and the second time counts.
 */
public final class HistorianReader {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int POLL_RECORDS = 5_000;

    private HistorianReader() {}

    public static void main(String[] arguments) {
        long wanted = Long.parseLong(arguments[2]);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        arguments[0],
                        "client.id",
                        "bench-reader",
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        POLL_RECORDS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(arguments[1]).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            read(consumer, partitions, wanted);
            long begin = System.nanoTime();
            long count = read(consumer, partitions, wanted);
            HistorianTool.say(count, System.nanoTime() - begin);
        }
    }

    private static long read(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long wanted) {
        consumer.seekToBeginning(partitions);
        long there = 0;
        for (long end : consumer.endOffsets(partitions).values()) {
            there += end;
        }
        long least = Math.min(wanted, there);
        long count = 0;
        while (count < least) {
            int came = consumer.poll(POLL).count();
            if (came == 0) {
                throw new IllegalStateException("the log gave nothing for " + POLL.toSeconds() + " s after " + count
                        + " of " + least + " records");
            }
            count += came;
        }
        return count;
    }
}

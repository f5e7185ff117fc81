package io.millrace.streams;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The engine's reader of the log, which leaves out of a poll what is too far ahead of the rest. The engine, too, pauses
 * partitions, between polls and while they are shared out anew; so what is left out here is left out of one poll only. Used
 * by one thread.
 */
final class PacedReader extends KafkaConsumer<byte[], byte[]> {

    private final Pace pace;
    private final String homewards;
    private final Map<TopicPartition, Place> places = new HashMap<>();
    private final Map<TopicPartition, Long> aheadSince = new HashMap<>();
    private final Set<TopicPartition> leftOut = new HashSet<>();

    /** The last record that was read. */
    private record Place(long offset, long logMillis) {}

    /** @param homewards the topic of the way home, which has no pace of its own */
    PacedReader(Map<String, Object> settings, Pace pace, String homewards) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.pace = pace;
        this.homewards = homewards;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        leaveOut();
        try {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            for (TopicPartition partition : records.partitions()) {
                if (!partition.topic().equals(homewards)) {
                    List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
                    ConsumerRecord<byte[], byte[]> last = read.get(read.size() - 1);
                    places.put(partition, new Place(last.offset(), last.timestamp()));
                }
            }
            return records;
        } finally {
            leftOut.retainAll(assignment());
            super.resume(leftOut);
            leftOut.clear();
        }
    }

    private void leaveOut() {
        if (!pace.holds()) {
            aheadSince.clear();
            return;
        }
        Set<TopicPartition> paused = paused();
        for (TopicPartition partition : assignment()) {
            Place place = places.get(partition);
            if (place != null && !paused.contains(partition) && !mayReadOn(partition, place)) {
                leftOut.add(partition);
            }
        }
        super.pause(leftOut);
    }

    private boolean mayReadOn(TopicPartition partition, Place place) {
        if (!pace.isAhead(place.logMillis)) {
            aheadSince.remove(partition);
            return true;
        }
        return pace.mayReadOn(partition, aheadSince.computeIfAbsent(partition, first -> place.offset), place.offset);
    }

    private void forget(Collection<TopicPartition> partitions) {
        places.keySet().removeAll(partitions);
        aheadSince.keySet().removeAll(partitions);
    }

    /** What the engine pauses during a poll stays paused after it. */
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        leftOut.removeAll(partitions);
        super.pause(partitions);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                forget(partitions);
                listener.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                listener.onPartitionsLost(partitions);
            }
        });
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata place) {
        forget(Set.of(partition));
        super.seek(partition, place);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        forget(partitions);
        super.seekToBeginning(partitions);
    }
}

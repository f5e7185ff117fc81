package io.millrace.streams;

import io.millrace.model.LogTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.internals.TopicPartitionMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the log now and then how far the processors have come. Used by one thread. */
final class ReachWatch {

    private static final Logger log = LoggerFactory.getLogger(ReachWatch.class);
    private static final int SECONDS = 5;

    private final Admin admin;
    private final Plant plant;
    private final Set<TopicPartition> partitions = new HashSet<>();
    private boolean answers = true;

    ReachWatch(Admin admin, Plant plant) {
        this.admin = admin;
        this.plant = plant;
        List<String> topics = new ArrayList<>(List.of(LogTopic.SAMPLES.topicName(), LogTopic.EVENTS.topicName()));
        if (plant.hasWayHome()) {
            topics.add(plant.homewards());
        }
        for (String topic : topics) {
            for (int partition = 0; partition < plant.partitions(); partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        }
    }

    /**
     * While the log does not answer, no time passes.
     *
     * @return whether to look again soon, since something is under way
     */
    boolean look() throws InterruptedException {
        try {
            Map<TopicPartition, Long> next = new HashMap<>();
            Map<TopicPartition, Long> readTo = new HashMap<>();
            committed(next, readTo);
            long micros = TimeUnit.MILLISECONDS.toMicros(plant.clock().millis());
            Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest(), partitions);
            Reach.Look look = new Reach.Look(micros, next, readTo, ends);
            plant.reach().look(look, plant.homewards());
            plant.pace().look(look, plant.homewards());
            answers = true;
            return plant.reach().isUnderWay() || plant.pace().holds();
        } catch (ExecutionException | TimeoutException failed) {
            if (answers) {
                log.atWarn()
                        .addKeyValue("reason", String.valueOf(failed.getMessage()))
                        .log("the log does not tell how far the processors are; what follows from silence waits");
            }
            answers = false;
            return false;
        }
    }

    /**
     * Where the processors go on, and the time of the last record before that, which the engine commits with it. Those that
     * have not begun do so at the beginning of what the log still has.
     */
    private void committed(Map<TopicPartition, Long> next, Map<TopicPartition, Long> readTo)
            throws InterruptedException, ExecutionException, TimeoutException {
        admin.listConsumerGroupOffsets(plant.settings().application())
                .partitionsToOffsetAndMetadata()
                .get(SECONDS, TimeUnit.SECONDS)
                .forEach((TopicPartition partition, OffsetAndMetadata place) -> {
                    if (place != null) {
                        next.put(partition, place.offset());
                        long millis =
                                TopicPartitionMetadata.decode(place.metadata()).partitionTime();
                        if (millis >= 0) {
                            readTo.put(partition, TimeUnit.MILLISECONDS.toMicros(millis));
                        }
                    }
                });
        Set<TopicPartition> others = new HashSet<>(partitions);
        others.removeAll(next.keySet());
        if (!others.isEmpty()) {
            next.putAll(offsets(OffsetSpec.earliest(), others));
        }
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which, Set<TopicPartition> of)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        of.forEach(partition -> question.put(partition, which));
        Map<TopicPartition, Long> answer = new HashMap<>();
        admin.listOffsets(question)
                .all()
                .get(SECONDS, TimeUnit.SECONDS)
                .forEach((partition, found) -> answer.put(partition, found.offset()));
        return answer;
    }
}

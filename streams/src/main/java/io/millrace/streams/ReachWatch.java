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
            Map<TopicPartition, Long> next = committed();
            long micros = TimeUnit.MILLISECONDS.toMicros(plant.clock().millis());
            Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest(), partitions);
            plant.reach().look(micros, next, ends);
            answers = true;
            return plant.reach().isBehind();
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

    /** Where the processors go on; those that have not begun do so at the beginning of what the log still has. */
    private Map<TopicPartition, Long> committed() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> next = new HashMap<>();
        admin.listConsumerGroupOffsets(plant.settings().application())
                .partitionsToOffsetAndMetadata()
                .get(SECONDS, TimeUnit.SECONDS)
                .forEach((TopicPartition partition, OffsetAndMetadata place) -> {
                    if (place != null) {
                        next.put(partition, place.offset());
                    }
                });
        Set<TopicPartition> others = new HashSet<>(partitions);
        others.removeAll(next.keySet());
        if (!others.isEmpty()) {
            next.putAll(offsets(OffsetSpec.earliest(), others));
        }
        return next;
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

package io.millrace.streams;

import io.millrace.model.LogTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the log now and then how far the processors have come. Used by one thread. */
final class ReachWatch {

    private static final Logger log = LoggerFactory.getLogger(ReachWatch.class);
    private static final int SECONDS = 5;

    private final Admin admin;
    private final Plant plant;
    private final Map<TopicPartition, OffsetSpec> question = new HashMap<>();
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
                question.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
    }

    /** While the log does not answer, no time passes. */
    void look() throws InterruptedException {
        try {
            long micros = TimeUnit.MILLISECONDS.toMicros(plant.clock().millis());
            Map<TopicPartition, Long> ends = new HashMap<>();
            // what is not committed yet is not to be read, and so not behind
            admin.listOffsets(question, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            plant.reach().ended(micros, ends);
            Map<TopicPartition, Long> next = new HashMap<>();
            admin.listConsumerGroupOffsets(plant.settings().application())
                    .partitionsToOffsetAndMetadata()
                    .get(SECONDS, TimeUnit.SECONDS)
                    .forEach((TopicPartition partition, OffsetAndMetadata place) -> {
                        if (place != null) {
                            next.put(partition, place.offset());
                        }
                    });
            plant.reach().committed(next);
            answers = true;
        } catch (ExecutionException | TimeoutException failed) {
            if (answers) {
                log.atWarn()
                        .addKeyValue("reason", String.valueOf(failed.getMessage()))
                        .log("the log does not tell how far the processors are; what follows from silence waits");
            }
            answers = false;
        }
    }
}

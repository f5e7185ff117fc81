package io.millrace.prove.evidence;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until processors have read everything, and have nothing more to say although time passes. They are the Kafka
 * consumer groups that read the routes; how far they are, they say there. Not thread-safe.
 */
public final class Rest implements AutoCloseable {

    private static final int ANSWER_SECONDS = 15;
    private static final long POLL_MILLIS = 300;

    private final Admin admin;
    private final LogEvidence log;

    public Rest(String bootstrap, LogEvidence log) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.log = log;
    }

    /**
     * Waits.
     *
     * @param quiet so long nothing must be said after everything has been read
     * @param standstill longest time in which nothing is said although not everything has been read
     * @param limit longest time in all
     * @return whether they came to rest
     */
    public boolean await(Duration quiet, Duration standstill, Duration limit) throws InterruptedException {
        long begin = System.nanoTime();
        long moved = begin;
        long unreadAt = begin;
        Map<TopicPartition, Long> ends = Map.of();
        while (true) {
            Map<TopicPartition, Long> now = log.ends();
            if (!now.equals(ends)) {
                ends = now;
                moved = System.nanoTime();
            }
            if (!isEverythingRead()) {
                unreadAt = System.nanoTime();
            }
            long time = System.nanoTime();
            if (time - Math.max(moved, unreadAt) > quiet.toNanos()) {
                return true;
            }
            if (time - moved > standstill.toNanos() || time - begin > limit.toNanos()) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** A place may lie before the end though nothing is there but the marks of transactions. */
    private boolean isEverythingRead() throws InterruptedException {
        Map<TopicPartition, Long> places = places();
        return places.keySet().containsAll(log.routes()) && log.unread(places) == 0;
    }

    private Map<TopicPartition, Long> places() throws InterruptedException {
        try {
            Map<TopicPartition, Long> places = new HashMap<>();
            for (GroupListing group : admin.listGroups(ListGroupsOptions.forConsumerGroups())
                    .all()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
                committed.forEach((partition, place) -> {
                    if (place != null) {
                        places.merge(partition, place.offset(), Math::min);
                    }
                });
            }
            return places;
        } catch (ExecutionException | TimeoutException failed) {
            throw new EvidenceException("The places of the processors cannot be read: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}

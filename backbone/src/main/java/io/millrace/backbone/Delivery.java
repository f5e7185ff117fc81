package io.millrace.backbone;

import io.millrace.model.LogPartition;
import io.millrace.model.LogSink;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From one consumer to one sink. Partitions come in paused and are read once the sink has said where; after a failure
 * all of them are paused and the sink is asked again. Paused partitions are still polled for, which keeps the place in
 * the group and reads nothing, so that an outage of the sink costs neither partitions nor memory.
 *
 * <p>Used by one thread.
 */
final class Delivery implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /**
     * The least time from one batch to the next. Under load there is always something to fetch, and a fetch of a few
     * records costs the log, the network and the sink almost as much as one of a thousand.
     */
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(20);
    /** With more than so many records to come there is no waiting for more of them, and batches are made large. */
    private static final long BEHIND = 2_000;

    private static final Duration GATHER = Duration.ofMillis(2);
    /** Partitions come in paused during a poll, which would then wait to its end for nothing. */
    private static final Duration POLL_FOR_PARTITIONS = Duration.ofMillis(50);

    private final String name;
    private final Consumer<byte[], byte[]> consumer;
    private final LogSink sink;
    private final FollowerFigures figures;
    private final EndOffsets ends;
    /** Assigned, paused, and at a place that means nothing yet. */
    private final Set<TopicPartition> unplaced = new LinkedHashSet<>();

    private final Batch batch = new Batch();
    private long lastStart = System.nanoTime() - PACE;

    Delivery(String name, Consumer<byte[], byte[]> consumer, LogSink sink, FollowerFigures figures, EndOffsets ends) {
        this.name = name;
        this.consumer = consumer;
        this.sink = sink;
        this.figures = figures;
        this.ends = ends;
    }

    /**
     * Gathers a batch and has it stored. After an exception call {@link #failed}.
     *
     * @return whether the sink is known to work: it stored something, or there is nothing to store
     */
    boolean step() throws Exception {
        place();
        boolean behind = figures.lag(ends) > BEHIND;
        boolean streaming = System.nanoTime() - lastStart < 2 * PACE;
        if (!behind) {
            keepPace();
        }
        lastStart = System.nanoTime();
        gather(consumer.assignment().isEmpty() ? POLL_FOR_PARTITIONS : POLL);
        if (behind) {
            while (!batch.isFull() && hasTime()) {
                gather(GATHER);
            }
        } else if (streaming && !batch.isFull()) {
            // What there was had been fetched ahead, when the last batch began; the log has taken more since.
            gather(GATHER);
        }
        if (batch.isEmpty()) {
            batch.clear();
            passHoles();
            sink.settle();
            return figures.lag(ends) == 0;
        }
        Map<LogPartition, Long> next = batch.next();
        sink.store(batch.records(), next);
        figures.stored(batch.count(), next);
        batch.clear();
        return true;
    }

    /** A full poll says there is more; then one larger batch is cheaper for the sink than many small ones. */
    private void gather(Duration wait) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(wait);
        batch.add(polled);
        while (!batch.isFull() && polled.count() >= ClientProperties.POLL_RECORDS) {
            polled = consumer.poll(Duration.ZERO);
            batch.add(polled);
        }
    }

    private void keepPace() throws InterruptedException {
        long rest = PACE - (System.nanoTime() - lastStart);
        if (rest > 0) {
            TimeUnit.NANOSECONDS.sleep(rest);
        }
    }

    private boolean hasTime() {
        return System.nanoTime() - lastStart < PACE;
    }

    /** Before the end: nothing more is read. */
    void end() throws Exception {
        if (unplaced.isEmpty()) {
            sink.settle();
        }
    }

    /** Nothing of what was gathered is stored, and where to go on must be asked again. */
    void failed() {
        batch.clear();
        unplaced.addAll(consumer.assignment());
        consumer.pause(unplaced);
    }

    /** Stays in the group for a while without reading. */
    void idle(Duration time) {
        ConsumerRecords<byte[], byte[]> none = consumer.poll(time);
        if (!none.isEmpty()) {
            throw new IllegalStateException("a paused partition delivered records: " + none.partitions());
        }
    }

    private void place() throws Exception {
        if (unplaced.isEmpty()) {
            return;
        }
        List<TopicPartition> asked = List.copyOf(unplaced);
        List<LogPartition> ours = asked.stream().map(Records::fromKafka).toList();
        Map<LogPartition, Long> positions = sink.positions(ours);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(asked);
        Map<TopicPartition, Long> lasts = consumer.endOffsets(asked);
        Map<LogPartition, Long> placed = new HashMap<>();
        for (TopicPartition partition : asked) {
            LogPartition our = Records.fromKafka(partition);
            long end = offset(lasts, partition);
            SeekPlan plan = SeekPlan.decide(positions.get(our), offset(beginnings, partition), end);
            say(our, plan, end);
            consumer.seek(partition, plan.offset());
            placed.put(our, plan.offset());
        }
        figures.placed(placed);
        consumer.resume(asked);
        unplaced.clear();
    }

    private void say(LogPartition partition, SeekPlan plan, long end) {
        if (plan instanceof SeekPlan.Gap gap) {
            figures.gap(gap.lost());
            log.atWarn()
                    .addKeyValue("follower", name)
                    .addKeyValue("partition", partition)
                    .addKeyValue("lost", gap.lost())
                    .addKeyValue("offset", gap.offset())
                    .log("the log dropped records before this follower had read them: its retention is too short for"
                            + " so long an absence; it goes on at the oldest record there is");
        } else if (plan instanceof SeekPlan.BeyondEnd beyond) {
            ends.reset(partition, end);
            log.atWarn()
                    .addKeyValue("follower", name)
                    .addKeyValue("partition", partition)
                    .addKeyValue("position", beyond.position())
                    .addKeyValue("end", beyond.end())
                    .log("the log ends before the place this follower had reached: it was made anew or lost its end;"
                            + " the follower reads it again from its beginning");
        } else {
            log.atDebug()
                    .addKeyValue("follower", name)
                    .addKeyValue("partition", partition)
                    .addKeyValue("offset", plan.offset())
                    .log("follows a partition");
        }
        ends.atLeast(partition, end);
    }

    /**
     * Marks of transactions, the records of those that were given up, and what filters left out have offsets too but are
     * never delivered. The sink is told when they were passed: they would look like a lag that never ends, and like lost records once the log
     * has dropped them.
     */
    private void passHoles() throws Exception {
        Map<LogPartition, Long> reached = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            if (!unplaced.contains(partition)) {
                LogPartition ours = Records.fromKafka(partition);
                long position = consumer.position(partition);
                if (figures.isBefore(ours, position)) {
                    reached.put(ours, position);
                }
            }
        }
        if (!reached.isEmpty()) {
            sink.store(List.of(), reached);
            figures.stored(0, reached);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // The sink is asked outside of this callback: it may be down, and an exception here would cost the consumer.
        consumer.pause(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
        unplaced.addAll(partitions);
        figures.assigned(partitions.stream().map(Records::fromKafka).toList());
        log.atInfo()
                .addKeyValue("follower", name)
                .addKeyValue("partitions", partitions)
                .log("has partitions to follow");
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<LogPartition> gone = partitions.stream().map(Records::fromKafka).toList();
        batch.drop(gone);
        unplaced.removeAll(Set.copyOf(partitions));
        figures.revoked(gone);
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalStateException("Kafka did not say where " + partition + " begins and ends");
        }
        return offset;
    }
}

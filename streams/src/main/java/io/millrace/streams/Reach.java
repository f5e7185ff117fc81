package io.millrace.streams;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to when everything that the log took has been processed: only so far does silence mean that nothing came. The log
 * gives its records times that only grow, so what is committed of a partition tells up to when it has been read. What was
 * made of that then stands in the log itself: where others read it, time has passed only when they have, too. Thread-safe.
 */
final class Reach {

    /** So many times are under way at once; with more, every second one is forgotten. */
    private static final int MOST = 512;
    /** Records of one millisecond may lie before and behind a place. */
    private static final long SAME_MILLISECOND = 1_000;

    private final boolean together;
    private final List<Leg> legs;
    private final long[] upTo;
    private final Deque<Moment> moments = new ArrayDeque<>();

    /** What has to be read next of what was written. */
    private enum Leg {
        HOMEWARDS,
        EVERYTHING
    }

    private static final class Moment {
        private final long micros;
        private final Iterator<Leg> way;
        private Leg leg;
        private Map<TopicPartition, Long> ends;

        private Moment(long micros, Iterator<Leg> way, Map<TopicPartition, Long> ends) {
            this.micros = micros;
            this.way = way;
            this.leg = way.next();
            this.ends = ends;
        }
    }

    /**
     * How things stand.
     *
     * @param nowMicros a moment before the ends were asked for, microseconds since 1970
     * @param next the offsets up to which the work is committed; a partition without any stands at its beginning
     * @param readTo the log's times of the last records before {@code next}, microseconds since 1970; absent where none was
     *     read
     * @param ends where the log ends, asked for after {@code next}; what is not committed yet is part of it, for somebody
     *     may have been told that it is safe
     */
    record Look(
            long nowMicros,
            Map<TopicPartition, Long> next,
            Map<TopicPartition, Long> readTo,
            Map<TopicPartition, Long> ends) {

        private boolean isAtEnd(TopicPartition partition, long end) {
            return next.getOrDefault(partition, 0L) >= end;
        }

        private long readTo(TopicPartition partition) {
            if (isAtEnd(partition, ends.getOrDefault(partition, 0L))) {
                return nowMicros;
            }
            Long read = readTo.get(partition);
            return read == null ? Long.MIN_VALUE : read - SAME_MILLISECOND;
        }
    }

    /**
     * @param partitions of the log's routes
     * @param hasWayHome whether inputs travel to the homes of their instances
     * @param chained processors on the longest way of an input, each of which reads what the one before writes
     */
    Reach(int partitions, boolean hasWayHome, int chained) {
        this.upTo = new long[partitions];
        Arrays.fill(upTo, Long.MIN_VALUE);
        this.legs = new ArrayList<>();
        for (int i = 0; i < chained; i++) {
            if (i > 0) {
                legs.add(Leg.EVERYTHING);
            }
            if (hasWayHome) {
                legs.add(Leg.HOMEWARDS);
            }
        }
        this.together = !legs.isEmpty();
    }

    /** @param homewards the topic of the way home */
    synchronized void look(Look look, String homewards) {
        long slowest = Long.MAX_VALUE;
        long[] read = new long[upTo.length];
        Arrays.fill(read, look.nowMicros);
        for (TopicPartition partition : look.ends.keySet()) {
            if (!partition.topic().equals(homewards)) {
                long time = look.readTo(partition);
                read[partition.partition()] = Math.min(read[partition.partition()], time);
                slowest = Math.min(slowest, time);
            }
        }
        if (!together) {
            for (int partition = 0; partition < upTo.length; partition++) {
                upTo[partition] = Math.max(upTo[partition], read[partition]);
            }
            return;
        }
        if (slowest != Long.MIN_VALUE && (moments.isEmpty() || moments.getLast().micros < slowest)) {
            add(new Moment(slowest, legs.iterator(), look.ends));
        }
        moments.removeIf(moment -> hasArrived(moment, look, homewards));
    }

    private void add(Moment moment) {
        if (moments.size() >= MOST) {
            boolean second = false;
            for (Iterator<Moment> each = moments.iterator(); each.hasNext(); second = !second) {
                each.next();
                if (second) {
                    each.remove();
                }
            }
        }
        moments.addLast(moment);
    }

    private boolean hasArrived(Moment moment, Look look, String homewards) {
        while (isRead(moment, look, homewards)) {
            if (!moment.way.hasNext()) {
                Arrays.setAll(upTo, partition -> Math.max(upTo[partition], moment.micros));
                return true;
            }
            moment.leg = moment.way.next();
            moment.ends = look.ends;
        }
        return false;
    }

    private static boolean isRead(Moment moment, Look look, String homewards) {
        return moment.ends.entrySet().stream()
                .filter(end ->
                        moment.leg == Leg.EVERYTHING || end.getKey().topic().equals(homewards))
                .allMatch(end -> look.isAtEnd(end.getKey(), end.getValue()));
    }

    /** Microseconds since 1970: what the log took before, of what concerns this partition, has been processed. */
    synchronized long upTo(int partition) {
        return upTo[partition];
    }

    /** Whether something is on its way from one processor to another. */
    synchronized boolean isUnderWay() {
        return !moments.isEmpty();
    }
}

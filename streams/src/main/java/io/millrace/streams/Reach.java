package io.millrace.streams;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to when everything that the log took has been processed: only so far does silence mean that nothing came. Where the
 * log ended at a moment is noted. Once as much is committed, what was made of it stands in the log too, and may be read
 * by others: so it goes on from the ends of then, as many rounds as the longest way from an input to what is made of it in
 * the end has legs. After the last of them time has passed up to the moment. Thread-safe.
 */
final class Reach {

    /** Moments that are remembered while the work is behind; with more, every second one is forgotten. */
    private static final int MOST = 512;

    private final int legs;
    private final List<Part> parts;

    /** A moment, and what must be committed before it has gone the leg it is on. */
    private static final class Moment {
        private final long micros;
        private int leg = 1;
        private Map<TopicPartition, Long> ends;

        private Moment(long micros, Map<TopicPartition, Long> ends) {
            this.micros = micros;
            this.ends = ends;
        }

        /** @return whether it has arrived */
        private boolean move(Map<TopicPartition, Long> next, Map<TopicPartition, Long> endsNow, int legs) {
            while (ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                if (leg == legs) {
                    return true;
                }
                leg++;
                ends = endsNow;
            }
            return false;
        }
    }

    /** Partitions that concern each other. */
    private static final class Part {
        private final Deque<Moment> moments = new ArrayDeque<>();
        private long upTo = Long.MIN_VALUE;

        private void look(long micros, Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends, int legs) {
            if (moments.size() >= MOST) {
                forgetEverySecond();
            }
            moments.addLast(new Moment(micros, ends));
            for (Iterator<Moment> each = moments.iterator(); each.hasNext(); ) {
                Moment moment = each.next();
                if (moment.move(next, ends, legs)) {
                    upTo = Math.max(upTo, moment.micros);
                    each.remove();
                }
            }
        }

        private void forgetEverySecond() {
            boolean second = false;
            for (Iterator<Moment> each = moments.iterator(); each.hasNext(); second = !second) {
                each.next();
                if (second) {
                    each.remove();
                }
            }
        }
    }

    /**
     * @param partitions of the log's routes
     * @param legs on the longest way of an input: one, and one for each time that something is written for others to read
     */
    Reach(int partitions, int legs) {
        this.legs = legs;
        this.parts = new ArrayList<>();
        int count = legs == 1 ? partitions : 1;
        for (int i = 0; i < count; i++) {
            parts.add(new Part());
        }
    }

    /**
     * Takes note of how things stand.
     *
     * @param micros a moment before the ends were asked for, microseconds since 1970
     * @param next the offsets up to which the work is committed; a partition without any stands at its beginning
     * @param ends where the log ends, asked for after {@code next}; what is not committed yet is part of it, for somebody
     *     may have been told that it is safe
     */
    synchronized void look(long micros, Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends) {
        if (parts.size() == 1) {
            parts.get(0).look(micros, next, Map.copyOf(ends), legs);
            return;
        }
        for (int partition = 0; partition < parts.size(); partition++) {
            Map<TopicPartition, Long> own = new HashMap<>();
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                if (end.getKey().partition() == partition) {
                    own.put(end.getKey(), end.getValue());
                }
            }
            parts.get(partition).look(micros, next, own, legs);
        }
    }

    /** Microseconds since 1970: what the log took before, of what concerns this partition, has been processed. */
    synchronized long upTo(int partition) {
        return parts.get(parts.size() == 1 ? 0 : partition).upTo;
    }

    /** Whether there is a moment up to which not everything has been processed yet. */
    synchronized boolean isBehind() {
        return parts.stream().anyMatch(part -> !part.moments.isEmpty());
    }
}

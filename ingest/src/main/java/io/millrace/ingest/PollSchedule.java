package io.millrace.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which tags are polled together, and when. Tags of one lane and one interval form a group; a group is read in batches
 * one after the other, so each lane has one read under way for each interval and none waits for another lane. A group
 * that is still busy when it is due again skips that poll: it is counted, not made up for. Not thread-safe.
 *
 * @param <T> a tag
 */
final class PollSchedule<T> {

    /** Tags of one lane and one interval. */
    static final class Group<T> {
        final String lane;
        final Duration interval;
        final List<List<T>> batches;
        private final long intervalNanos;
        private long dueNanos;
        /** The batch under way, or -1. */
        private int batch = -1;

        private long skippedPolls;
        private long skippedSinceNanos;

        private Group(String lane, Duration interval, List<List<T>> batches) {
            this.lane = lane;
            this.interval = interval;
            this.batches = batches;
            this.intervalNanos = interval.toNanos();
        }

        /** How many polls were left out since this was last asked. */
        long takeSkipped() {
            long polls = skippedPolls;
            skippedPolls = 0;
            return polls;
        }

        /** When the first of these polls was due. */
        long skippedSinceNanos() {
            return skippedSinceNanos;
        }

        /** All its tags. */
        List<T> tags() {
            return batches.stream().flatMap(List::stream).toList();
        }

        boolean isBusy() {
            return batch >= 0;
        }

        /** The tags to be read now. */
        List<T> current() {
            return batches.get(batch);
        }

        /** The batch under way has ended; goes on to the next. Whether there is one. */
        boolean advance() {
            batch = batch + 1 < batches.size() ? batch + 1 : -1;
            return batch >= 0;
        }

        /** Gives up the rest of this poll. */
        void abandon() {
            batch = -1;
        }

        /** The tags that this poll has not brought yet, those to be read now included. */
        List<T> remaining() {
            List<T> tags = new ArrayList<>();
            batches.subList(Math.max(0, batch), batches.size()).forEach(tags::addAll);
            return tags;
        }
    }

    private record Key(String lane, Duration interval) {}

    private final List<Group<T>> groups;
    private volatile long skipped;

    private PollSchedule(List<Group<T>> groups) {
        this.groups = groups;
    }

    /** @param maxBatch greatest number of tags in one read; at least one is read in any case */
    static <T> PollSchedule<T> of(
            Collection<T> tags, Function<T, String> lane, Function<T, Duration> interval, int maxBatch) {
        Map<Key, List<T>> members = new LinkedHashMap<>();
        for (T tag : tags) {
            members.computeIfAbsent(new Key(lane.apply(tag), interval.apply(tag)), key -> new ArrayList<>())
                    .add(tag);
        }
        List<Group<T>> groups = new ArrayList<>();
        members.forEach((key, all) -> groups.add(new Group<>(key.lane(), key.interval(), split(all, maxBatch))));
        return new PollSchedule<>(List.copyOf(groups));
    }

    private static <T> List<List<T>> split(List<T> all, int maxBatch) {
        int size = Math.max(1, maxBatch);
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(List.copyOf(all.subList(from, Math.min(all.size(), from + size))));
        }
        return batches;
    }

    List<Group<T>> groups() {
        return groups;
    }

    /** A session begins: everything is due, nothing is under way. */
    void restart(long nowNanos) {
        for (Group<T> group : groups) {
            group.dueNanos = nowNanos;
            group.batch = -1;
        }
    }

    /** The groups to be polled now, each set to its first batch. */
    List<Group<T>> takeDue(long nowNanos) {
        List<Group<T>> due = new ArrayList<>();
        for (Group<T> group : groups) {
            long late = nowNanos - group.dueNanos;
            if (late < 0) {
                continue;
            }
            long missed = late / group.intervalNanos;
            skip(group, group.isBusy() ? missed + 1 : missed);
            group.dueNanos += (missed + 1) * group.intervalNanos;
            if (!group.isBusy()) {
                group.batch = 0;
                due.add(group);
            }
        }
        return due;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the owner only
    private void skip(Group<T> group, long polls) {
        if (group.skippedPolls == 0) {
            group.skippedSinceNanos = group.dueNanos;
        }
        group.skippedPolls += polls;
        skipped += polls;
    }

    /** Nanoseconds until the next group is due; {@link Long#MAX_VALUE} when there is none. */
    long idleNanos(long nowNanos) {
        long idle = Long.MAX_VALUE;
        for (Group<T> group : groups) {
            idle = Math.min(idle, Math.max(0, group.dueNanos - nowNanos));
        }
        return idle;
    }

    /** Polls that were left out because the one before was still under way, or polling had paused. Any thread. */
    long skipped() {
        return skipped;
    }
}

package io.millrace.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds the tags that have been silent for too long, among those that have a limit: polled tags, and subscribed ones
 * with a {@code staleAfter}. Of these "connected but silent" is a fault, never a green light. A subscribed tag without a
 * limit may rest; that its server lives is for the session to know, by keep-alives.
 *
 * <p>Looks often enough to be late by a quarter of the shortest limit at most, and not more than ten times a second. Not
 * thread-safe.
 */
final class StalenessWatch<A extends Record> {

    /** The limit of a tag that may be silent for as long as it likes. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long LONGEST_PAUSE = 1_000_000_000L;
    private static final long SHORTEST_PAUSE = 100_000_000L;

    private final List<LiveTag<A>> watched = new ArrayList<>();
    private final boolean watchesAll;
    private final long pauseNanos;
    private long nextNanos;
    private int silent;

    StalenessWatch(Collection<LiveTag<A>> tags) {
        long shortest = NEVER;
        for (LiveTag<A> tag : tags) {
            if (tag.silenceNanos != NEVER) {
                watched.add(tag);
                shortest = Math.min(shortest, tag.silenceNanos);
            }
        }
        watchesAll = !tags.isEmpty() && watched.size() == tags.size();
        pauseNanos = Math.max(SHORTEST_PAUSE, Math.min(LONGEST_PAUSE, shortest / 4));
    }

    /** A session begins, or the hub itself held things up: everyone gets a full period from now. */
    void restart(long nowNanos) {
        for (LiveTag<A> tag : watched) {
            tag.heardNanos = nowNanos;
            tag.silent = false;
        }
        silent = 0;
        nextNanos = nowNanos + pauseNanos;
    }

    void heard(LiveTag<A> tag, long nowNanos) {
        tag.heardNanos = nowNanos;
        if (tag.silent) {
            tag.silent = false;
            silent--;
        }
    }

    /** The tags that have turned silent since the last look. */
    List<LiveTag<A>> look(long nowNanos) {
        if (watched.isEmpty() || nowNanos - nextNanos < 0) {
            return List.of();
        }
        nextNanos = nowNanos + pauseNanos;
        List<LiveTag<A>> found = new ArrayList<>();
        for (LiveTag<A> tag : watched) {
            if (!tag.silent && nowNanos - tag.heardNanos >= tag.silenceNanos) {
                tag.silent = true;
                silent++;
                found.add(tag);
            }
        }
        return found;
    }

    /** Whether every tag of the connection is silent. */
    boolean allSilent() {
        return watchesAll && silent == watched.size();
    }

    long idleNanos(long nowNanos) {
        return watched.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextNanos - nowNanos);
    }
}

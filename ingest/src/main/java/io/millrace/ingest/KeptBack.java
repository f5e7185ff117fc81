package io.millrace.ingest;

import java.util.Collection;
import java.util.List;

/**
 * The tags of a connection that have a {@link Report}: finds those that have kept something back for as long as they may,
 * ten times a second. Not thread-safe, but for {@link #leftOut}.
 */
final class KeptBack<A extends Record> {

    private static final long PAUSE = 100_000_000L;

    private final List<LiveTag<A>> reporting;
    private final List<LiveTag<A>> timed;
    private long nextNanos;

    KeptBack(Collection<LiveTag<A>> tags) {
        reporting = tags.stream().filter(tag -> tag.report != null).toList();
        timed = reporting.stream().filter(tag -> tag.tag.report().isTimed()).toList();
    }

    /** Tags that have something to release; none when it was looked a moment ago. */
    List<LiveTag<A>> due(long nowNanos) {
        if (timed.isEmpty() || nowNanos - nextNanos < 0) {
            return List.of();
        }
        nextNanos = nowNanos + PAUSE;
        return timed.stream().filter(tag -> isDue(tag, nowNanos)).toList();
    }

    private static boolean isDue(LiveTag<?> tag, long nowNanos) {
        Report report = tag.report;
        if (report == null) {
            return false;
        }
        long due = report.dueNanos();
        return due != Report.NEVER && nowNanos - due >= 0;
    }

    long idleNanos(long nowNanos) {
        return timed.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextNanos - nowNanos);
    }

    /** Samples that were not written, of all tags. Any thread. */
    long leftOut() {
        long sum = 0;
        for (LiveTag<A> tag : reporting) {
            Report report = tag.report;
            sum += report == null ? 0 : report.offered() - report.passed();
        }
        return sum;
    }
}

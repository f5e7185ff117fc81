package io.millrace.ingest;

import java.util.List;

/**
 * The reports of a connection: finds those that have kept something back for as long as they may, ten times a second. Not
 * thread-safe, but for {@link #leftOut}.
 */
final class KeptBack {

    private static final long PAUSE = 100_000_000L;

    private final List<Report> reports;
    private final List<Report> timed;
    private long nextNanos;

    KeptBack(List<Report> reports) {
        this.reports = List.copyOf(reports);
        this.timed = reports.stream().filter(Report::isTimed).toList();
    }

    /** Reports that have something to release; none when it was looked a moment ago. */
    List<Report> due(long nowNanos) {
        if (timed.isEmpty() || nowNanos - nextNanos < 0) {
            return List.of();
        }
        nextNanos = nowNanos + PAUSE;
        return timed.stream().filter(report -> report.isDue(nowNanos)).toList();
    }

    long idleNanos(long nowNanos) {
        return timed.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextNanos - nowNanos);
    }

    /** Samples that were not written, of all tags. Any thread. */
    long leftOut() {
        return reports.stream()
                .mapToLong(report -> report.offered() - report.passed())
                .sum();
    }
}

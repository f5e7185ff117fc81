package io.millrace.ingest;

import io.millrace.model.Metric;
import io.millrace.model.SampleBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a connection does. Thread-safe. */
final class ConnectionFigures {

    final LongAdder received = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder quarantined = new LongAdder();
    final LongAdder unfiltered = new LongAdder();
    final LongAdder unchanged = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder unknownHandles = new LongAdder();
    final LongAdder oddTimes = new LongAdder();
    final LongAdder reads = new LongAdder();
    final LongAdder readErrors = new LongAdder();
    final LongAdder opened = new LongAdder();
    final LongAdder openErrors = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder missed = new LongAdder();
    volatile long readNanos;

    /** What is not counted but is what it is now. */
    record Now(
            String state,
            long queued,
            long skippedPolls,
            long retries,
            long latencyNanos,
            int tags,
            int badTags,
            long leftOut) {}

    /** @param aside the positions of the samples that are in the quarantine */
    void ended(SampleBatch batch, BitSet aside) {
        long leftOutAside = batch.leftOut().keySet().stream().filter(aside::get).count();
        delivered.add(batch.passed() - (aside.cardinality() - leftOutAside));
        unfiltered.add(batch.leftOut().size() - leftOutAside);
        quarantined.add(aside.cardinality());
    }

    List<Metric> metrics(String connection, Now now) {
        Map<String, String> labels = Map.of("connection", connection);
        List<Metric> metrics = new ArrayList<>();
        metrics.add(new Metric(
                "connection_state",
                "1 for the state the connection is in.",
                Metric.Kind.GAUGE,
                Map.of("connection", connection, "state", now.state()),
                1));
        counter(metrics, labels, "connection_readings", "Readings taken from the device.", received.sum());
        counter(metrics, labels, "connection_samples", "Samples that are durable in the log.", delivered.sum());
        counter(
                metrics,
                labels,
                "connection_quarantined",
                "Samples set aside: too large for the log, or against their model.",
                quarantined.sum());
        counter(metrics, labels, "connection_unchanged", "Readings that held nothing new.", unchanged.sum());
        counter(
                metrics,
                labels,
                "connection_left_out",
                "Samples left out by dead-bands, swinging doors and intervals.",
                now.leftOut());
        counter(
                metrics,
                labels,
                "connection_unfiltered",
                "Samples left out that are in the log all the same, for processors that ask for unfiltered values.",
                unfiltered.sum());
        counter(metrics, labels, "connection_late", "Callbacks of a session that was over; dropped.", late.sum());
        counter(metrics, labels, "connection_unknown_handles", "Readings of no known tag.", unknownHandles.sum());
        counter(metrics, labels, "connection_odd_times", "Device times that cannot be right.", oddTimes.sum());
        counter(metrics, labels, "connection_reads", "Reads that were answered.", reads.sum());
        counter(metrics, labels, "connection_read_errors", "Reads that failed as a whole.", readErrors.sum());
        counter(metrics, labels, "connection_polls_skipped", "Polls left out.", now.skippedPolls());
        counter(metrics, labels, "connection_opened", "Sessions opened.", opened.sum());
        counter(metrics, labels, "connection_open_errors", "Attempts to open that failed.", openErrors.sum());
        counter(metrics, labels, "connection_lost", "Sessions that were lost.", lost.sum());
        counter(metrics, labels, "connection_missed_intervals", "Notifications that could not be got.", missed.sum());
        counter(metrics, labels, "connection_reconnects", "Sessions after the first.", Math.max(0, opened.sum() - 1));
        counter(metrics, labels, "connection_log_retries", "Batches the log refused at first.", now.retries());
        gauge(metrics, labels, "connection_queue", "Readings that wait for the log.", (double) now.queued());
        gauge(metrics, labels, "connection_read_seconds", "Duration of the latest read.", readNanos / 1e9);
        gauge(metrics, labels, "connection_log_seconds", "Latest batch, to durable.", now.latencyNanos() / 1e9);
        gauge(metrics, labels, "connection_tags", "Configured tags.", now.tags());
        gauge(metrics, labels, "connection_bad_tags", "Tags that are not Good.", now.badTags());
        return metrics;
    }

    private static void counter(
            List<Metric> metrics, Map<String, String> labels, String name, String help, long value) {
        metrics.add(new Metric(name, help, Metric.Kind.COUNTER, labels, (double) value));
    }

    private static void gauge(
            List<Metric> metrics, Map<String, String> labels, String name, String help, double value) {
        metrics.add(new Metric(name, help, Metric.Kind.GAUGE, labels, value));
    }
}

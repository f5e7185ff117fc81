package io.millrace.historian.sink;

import io.millrace.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the sink did since the hub started; only what is committed counts. Thread-safe. */
public final class SinkCounts {

    final LongAdder samples = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder corrections = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder quarantined = new LongAdder();
    final LongAdder tooOld = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder storeMicros = new LongAdder();

    final LedgerTotals ledger = new LedgerTotals();

    /** What this process has added to the ledger. */
    public LedgerTotals ledger() {
        return ledger;
    }

    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(ledger.metrics());
        metrics.addAll(List.of(
                counter("samples", "Samples stored as rows.", samples),
                counter("events", "Events stored as rows.", events),
                counter("corrections", "Samples and events replaced or taken back by a processor.", corrections),
                counter("duplicates", "Samples and events that were there already.", duplicates),
                counter("quarantined", "Records that could not be stored and went to quarantine.", quarantined),
                counter("too_old", "Samples and events older than the retention, left out.", tooOld),
                counter("batches", "Transactions committed.", batches),
                counter("failures", "Batches that failed and are delivered again.", failures),
                Metric.counter(
                        "historian_store_seconds",
                        "Time spent storing batches, in seconds.",
                        storeMicros.sum() / 1_000_000.0)));
        return metrics;
    }

    private static Metric counter(String name, String help, LongAdder value) {
        return Metric.counter("historian_" + name, help, value.sum());
    }
}

package io.millrace.historian.sink;

import io.millrace.model.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process has added to the ledger since it started, all sources and topics together. It grows when the ledger
 * is written, half a minute behind the samples at most. Thread-safe.
 */
public final class LedgerTotals {

    /** What becomes of something that was received; late and corrected are part of delivered, lost was never received. */
    public enum Outcome {
        RECEIVED,
        DELIVERED,
        DUPLICATE,
        REJECTED,
        LATE,
        CORRECTED,
        SHED,
        LOST
    }

    private final LongAdder[] sums = new LongAdder[Outcome.values().length];

    LedgerTotals() {
        Arrays.setAll(sums, i -> new LongAdder());
    }

    void add(List<Tally> tallies) {
        tallies.forEach(this::add);
    }

    private void add(Tally tally) {
        adder(Outcome.RECEIVED).add(tally.received());
        adder(Outcome.DELIVERED).add(tally.delivered);
        adder(Outcome.DUPLICATE).add(tally.duplicate);
        adder(Outcome.REJECTED).add(tally.rejected);
        adder(Outcome.LATE).add(tally.late);
        adder(Outcome.CORRECTED).add(tally.corrected);
        adder(Outcome.SHED).add(tally.shed);
        adder(Outcome.LOST).add(tally.lost);
    }

    private LongAdder adder(Outcome outcome) {
        return sums[outcome.ordinal()];
    }

    public long total(Outcome outcome) {
        return adder(outcome).sum();
    }

    List<Metric> metrics() {
        return Arrays.stream(Outcome.values())
                .map(outcome -> new Metric(
                        "historian_ledger",
                        "Samples and events by what became of them; received is the sum of delivered, duplicate,"
                                + " rejected and shed, late and corrected are part of delivered, lost was never received.",
                        Metric.Kind.COUNTER,
                        Map.of("outcome", outcome.name().toLowerCase(Locale.ROOT)),
                        total(outcome)))
                .toList();
    }
}

package io.millrace.bench.scenario;

import io.millrace.bench.load.LoadResult;
import java.util.List;
import java.util.Map;

/**
 * What became of one load.
 *
 * @param rate messages a second that were due; 0 for as many as were acknowledged
 * @param rows of its messages, after everything has come to rest
 * @param seconds from its first message to the commit of its last row
 * @param waitingBefore messages that were due and no row yet, after a quarter of its time
 * @param waitingAfter the same at the end of its time
 * @param rowMillis from due to committed: p50, p99, p99.9; empty without rows
 * @param processorSeconds by part, while the load went on
 * @param committed rows that were committed while the load went on
 * @param residentBytes the most of each part
 */
record SideBySideRun(
        int rate,
        LoadResult load,
        long rows,
        double seconds,
        long waitingBefore,
        long waitingAfter,
        List<Double> rowMillis,
        Map<String, Double> processorSeconds,
        long committed,
        Map<String, Long> residentBytes) {

    /** Where the waiting messages are counted first, so that what is always under way does not count as a growing heap. */
    static final double FIRST_LOOK = 0.25;

    private static final double NEARLY_ALL = 0.99;
    private static final double NEARLY_NONE = 0.01;
    /** Beyond its time a load that was no overload needs this little of it until its last row. */
    private static final double SHORT_REST = 0.05;

    /** Messages that were sent and acknowledged; when the generator gave up, those of its time only. */
    long acknowledged() {
        return load.failure().isEmpty() ? load.sent() : load.acknowledged();
    }

    /** Acknowledged, and no row. */
    long lost() {
        return Math.max(0, acknowledged() - rows);
    }

    /** Rows a second, with the time in which the rest was stored. */
    double perSecond() {
        return seconds > 0 ? rows / seconds : 0;
    }

    /** Whether all that was asked for went through, and nothing piled up. */
    boolean held() {
        double due = rate * load.seconds();
        return rate > 0
                && load.failure().isEmpty()
                && load.acknowledged() >= NEARLY_ALL * due
                && waitingAfter - waitingBefore <= NEARLY_NONE * due;
    }

    /** Whether it was no overload, so that it says nothing of what is possible. */
    boolean easy() {
        return rate > 0
                && load.sent() >= NEARLY_ALL * rate * load.seconds()
                && seconds <= load.seconds() * (1 + SHORT_REST);
    }

    /** Of a part, per million rows. */
    double processorSecondsPerMillion(String part) {
        return committed == 0 ? 0 : processorSeconds.getOrDefault(part, 0.0) / (committed / 1e6);
    }
}

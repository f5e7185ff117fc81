package io.millrace.streams;

import io.millrace.model.Problem;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a processor has done in this process. Thread-safe. */
final class Figures {

    /** A processor of which so many inputs, or outputs, in a row were refused and none was not is not doing what it should. */
    private static final int MANY = 20;

    final LongAdder inputs = new LongAdder();
    final LongAdder outputs = new LongAdder();
    final LongAdder corrections = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder tooLate = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder instances = new LongAdder();
    private volatile int refusedInARow;
    private volatile int unfitInARow;
    private volatile @Nullable String problem;
    private volatile @Nullable Instant problemAt;

    /** Written by several threads without a lock: an exact number does not matter. */
    void went() {
        if (refusedInARow != 0) {
            refusedInARow = 0;
        }
    }

    void refused(Problem why, Instant now) {
        refused.increment();
        refusedInARow = Math.min(MANY, refusedInARow + 1);
        problem = why.sentence();
        problemAt = now;
    }

    /** What it said does not fit its model. */
    void unfit(Problem why, Instant now) {
        refused.increment();
        unfitInARow = Math.min(MANY, unfitInARow + 1);
        problem = why.sentence();
        problemAt = now;
    }

    /** What it said was checked, and is as it should be. */
    void fits() {
        if (unfitInARow != 0) {
            unfitInARow = 0;
        }
    }

    ProcessorStatus status(String name, String kind, String revision) {
        return new ProcessorStatus(
                name,
                kind,
                revision,
                refusedInARow >= MANY || unfitInARow >= MANY,
                instances.sum(),
                inputs.sum(),
                outputs.sum(),
                corrections.sum(),
                late.sum(),
                tooLate.sum(),
                duplicates.sum(),
                refused.sum(),
                problem,
                problemAt);
    }
}

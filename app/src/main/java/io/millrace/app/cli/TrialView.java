package io.millrace.app.cli;

import io.millrace.process.trial.Comparison;
import io.millrace.process.trial.Totals;
import io.millrace.process.trial.Turn;
import org.jspecify.annotations.Nullable;

/** How a trial is shown. */
interface TrialView {

    void turn(Turn turn);

    /** @param comparison with what the running processor said; null when there is none to compare with */
    void end(Totals totals, Comparison.@Nullable Result comparison);
}

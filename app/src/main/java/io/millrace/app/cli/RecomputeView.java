package io.millrace.app.cli;

import io.millrace.app.recompute.Recompute;
import io.millrace.process.recompute.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people or programs see of a recomputation. */
interface RecomputeView {

    void difference(Difference difference);

    /**
     * The end.
     *
     * @param applied the name under which the differences were replaced; null when they were only shown
     * @param readers processors that read what this one writes
     */
    void end(Recompute.Result result, @Nullable String applied, List<String> readers, Cost cost);
}

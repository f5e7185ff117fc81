package io.millrace.process.detect;

import io.millrace.model.Quality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a detector knows at one place.
 *
 * @param watches one for each input, in the order of the options
 * @param flag of all inputs together
 * @param said of all inputs together
 * @param due the time of inputs whose common score is still to be told, or {@link #NEVER}
 */
record DetectState<M>(List<Watch<M>> watches, Flag flag, Outlet.Said said, long due) {

    static final long NEVER = Long.MIN_VALUE;

    DetectState {
        watches = List.copyOf(watches);
    }

    /**
     * One input.
     *
     * @param time of the last value that could be used, or {@link #NEVER}
     * @param score the last; means nothing while {@code bad} is there
     * @param doubtful whether that value was less than Good
     * @param bad why there is no score
     */
    record Watch<M>(
            M memory,
            long time,
            double score,
            boolean doubtful,
            @Nullable Quality bad,
            Flag flag,
            Outlet.Said said) {

        Watch<M> telling(Outlet.Said now) {
            return new Watch<>(memory, time, score, doubtful, bad, flag, now);
        }
    }

    static <M> DetectState<M> begin(Method<M> method, int inputs) {
        Watch<M> watch = new Watch<>(
                method.begin(), NEVER, 0, false, Quality.BAD_WAITING_FOR_INITIAL_DATA, Flag.DOWN, Outlet.Said.NOTHING);
        return new DetectState<>(Collections.nCopies(inputs, watch), Flag.DOWN, Outlet.Said.NOTHING, NEVER);
    }

    DetectState<M> with(int index, Watch<M> watch) {
        List<Watch<M>> changed = new ArrayList<>(watches);
        changed.set(index, watch);
        return new DetectState<>(changed, flag, said, due);
    }

    DetectState<M> due(long time) {
        return new DetectState<>(watches, flag, said, time);
    }

    DetectState<M> telling(Flag flagNow, Outlet.Said now) {
        return new DetectState<>(watches, flagNow, now, NEVER);
    }
}

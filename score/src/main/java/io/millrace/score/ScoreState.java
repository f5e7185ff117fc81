package io.millrace.score;

import io.millrace.model.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a score knows at one place.
 *
 * @param slots one for each input, in the order of the options
 * @param due the time for which the model is still to be asked, or {@link #NEVER}
 * @param answered whether an answer was told last
 * @param bad what was told instead of an answer last
 */
record ScoreState(
        List<Slot> slots,
        long due,
        boolean answered,
        @Nullable Quality bad) {

    static final long NEVER = Long.MIN_VALUE;

    ScoreState {
        slots = List.copyOf(slots);
    }

    /**
     * One input.
     *
     * @param values the last that could be used, the newest last; never changed
     * @param time of the last sample, or {@link #NEVER}
     * @param quality of the last sample
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Slot(double[] values, long time, Quality quality) {

        static final Slot EMPTY = new Slot(new double[0], NEVER, Quality.BAD_WAITING_FOR_INITIAL_DATA);

        /** @param most so many values are kept */
        Slot taking(double value, long now, Quality newQuality, int most) {
            int kept = Math.min(values.length, most - 1);
            double[] next = Arrays.copyOfRange(values, values.length - kept, values.length + 1);
            next[kept] = value;
            return new Slot(next, now, newQuality);
        }

        Slot unusable(long now, Quality newQuality) {
            return new Slot(values, now, newQuality);
        }
    }

    static ScoreState begin(int inputs) {
        return new ScoreState(Collections.nCopies(inputs, Slot.EMPTY), NEVER, false, null);
    }

    ScoreState with(int index, Slot slot) {
        List<Slot> changed = new ArrayList<>(slots);
        changed.set(index, slot);
        return new ScoreState(changed, due, answered, bad);
    }

    ScoreState due(long time) {
        return new ScoreState(slots, time, answered, bad);
    }

    /** Nothing is due any more, and this was told. */
    ScoreState telling(boolean answer, @Nullable Quality instead) {
        return new ScoreState(slots, NEVER, answer, instead);
    }
}

package io.millrace.process.expression;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Step;
import io.millrace.process.expression.ExpressionState.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes on each input, with the last known values of the others.
 *
 * <p>Tags of one poll have one time, and come one after the other. Inputs that came at one time before are expected to do
 * so again: the result waits for the others of that time, so that the new value of one never meets the old value of the
 * other. When one of them stays out, the result is told as soon as time has passed on. Inputs that meet at one time by
 * chance make a result each, of one identity; the last one holds.
 */
final class LastKnown extends ExpressionProcessor {

    private static final int NANOS_PER_MICRO = 1000;

    private final long staleMicros;

    /** @param staleAfter null where values hold until others come */
    LastKnown(Terms terms, @Nullable Duration staleAfter) {
        super(terms);
        this.staleMicros = staleAfter == null ? NEVER : staleAfter.toNanos() / NANOS_PER_MICRO;
    }

    @Override
    Step<ExpressionState> take(ExpressionState state, int index, @Nullable Value value, Quality quality, Input input) {
        long time = input.timestampMicros();
        ExpressionState next = state.with(index, state.slots().get(index).take(value, quality, time, true));
        if (!next.isComplete()) {
            return Step.of(next);
        }
        if (expectsMore(next, time)) {
            return Step.of(next.waiting(time));
        }
        return computeFresh(next.waiting(ExpressionState.NEVER), time);
    }

    /** Whether an input that has not come came at one time with one that has, the last time. */
    private static boolean expectsMore(ExpressionState state, long time) {
        for (Slot missing : state.slots()) {
            if (missing.time() == time) {
                continue;
            }
            for (Slot come : state.slots()) {
                if (come.time() == time && come.timeBefore(time) == missing.time()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Step<ExpressionState> computeFresh(ExpressionState state, long time) {
        return staleMicros != NEVER && oldest(state) < time - staleMicros ? stale(state, time) : compute(state, time);
    }

    private Step<ExpressionState> stale(ExpressionState state, long time) {
        long oldest = oldest(state);
        int index = 0;
        while (state.slots().get(index).time() != oldest) {
            index++;
        }
        String sentence = "The input '" + nameOf(index) + "' is older than staleAfter.";
        return bad(state, time, Quality.BAD_NO_DATA, sentence);
    }

    private static long oldest(ExpressionState state) {
        return state.slots().stream().mapToLong(Slot::time).min().orElse(ExpressionState.NEVER);
    }

    @Override
    public Step<ExpressionState> advance(ExpressionState state, long toMicros) {
        ExpressionState next = state;
        List<Output> outputs = new ArrayList<>();
        if (isWaiting(next) && next.waiting() < toMicros) {
            Step<ExpressionState> step = computeFresh(next.waiting(ExpressionState.NEVER), next.waiting());
            outputs.addAll(step.outputs());
            next = step.state();
        }
        long stale = staleFrom(next);
        if (stale < toMicros) {
            Step<ExpressionState> step = stale(next, stale);
            outputs.addAll(step.outputs());
            next = step.state();
        }
        return new Step<>(next, outputs);
    }

    @Override
    public long nextTime(ExpressionState state) {
        long waiting = isWaiting(state) ? state.waiting() : NEVER;
        long next = Math.min(waiting, staleFrom(state));
        return next == NEVER ? NEVER : next + 1;
    }

    private static boolean isWaiting(ExpressionState state) {
        return state.waiting() != ExpressionState.NEVER;
    }

    /** The first moment at which an input is older than it may be, as long as nobody was told so; or {@link #NEVER}. */
    private long staleFrom(ExpressionState state) {
        Quality told = state.said().quality();
        return staleMicros == NEVER || told == null || told.isBad() || !state.isComplete()
                ? NEVER
                : oldest(state) + staleMicros + 1;
    }
}

package io.millrace.process.expression;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Input;
import io.millrace.process.core.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits until every input has a value of the same time, give or take a tolerance, and computes once with these. Each value
 * is used once; one that is overtaken by a newer value of the same input before its set is complete is not used. The
 * time of the result is that of the last value.
 */
final class Together extends ExpressionProcessor {

    private static final int NANOS_PER_MICRO = 1000;

    private final long toleranceMicros;

    Together(Terms terms, Duration tolerance) {
        super(terms);
        this.toleranceMicros = tolerance.toNanos() / NANOS_PER_MICRO;
    }

    @Override
    Step<ExpressionState> take(ExpressionState state, int index, @Nullable Value value, Quality quality, Input input) {
        long time = input.timestampMicros();
        ExpressionState next = state.with(index, state.slots().get(index).take(value, quality, time, false));
        boolean complete =
                next.slots().stream().allMatch(slot -> !slot.used() && slot.time() >= time - toleranceMicros);
        if (!complete) {
            return Step.of(next);
        }
        Step<ExpressionState> step = compute(next, time);
        return new Step<>(step.state().allInUse(), step.outputs());
    }
}

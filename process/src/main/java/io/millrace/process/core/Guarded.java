package io.millrace.process.core;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rule whose own faults are problems of the input that met them: one message must not stop the others. Thread-safe as
 * the rule is.
 */
public record Guarded<S>(Processor<S> rule) implements Processor<S> {

    @Override
    public S begin() {
        return rule.begin();
    }

    @Override
    public Step<S> apply(S state, Input input) {
        try {
            return rule.apply(state, input);
        } catch (ProblemException said) {
            throw said;
        } catch (RuntimeException | StackOverflowError fault) {
            throw problem(fault);
        }
    }

    @Override
    public Step<S> advance(S state, long toMicros) {
        try {
            return rule.advance(state, toMicros);
        } catch (ProblemException said) {
            throw said;
        } catch (RuntimeException | StackOverflowError fault) {
            throw problem(fault);
        }
    }

    private static ProblemException problem(Throwable fault) {
        return Problem.of(
                        "processor-failed",
                        "The processor failed on this message (" + fault + ").",
                        "This is a fault of the program: report it, and replay the message afterwards.")
                .asException();
    }

    @Override
    public long nextTime(S state) {
        return rule.nextTime(state);
    }

    @Override
    public @Nullable Content recall(S state, Identity identity) {
        return rule.recall(state, identity);
    }

    @Override
    public S continued(S state, Function<String, @Nullable Content> standing) {
        return rule.continued(state, standing);
    }

    @Override
    public Duration reach() {
        return rule.reach();
    }

    @Override
    public StateCodec<S> codec() {
        return rule.codec();
    }
}

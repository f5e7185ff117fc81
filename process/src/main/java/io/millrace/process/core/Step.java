package io.millrace.process.core;

import java.util.List;
import java.util.Objects;

/**
 * What follows from an input or from time that passed.
 *
 * @param <S> the state of the processor
 * @param outputs in the order in which they are to be told
 * @param refused inputs that were taken before and turn out to be of no use, as one that has waited in vain: they are put
 *     aside with the reason
 */
public record Step<S>(S state, List<Output> outputs, List<Taken.Refused> refused) {

    public Step {
        Objects.requireNonNull(state);
        outputs = List.copyOf(outputs);
        refused = List.copyOf(refused);
    }

    public Step(S state, List<Output> outputs) {
        this(state, outputs, List.of());
    }

    /** Nothing to say. */
    public static <S> Step<S> of(S state) {
        return new Step<>(state, List.of());
    }

    public static <S> Step<S> of(S state, Output output) {
        return new Step<>(state, List.of(output));
    }
}

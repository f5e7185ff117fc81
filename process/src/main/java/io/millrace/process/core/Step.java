package io.millrace.process.core;

import java.util.List;
import java.util.Objects;

/**
 * What follows from an input or from time that passed.
 *
 * @param <S> the state of the processor
 * @param outputs in the order in which they are to be told
 */
public record Step<S>(S state, List<Output> outputs) {

    public Step {
        Objects.requireNonNull(state);
        outputs = List.copyOf(outputs);
    }

    /** Nothing to say. */
    public static <S> Step<S> of(S state) {
        return new Step<>(state, List.of());
    }

    public static <S> Step<S> of(S state, Output output) {
        return new Step<>(state, List.of(output));
    }
}

package io.millrace.process.core;

import io.millrace.model.Problem;
import java.util.List;
import java.util.Objects;

/**
 * What became of an input.
 *
 * @param emissions what is to be told, in this order
 * @param refused inputs that cannot be used: the one just taken, earlier ones in the light of it, or such as have waited in
 *     vain until its time
 */
public record Taken(Fate fate, List<Emission> emissions, List<Refused> refused) {

    /** What an input can come to. */
    public enum Fate {
        /** It came in the order of time. */
        IN_ORDER,
        /** It came late, and what had been said was made right. */
        LATE,
        /** It came after all that it could have changed was settled for good: it changed nothing. */
        TOO_LATE,
        /** It was there already. */
        DUPLICATE,
        /** It cannot be used. */
        REFUSED
    }

    /** An input that cannot be used, and why. */
    public record Refused(Input input, Problem problem) {}

    public Taken {
        Objects.requireNonNull(fate);
        emissions = List.copyOf(emissions);
        refused = List.copyOf(refused);
    }

    static Taken of(Fate fate) {
        return new Taken(fate, List.of(), List.of());
    }
}

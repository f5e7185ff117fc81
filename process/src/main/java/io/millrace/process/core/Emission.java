package io.millrace.process.core;

import java.util.List;
import java.util.Objects;

/**
 * An output on its way out of an instance.
 *
 * @param revision 0 when nothing was said of its identity before; otherwise greater than every earlier revision
 * @param from what it was made of; empty when it follows from nothing having come
 */
public record Emission(Output output, long revision, List<Identity> from) {

    public Emission {
        Objects.requireNonNull(output);
        from = List.copyOf(from);
    }

    /**
     * Said for the first time.
     *
     * @param cause what it was made of, where the output does not say it itself
     */
    static Emission first(Output output, List<Identity> cause) {
        return new Emission(output, 0, output.from().isEmpty() ? cause : output.from());
    }
}

package io.millrace.process.alarm;

import io.millrace.model.Problem;
import io.millrace.model.Value;

/** Refuses what is no number. */
final class NumbersOnly {

    private NumbersOnly() {}

    static Value accept(Value value) {
        if (value instanceof Value.Whole || value instanceof Value.Real) {
            return value;
        }
        throw Problem.of(
                        "value-wrong-type",
                        "The alarm compares numbers, and '" + Texts.cut(Texts.of(value), 40) + "' came.",
                        "Send a number, or watch for a word with is: [" + Texts.cut(Texts.of(value), 40) + "].")
                .asException();
    }
}

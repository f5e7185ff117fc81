package io.millrace.process.core;

import io.millrace.model.Problem;
import io.millrace.model.Value;

/** Samples as measurements: numbers of a size with which one can compute. */
public final class Measurement {

    /** Larger numbers could not be squared. */
    public static final double LARGEST = 1e150;

    private Measurement() {}

    /**
     * The number of a value; true is 1, false 0.
     *
     * @param input the sample it is of, for the message when it is none
     * @param value a value of that sample that can be trusted
     * @throws io.millrace.model.ProblemException when it is a text, or so large that nothing measures it
     */
    public static double of(Input input, Value value) {
        double number;
        if (value instanceof Value.Whole whole) {
            number = whole.value();
        } else if (value instanceof Value.Real real) {
            number = real.value();
        } else if (value instanceof Value.Bool bool) {
            number = bool.value() ? 1 : 0;
        } else {
            throw Problem.of(
                            "value-no-number",
                            "'" + input.topic() + "' carries a text, and a number is needed.",
                            "Correct the device, or name another tag.")
                    .asException();
        }
        if (Math.abs(number) > LARGEST) {
            throw Problem.of(
                            "value-out-of-range",
                            "'" + input.topic() + "' carries " + number + ", which is no measurement.",
                            "Correct the device.")
                    .asException();
        }
        return number;
    }
}

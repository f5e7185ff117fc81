package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.model.Problem;
import io.millrace.model.Value;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * When a signal means a state. All conditions that are given must hold.
 *
 * @param input the signal
 */
@Described("When a signal means a state. All conditions that are given must hold.")
public record StateRule(
        @Described("The signal, a topic below the location, such as _historian/drive/fault.")
        String input,

        @Described("It is this: true or false, a number, or a text.") @Nullable
        String is,

        @Described("It is anything but this.") @Nullable String isNot,

        @Described("It is a number greater than this.") @Nullable
        Double above,

        @Described("It is a number less than this.") @Nullable
        Double below,

        @Described("What the machine then is: running, stopped, fault, cleaning and so on.")
        MachineState state,

        @Described("Why, in words a person understands.") @DefaultsTo("")
        String reason) {

    public StateRule {
        if (is == null && isNot == null && above == null && below == null) {
            throw Problem.of(
                            "value-refused",
                            "This rule does not say when it fits.",
                            "Give one of is, isNot, above, below, as in {input: " + input + ", is: true, state: "
                                    + state.word() + "}.")
                    .asException();
        }
        if (above != null && below != null && above >= below) {
            throw Problem.of(
                            "value-refused",
                            "No number is above " + above + " and below " + below + ".",
                            "Exchange them, or write two rules.")
                    .asException();
        }
    }

    /**
     * Refuses what cannot be compared.
     *
     * @throws io.millrace.model.ProblemException when a text would have to be greater or less than a number
     */
    void check(Value value) {
        if ((above != null || below != null) && value instanceof Value.Text) {
            throw Problem.of(
                            "value-wrong-type",
                            "'" + input + "' says a text, and a rule of the machine state compares it with a number.",
                            "Send a number, or compare the text by is: or isNot:.")
                    .asException();
        }
    }

    /** Whether a value fits that was not refused. */
    boolean fits(Value value) {
        return (is == null || isThis(value, is))
                && (isNot == null || !isThis(value, isNot))
                && (above == null || number(value) > above)
                && (below == null || number(value) < below);
    }

    private static boolean isThis(Value value, String wanted) {
        if (value instanceof Value.Text text) {
            return text.value().equals(wanted);
        }
        String plain = wanted.trim();
        boolean isTrue = plain.equals("true");
        if (value instanceof Value.Bool bool) {
            return bool.value() ? isTrue || plain.equals("1") : plain.equals("false") || plain.equals("0");
        }
        BigDecimal number = value instanceof Value.Whole whole
                ? BigDecimal.valueOf(whole.value())
                : BigDecimal.valueOf(((Value.Real) value).value());
        if (isTrue || plain.equals("false")) {
            return number.signum() == 0 ? !isTrue : isTrue;
        }
        try {
            return number.compareTo(new BigDecimal(plain)) == 0;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    private static double number(Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        if (value instanceof Value.Real real) {
            return real.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? 1 : 0;
        }
        return Double.NaN;
    }
}

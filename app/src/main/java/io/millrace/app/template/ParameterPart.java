package io.millrace.app.template;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template says of a parameter; its {@code default} may be a group and is read by {@link TemplateReader}. */
@Described("A parameter: what differs from machine to machine.")
record ParameterPart(
        @Described("What it is: text, number, integer, boolean, duration, choice, address or location.")
        ParameterType type,

        @Described("What it is for, for people.") @Nullable String description,

        @Described(
                "Lowest and highest value that may be, of numbers and durations, such as [0, 250]; inf and -inf where"
                        + " there is no limit.")
        @DefaultsTo("[]")
        List<String> range,

        @Described("What there is to choose from, of a choice.") @DefaultsTo("[]")
        List<String> oneOf,

        @Described("Whether a machine may leave it out though it has no default; what needs it is then left out too.")
        @DefaultsTo("false")
        boolean optional) {

    ParameterPart {
        check(
                oneOf.isEmpty() != (type == ParameterType.CHOICE),
                type == ParameterType.CHOICE
                        ? "a choice has nothing to choose from."
                        : "only a choice has a list of what it may be.",
                type == ParameterType.CHOICE ? "Add oneOf: [rising, falling]." : "Write type: choice.");
        check(range.isEmpty() || type.isOrdered(), "only numbers and durations have a range.", "Remove range.");
        check(
                range.isEmpty() || (range.size() == 2 && !(limit(type, range.get(0)) > limit(type, range.get(1)))),
                "a range is its lowest and its highest value, and this is " + range + ".",
                "Write it as [0, 250], or as [0, inf].");
    }

    /** Lowest value; negative infinity where there is none. */
    double lowest() {
        return range.isEmpty() ? Double.NEGATIVE_INFINITY : limit(type, range.get(0));
    }

    /** Highest value; infinity where there is none. */
    double highest() {
        return range.isEmpty() ? Double.POSITIVE_INFINITY : limit(type, range.get(1));
    }

    private static double limit(ParameterType type, String text) {
        switch (text.trim()) {
            case "inf", ".inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-.inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                Double limit = type.measure(text);
                check(limit != null, "'" + text + "' in the range is not " + type.expectation() + ".", "");
                return limit == null ? 0 : limit;
            }
        }
    }

    private static void check(boolean holds, String message, String remedy) {
        if (!holds) {
            throw Problem.of("value-refused", message, remedy).asException();
        }
    }
}

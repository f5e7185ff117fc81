package io.millrace.app.template;

import io.millrace.app.yaml.Binder;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import org.jspecify.annotations.Nullable;

/** What a parameter may be. */
enum ParameterType {
    TEXT("text"),
    NUMBER("a number"),
    INTEGER("a whole number"),
    BOOLEAN("true or false"),
    DURATION("a duration such as 5s"),
    CHOICE("one of what there is to choose from"),
    /** Where a tag is in its device: the keys that a tag of the connection has, whatever its connector. */
    ADDRESS("the address of a tag, as a group of keys, or the word mqtt"),
    LOCATION("a location path such as kilns/kiln-1");

    private final String expectation;

    ParameterType(String expectation) {
        this.expectation = expectation;
    }

    /** How people name it. */
    String expectation() {
        return expectation;
    }

    /** Whether it has an order, and so a range. */
    boolean isOrdered() {
        return this == NUMBER || this == INTEGER || this == DURATION;
    }

    /** The place of a value in its order, of a duration its seconds; null for what is none of this type. */
    @Nullable
    Double measure(String text) {
        try {
            return switch (this) {
                case NUMBER -> Double.valueOf(text.trim());
                case INTEGER -> (double) Long.decode(text.trim());
                case DURATION ->
                    Binder.duration(text)
                            .map(duration -> duration.toNanos() / 1e9)
                            .orElse(null);
                default -> null;
            };
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** What is wrong with a single value of this type by itself; null when nothing is. */
    @Nullable
    Problem refusal(String text) {
        boolean fits =
                switch (this) {
                    case TEXT, CHOICE -> true;
                    case NUMBER, INTEGER, DURATION -> measure(text) != null;
                    case BOOLEAN -> text.equals("true") || text.equals("false");
                    case ADDRESS -> text.equals(Parameter.MQTT);
                    case LOCATION -> isLocation(text);
                };
        return fits ? null : Problem.of("parameter-wrong-type", "'" + text + "' is not " + expectation + ".");
    }

    /** Whether topics below it are legal. */
    static boolean isLocation(String text) {
        try {
            new Namespace(Namespace.DEFAULT_ROOT).topic(text, Payloads.HISTORIAN, "x");
            return true;
        } catch (ProblemException illegal) {
            return false;
        }
    }
}

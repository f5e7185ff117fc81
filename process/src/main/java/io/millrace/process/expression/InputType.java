package io.millrace.process.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.millrace.model.Problem;
import io.millrace.model.Value;

/** What an input carries. */
public enum InputType {
    /** Real numbers; whole ones are taken as real. */
    NUMBER("a number", SimpleType.DOUBLE),
    /** Whole numbers, exact to 64 bits. */
    INTEGER("a whole number", SimpleType.INT),
    BOOLEAN("a boolean", SimpleType.BOOL),
    TEXT("a text", SimpleType.STRING),
    /** Whatever comes; mistakes show when it comes. */
    ANY("anything", SimpleType.DYN);

    /** A longer text is not for computing. */
    static final int MAX_TEXT = 4096;

    private static final double EXACT = 1L << 53;

    private final String words;
    private final CelType celType;

    InputType(String words, CelType celType) {
        this.words = words;
        this.celType = celType;
    }

    CelType celType() {
        return celType;
    }

    /**
     * A value as this type has it.
     *
     * @throws io.millrace.model.ProblemException when it is of another type
     */
    Value accept(String name, Value value) {
        if (value instanceof Value.Text text && text.value().length() > MAX_TEXT) {
            throw Problem.of(
                            "value-too-long",
                            "'" + name + "' is a text of " + text.value().length() + " characters; expressions take "
                                    + MAX_TEXT + " at most.",
                            "Shorten it where it is made.")
                    .asException();
        }
        if (this == ANY || value.type().name().equals(name())) {
            return value;
        }
        if (this == NUMBER && value instanceof Value.Whole whole) {
            return Value.of((double) whole.value());
        }
        if (this == INTEGER
                && value instanceof Value.Real real
                && real.value() == Math.rint(real.value())
                && Math.abs(real.value()) <= EXACT) {
            return Value.of((long) real.value());
        }
        throw Problem.of(
                        "value-wrong-type",
                        "'" + name + "' should be " + words + " and came as " + shown(value) + ".",
                        "Say under types what it carries, as in types: {" + name + ": "
                                + value.type().name().toLowerCase(java.util.Locale.ROOT) + "}.")
                .asException();
    }

    private static String shown(Value value) {
        if (value instanceof Value.Text text) {
            String shown = text.value();
            return "the text '" + (shown.length() > 40 ? shown.substring(0, 40) + "..." : shown) + "'";
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? "true" : "false";
        }
        return value instanceof Value.Whole whole
                ? Long.toString(whole.value())
                : Double.toString(((Value.Real) value).value());
    }
}

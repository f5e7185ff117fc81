package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.model.Value.DataType;
import io.millrace.model.contract.Field;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a field of a model says of itself. A field without a type is a group; {@link FieldReader} reads what is in it. */
@Described("A field: a value (type), a group (fields), or another model or part as a group (use).")
record FieldPart(
        @Described("What the value is.") @Nullable DataType type,

        @Described("Engineering unit, such as degC.") @Nullable
        String unit,

        @Described("Lowest and highest value that may be, such as [0, 250]; inf and -inf where there is no limit.")
        @DefaultsTo("[]")
        List<String> range,

        @Described("The texts or whole numbers that may be.") @DefaultsTo("[]")
        List<String> oneOf,

        @Described("Whether a message about the whole group must have it.") @DefaultsTo("false")
        boolean required,

        @Described("What it means, for people.") @Nullable String description,

        @Described("The part or model whose fields are those of this group, such as bearing or _motor_v1.") @Nullable
        String use) {

    private static final String LIKE = "Write it as [0, 250], or as [0, inf].";

    FieldPart {
        if (type == null && (unit != null || !range.isEmpty() || !oneOf.isEmpty())) {
            throw refused("only a value has a unit, a range or a list of what it may be.", "Add its type.");
        }
        if (type != null) {
            leaf(type, unit, range, oneOf, required, description); // says what is wrong with it
        }
    }

    /** @throws IllegalStateException when it is a group */
    Field.Leaf leaf() {
        if (type == null) {
            throw new IllegalStateException("a group is no value");
        }
        return leaf(type, unit, range, oneOf, required, description);
    }

    private static Field.Leaf leaf(
            DataType type,
            @Nullable String unit,
            List<String> range,
            List<String> oneOf,
            boolean required,
            @Nullable String description) {
        boolean number = type == DataType.INTEGER || type == DataType.NUMBER;
        if (!range.isEmpty() && !number) {
            throw refused("only numbers have a range.", "Remove range, or give type: number.");
        }
        if (!oneOf.isEmpty() && type != DataType.TEXT && type != DataType.INTEGER) {
            throw refused(
                    "only text and whole numbers have a list of what they may be.", "Use a range, or type: text.");
        }
        if (!oneOf.isEmpty() && !range.isEmpty()) {
            throw refused("it has a range and a list of what it may be.", "Keep one of them.");
        }
        Double lowest = null;
        Double highest = null;
        if (!range.isEmpty()) {
            if (range.size() != 2) {
                throw refused("a range is its lowest and its highest value, and this is " + range + ".", LIKE);
            }
            lowest = limit(range.get(0), "-inf");
            highest = limit(range.get(1), "inf");
            if (lowest != null && highest != null && lowest > highest) {
                throw refused("the range " + range + " begins above its end.", LIKE);
            }
        }
        return new Field.Leaf(type, unit, lowest, highest, values(type, oneOf), required, description);
    }

    private static @Nullable Double limit(String text, String none) {
        String plain = text.trim();
        if (plain.equals(none) || plain.equals(none.replace("inf", ".inf"))) {
            return null;
        }
        try {
            double number = Double.parseDouble(plain);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw refused("'" + text + "' is no limit of a range.", LIKE);
    }

    private static Set<Value> values(DataType type, List<String> oneOf) {
        Set<Value> values = new LinkedHashSet<>();
        for (String text : oneOf) {
            try {
                Value value = type == DataType.TEXT ? Value.of(text) : Value.of(Long.parseLong(text.trim()));
                if (!values.add(value)) {
                    throw refused("'" + text + "' stands twice in oneOf.", "Remove one of them.");
                }
            } catch (NumberFormatException noNumber) {
                throw refused("'" + text + "' in oneOf is no whole number.", "Write [0, 1, 2], or give type: text.");
            }
        }
        return values;
    }

    private static ProblemException refused(String message, String remedy) {
        return Problem.of("value-refused", message, remedy).asException();
    }
}

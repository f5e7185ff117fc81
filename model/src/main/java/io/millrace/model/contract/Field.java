package io.millrace.model.contract;

import io.millrace.model.Value;
import io.millrace.model.Value.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field of a {@link Model}: a value, or a group of fields. Immutable. */
public sealed interface Field {

    /** Whether a message about the whole group it stands in must have it. */
    boolean required();

    /** For people; not a part of what the field means to programs. */
    @Nullable
    String description();

    /** What programs may rely on: the field without its description. */
    Field meaning();

    /** Fields under names of their own, which are segments of the topic; in the order of the file. */
    record Group(
            Map<String, Field> fields,
            boolean required,
            @Nullable String description) implements Field {
        public Group {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** Without its fields, which mean something on their own. */
        @Override
        public Group meaning() {
            return new Group(Map.of(), required, null);
        }

        /** What it is, in a few words. */
        @Override
        public String toString() {
            return required ? "a group, required" : "a group";
        }
    }

    /**
     * A value.
     *
     * @param type a whole number is a number too
     * @param unit as people write it
     * @param lowest the least that may be, in the unit; absent for no limit
     * @param highest the most that may be, likewise
     * @param oneOf the texts or whole numbers that may be; empty for any
     */
    record Leaf(
            DataType type,
            @Nullable String unit,
            @Nullable Double lowest,
            @Nullable Double highest,
            Set<Value> oneOf,
            boolean required,
            @Nullable String description)
            implements Field {
        public Leaf {
            Objects.requireNonNull(type);
            oneOf = Collections.unmodifiableSet(new LinkedHashSet<>(oneOf));
        }

        @Override
        public Leaf meaning() {
            return new Leaf(type, unit, lowest, highest, oneOf, required, null);
        }

        /** Whether a value may stand here. */
        public boolean takes(Value value) {
            return isOfType(value) && (oneOf.isEmpty() || oneOf.contains(value)) && isInRange(value);
        }

        /** A whole number written as 3.0 is one (as in JSON Schema 2020-12, validation 6.1.1), within 64 bits. */
        private boolean isOfType(Value value) {
            return switch (type) {
                case INTEGER ->
                    value instanceof Value.Whole
                            || (value instanceof Value.Real real
                                    && real.value() == Math.rint(real.value())
                                    && Math.abs(real.value()) < 0x1p63);
                case NUMBER -> value instanceof Value.Whole || value instanceof Value.Real;
                case BOOLEAN -> value instanceof Value.Bool;
                case TEXT -> value instanceof Value.Text;
            };
        }

        private boolean isInRange(Value value) {
            if (lowest == null && highest == null) {
                return true;
            }
            double number = value instanceof Value.Whole whole
                    ? whole.value()
                    : value instanceof Value.Real real ? real.value() : Double.NaN;
            return !(lowest != null && number < lowest) && !(highest != null && number > highest);
        }

        /** What is taken, in a few words: {@code a number from 0 to 250 m3/h}. */
        public String expectation() {
            if (!oneOf.isEmpty()) {
                return "one of " + Words.list(oneOf.stream().map(Words::of).toList());
            }
            String unitless = Words.of(type) + Words.range(lowest, highest);
            return unit == null ? unitless : unitless + (lowest == null && highest == null ? " in " : " ") + unit;
        }

        /** What it is, in a few words. */
        @Override
        public String toString() {
            String whole = oneOf.isEmpty() ? expectation() : Words.of(type) + ", " + expectation();
            return required ? whole + ", required" : whole;
        }
    }
}

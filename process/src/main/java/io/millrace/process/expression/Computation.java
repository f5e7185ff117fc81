package io.millrace.process.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.model.Value.DataType;
import io.millrace.process.MistakeException;
import io.millrace.process.expression.ExpressionState.Result;
import io.millrace.process.expression.ExpressionState.Slot;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The formula of a processor with its variables: the inputs by name, {@code NAME_previous}, {@code previous},
 * {@code elapsed} and {@code timestamp}. Thread-safe.
 */
final class Computation {

    static final String PREVIOUS = "previous";
    static final String ELAPSED = "elapsed";
    static final String TIMESTAMP = "timestamp";
    static final String BEFORE = "_previous";

    private static final double MICROS_PER_SECOND = 1e6;

    private final List<String> names;
    private final Formula formula;
    private final @Nullable Formula first;

    private Computation(List<String> names, Formula formula, @Nullable Formula first) {
        this.names = names;
        this.formula = formula;
        this.first = first;
    }

    /**
     * Reads what the options say.
     *
     * @param types of the inputs, by name and in their order
     * @throws MistakeException saying where it is wrong
     */
    static Computation read(Map<String, InputType> types, ExpressionOptions options, ZoneId zone) {
        Tables tables = new Tables(options.tables());
        FormulaReader reader = new FormulaReader("expression", tables, zone);
        Map<String, CelType> inputs = new LinkedHashMap<>();
        types.forEach((name, type) -> inputs.put(name, type.celType()));
        inputs.put(TIMESTAMP, SimpleType.DOUBLE);
        Formula first =
                options.first() == null ? null : new FormulaReader("first", tables, zone).read(options.first(), inputs);
        Map<String, CelType> all = new LinkedHashMap<>(inputs);
        types.forEach((name, type) -> all.put(name + BEFORE, type.celType()));
        all.put(ELAPSED, SimpleType.DOUBLE);
        Formula formula = read(reader, options.expression(), all, first);
        if (first != null && !formula.uses().contains(PREVIOUS)) {
            throw new MistakeException(
                    "first",
                    Problem.of(
                            "expression-illegal",
                            "'first' says what 'previous' is in the beginning, and the expression does not use it.",
                            "Remove it."));
        }
        return new Computation(List.copyOf(types.keySet()), formula, first);
    }

    /** The type of {@code previous} is that of the result, which may depend on it: the first that agrees with itself. */
    private static Formula read(
            FormulaReader reader, String text, Map<String, CelType> variables, @Nullable Formula first) {
        Map<String, CelType> all = new LinkedHashMap<>(variables);
        all.put(PREVIOUS, first == null ? SimpleType.DYN : first.result());
        Formula formula = reader.read(text, all);
        if (!formula.uses().contains(PREVIOUS)) {
            return formula;
        }
        if (first == null) {
            throw new MistakeException(
                    "expression",
                    Problem.of(
                            "previous-unknown",
                            "The expression uses 'previous', and nothing says what it is before there is a result.",
                            "Add first: 0, or an expression such as first: "
                                    + variables.keySet().iterator().next() + "."));
        }
        if (agree(formula, first)) {
            return formula;
        }
        if (first.result().equals(SimpleType.INT) && formula.result().equals(SimpleType.DOUBLE)) {
            all.put(PREVIOUS, SimpleType.DOUBLE);
            return reader.read(text, all);
        }
        throw new MistakeException(
                "first",
                Problem.of(
                        "value-wrong-type",
                        "'previous' begins as "
                                + Messages.typeWords(first.result().name()) + ", and the result is "
                                + Messages.typeWords(formula.result().name()) + ".",
                        "Make 'first' of the kind of the result."));
    }

    private static boolean agree(Formula formula, Formula first) {
        return formula.result().equals(first.result())
                || formula.result().equals(SimpleType.DYN)
                || first.result().equals(SimpleType.DYN)
                || (formula.result().equals(SimpleType.INT) && first.result().equals(SimpleType.DOUBLE));
    }

    /** Whether its result depends on one message and nothing else. */
    boolean isOfOneMessage() {
        return names.size() == 1 && !uses(PREVIOUS) && !uses(ELAPSED) && !uses(names.get(0) + BEFORE);
    }

    /** The type of its result, for the form of the state. */
    String resultType() {
        return formula.result().name();
    }

    /** The type of the values it computes; empty where only the values tell. */
    Optional<DataType> type() {
        return Optional.ofNullable(Map.of(
                        SimpleType.INT, DataType.INTEGER,
                        SimpleType.DOUBLE, DataType.NUMBER,
                        SimpleType.BOOL, DataType.BOOLEAN,
                        SimpleType.STRING, DataType.TEXT)
                .get(formula.result()));
    }

    /** Whether every value that the formula asks for is there: those of before come with the second sample. */
    boolean hasAll(ExpressionState state) {
        for (int i = 0; i < names.size(); i++) {
            Slot slot = state.slots().get(i);
            if (slot.value() == null || (slot.before() == null && uses(names.get(i) + BEFORE))) {
                return false;
            }
        }
        return true;
    }

    private boolean uses(String name) {
        return formula.uses().contains(name);
    }

    /**
     * Computes the result for a time.
     *
     * @return null where the expression says nothing
     * @throws ProblemException when there is none
     */
    @Nullable
    Value compute(ExpressionState state, long timeMicros) {
        Map<String, Object> variables = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Slot slot = state.slots().get(i);
            put(variables, names.get(i), slot.value());
            if (uses(names.get(i) + BEFORE)) {
                put(variables, names.get(i) + BEFORE, slot.before());
            }
        }
        variables.put(TIMESTAMP, timeMicros / MICROS_PER_SECOND);
        Result previous = state.previous(timeMicros);
        if (uses(ELAPSED)) {
            variables.put(ELAPSED, previous.value() == null ? 0.0 : (timeMicros - previous.time()) / MICROS_PER_SECOND);
        }
        if (uses(PREVIOUS)) {
            Value before = previous.value() == null && first != null ? compute(first, variables) : previous.value();
            if (before == null) {
                return null;
            }
            put(variables, PREVIOUS, before);
        }
        return compute(formula, variables);
    }

    private static @Nullable Value compute(Formula formula, Map<String, Object> variables) {
        return formula.compute(name -> Optional.ofNullable(variables.get(name)));
    }

    static void put(Map<String, Object> variables, String name, @Nullable Value value) {
        if (value instanceof Value.Whole whole) {
            variables.put(name, whole.value());
        } else if (value instanceof Value.Real real) {
            variables.put(name, real.value());
        } else if (value instanceof Value.Bool bool) {
            variables.put(name, bool.value());
        } else if (value instanceof Value.Text text) {
            variables.put(name, text.value());
        }
    }
}

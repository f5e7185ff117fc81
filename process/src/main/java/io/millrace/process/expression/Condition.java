package io.millrace.process.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.process.MistakeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An expression over the last known values of inputs that is true or false, for other kinds of processors. Thread-safe. */
public final class Condition {

    private static final double MICROS_PER_SECOND = 1e6;

    private final Map<String, InputType> types;
    private final Formula formula;

    private Condition(Map<String, InputType> types, Formula formula) {
        this.types = types;
        this.formula = formula;
    }

    /**
     * Reads and checks one.
     *
     * @param key the option it stands in, for messages
     * @param types of the inputs, by the names the expression uses; {@code timestamp} is there too, in seconds since 1970
     * @throws MistakeException saying where it is wrong, also where a name cannot stand in an expression
     */
    public static Condition read(String key, Map<String, InputType> types, String text, ZoneId zone) {
        Map<String, CelType> variables = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            ExpressionKind.checkName(name, types.keySet());
            variables.put(name, type.celType());
        });
        variables.put(Computation.TIMESTAMP, SimpleType.DOUBLE);
        Formula formula = new FormulaReader(key, new Tables(Map.of()), zone).read(text, variables);
        boolean mayBeBoolean = List.of(SimpleType.BOOL, SimpleType.DYN).contains(formula.result());
        if (!mayBeBoolean) {
            throw new MistakeException(
                    key,
                    Problem.of(
                            "expression-illegal",
                            "The result is "
                                    + Messages.typeWords(formula.result().name()) + ".",
                            "Compare it with something, as in a - b > 5."));
        }
        return new Condition(Map.copyOf(types), formula);
    }

    /**
     * A value as the expression takes it.
     *
     * @throws io.millrace.model.ProblemException when it is of another type than the input should be
     */
    public Value accept(String name, Value value) {
        return types.getOrDefault(name, InputType.ANY).accept(name, value);
    }

    /**
     * Whether it holds; empty where a value it needs is not there or where it has no result, as in a division by zero.
     *
     * @param values as {@link #accept} gave them, by name
     */
    public Optional<Boolean> holds(Map<String, Value> values, long timeMicros) {
        Map<String, Object> variables = new HashMap<>();
        values.forEach((name, value) -> Computation.put(variables, name, value));
        variables.put(Computation.TIMESTAMP, timeMicros / MICROS_PER_SECOND);
        if (!variables.keySet().containsAll(formula.uses())) {
            return Optional.empty();
        }
        try {
            Value result = formula.compute(name -> Optional.ofNullable(variables.get(name)));
            return result instanceof Value.Bool bool ? Optional.of(bool.value()) : Optional.empty();
        } catch (ProblemException noResult) {
            return Optional.empty();
        }
    }
}

package io.millrace.process.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An expression that was read and checked, ready to be computed. Thread-safe.
 *
 * @param text as it was written
 * @param result the type that the checker found
 * @param uses the variables that occur in it
 */
record Formula(String text, CelType result, Set<String> uses, Program program) {

    Formula {
        uses = Set.copyOf(uses);
    }

    /**
     * Computes it.
     *
     * @return the result, or null where the expression says {@code null}
     * @throws ProblemException when there is no result: a division by zero, a text that is no number
     */
    @Nullable
    Value compute(CelVariableResolver variables) {
        Object result;
        try {
            result = program.eval(variables);
        } catch (CelEvaluationException failed) {
            throw problem(failed);
        }
        return value(result);
    }

    private @Nullable Value value(Object computed) {
        if (computed instanceof Number number) {
            return number instanceof Long whole && !result.equals(SimpleType.DOUBLE)
                    ? Value.of(whole.longValue())
                    : Value.of(number.doubleValue());
        }
        if (computed instanceof Boolean bool) {
            return Value.of(bool.booleanValue());
        }
        if (computed instanceof String string) {
            if (string.length() > InputType.MAX_TEXT) {
                throw Problem.of(
                                "text-too-long",
                                "The result is a text of " + string.length() + " characters; " + InputType.MAX_TEXT
                                        + " are the most.",
                                "Take a part of it with substring.")
                        .asException();
            }
            return Value.of(string);
        }
        return null;
    }

    private static ProblemException problem(CelEvaluationException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known;
            }
        }
        if (failed.getErrorCode() == CelErrorCode.OVERLOAD_NOT_FOUND) {
            return Problem.of(
                            "value-wrong-type",
                            "The expression meets a value of a type that it cannot use there.",
                            "Say under types what each input carries, and 'millrace check' shows where.")
                    .asException();
        }
        return Problem.of("expression-failed", "The expression cannot be computed: " + failed.getMessage() + ".")
                .asException();
    }
}

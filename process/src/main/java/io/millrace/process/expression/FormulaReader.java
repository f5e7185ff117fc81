package io.millrace.process.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import io.millrace.model.Problem;
import io.millrace.process.MistakeException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks expressions. What is wrong is found here, with its line and column, and not when the first message
 * comes: unknown names and functions, wrong types, unknown units and tables, patterns that are none.
 *
 * <p>Bounded: an expression has at most 2,000 characters, 500 parts and a depth of 50, and there is nothing that could
 * repeat a part.
 */
final class FormulaReader {

    static final int MAX_CHARACTERS = 2000;
    private static final int MAX_PARTS = 500;
    private static final int MAX_DEPTH = 50;
    private static final int MOST_KNOWN = 500;
    private static final Set<CelType> RESULTS =
            Set.of(SimpleType.BOOL, SimpleType.INT, SimpleType.DOUBLE, SimpleType.STRING, SimpleType.DYN);

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseExpressionNodeCount(MAX_PARTS)
            .maxParseErrorRecoveryLimit(1)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    /**
     * The formulas read last, without tables: reading one takes milliseconds, and a thousand machines of one type have the
     * same.
     */
    private static final Map<Known, Formula> KNOWN = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Known, Formula> eldest) {
            return size() > MOST_KNOWN;
        }
    });

    private final String key;
    private final Tables tables;
    private final ZoneId zone;

    private record Known(String text, Map<String, CelType> variables, ZoneId zone) {
        Known {
            variables = Map.copyOf(variables);
        }
    }

    /** @param key the option in which the expressions stand, for messages */
    FormulaReader(String key, Tables tables, ZoneId zone) {
        this.key = key;
        this.tables = tables;
        this.zone = zone;
    }

    /**
     * Reads one.
     *
     * @param variables those it may use, with their types
     * @throws MistakeException saying where it is wrong and what to do
     */
    Formula read(String text, Map<String, CelType> variables) {
        if (text.isBlank()) {
            throw mistake(null, "The expression is empty.", "Write what is to be computed, as in a - b.");
        }
        if (text.length() > MAX_CHARACTERS) {
            throw mistake(
                    null,
                    "The expression has " + text.length() + " characters; " + MAX_CHARACTERS + " are the most.",
                    "Split it: what one processor computes another can use.");
        }
        Known same = new Known(text, variables, zone);
        Formula known = tables.names().isEmpty() ? KNOWN.get(same) : null;
        if (known != null) {
            return known;
        }
        try {
            Formula formula = build(text, variables);
            if (tables.names().isEmpty()) {
                KNOWN.put(same, formula);
            }
            return formula;
        } catch (CelValidationException | CelEvaluationException | IllegalStateException | IllegalArgumentException e) {
            throw mistake(null, "The expression cannot be read: " + e.getMessage() + ".", "");
        }
    }

    private Formula build(String text, Map<String, CelType> variables)
            throws CelValidationException, CelEvaluationException {
        CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .addFunctionDeclarations(Language.declarations())
                .addVarDeclarations(variables.entrySet().stream()
                        .map(one -> CelVarDecl.newVarDeclaration(one.getKey(), one.getValue()))
                        .toList())
                .build();
        CelValidationResult read = compiler.parse(text);
        Messages messages = new Messages(text, variables.keySet());
        if (read.hasError()) {
            throw mistake(read.getErrors().get(0), text, messages);
        }
        CelAbstractSyntaxTree parsed = read.getAst();
        Parts parts = Parts.of(parsed, tables, this::mistake);
        messages.calls(parts.calls());
        CelValidationResult checked = compiler.check(parsed);
        if (checked.hasError()) {
            throw mistake(checked.getErrors().get(0), text, messages);
        }
        CelType result = checked.getAst().getResultType();
        if (!RESULTS.contains(result)) {
            throw mistake(
                    null,
                    "The result is " + Messages.typeWords(result.name()) + ".",
                    "A tag takes a number, a boolean or a text.");
        }
        Set<String> uses = new HashSet<>(variables.keySet());
        uses.retainAll(parts.names());
        CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .filterFunctions((function, overload) -> false)
                        .build())
                .addFunctionBindings(new Functions(tables, parts.patterns(), zone).bindings())
                .build();
        return new Formula(text, result, uses, runtime.createProgram(checked.getAst()));
    }

    private MistakeException mistake(CelIssue issue, String text, Messages messages) {
        Problem problem = messages.of(issue.getMessage());
        return mistake(nameOf(issue.getSourceLocation(), text), problem.message(), problem.remedy());
    }

    /** The checker shows the bracket of a call; a person looks for its name. */
    private static CelSourceLocation nameOf(CelSourceLocation place, String text) {
        List<String> lines = text.lines().toList();
        if (place.getLine() < 1 || place.getLine() > lines.size()) {
            return place;
        }
        String line = lines.get(place.getLine() - 1);
        int at = place.getColumn();
        if (at < 1 || at >= line.length() || line.charAt(at) != '(') {
            return place;
        }
        while (at > 0 && Character.isJavaIdentifierPart(line.charAt(at - 1))) {
            at--;
        }
        return CelSourceLocation.of(place.getLine(), at);
    }

    private MistakeException mistake(@Nullable CelSourceLocation place, String message, String remedy) {
        String where = place == null || place.getLine() < 1
                ? ""
                : "Line " + place.getLine() + ", column " + (place.getColumn() + 1) + ": ";
        return new MistakeException(key, Problem.of("expression-illegal", where + message, remedy));
    }
}

package io.millrace.process.expression;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.process.MistakeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
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
    private static final Set<CelType> RESULTS =
            Set.of(SimpleType.BOOL, SimpleType.INT, SimpleType.DOUBLE, SimpleType.STRING, SimpleType.DYN);

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseExpressionNodeCount(MAX_PARTS)
            .maxParseErrorRecoveryLimit(1)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private final String key;
    private final Tables tables;
    private final ZoneId zone;

    /** @param key the option in which the expressions stand, for messages */
    FormulaReader(String key, Tables tables, ZoneId zone) {
        this.key = key;
        this.tables = tables;
        this.zone = zone;
    }

    /** What stands in an expression: names, calls, and the patterns among their arguments. */
    private static final class Parts {
        private final Set<String> names = new HashSet<>();
        private final Set<String> calls = new HashSet<>();
        private final Map<String, Pattern> patterns = new HashMap<>();
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
        try {
            return build(text, variables);
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
        Parts parts = new Parts();
        collect(parsed.getExpr(), parsed.getSource(), parts);
        messages.calls(parts.calls);
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
        parts.names.retainAll(variables.keySet());
        CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .filterFunctions((function, overload) -> false)
                        .build())
                .addFunctionBindings(new Functions(tables, parts.patterns, zone).bindings())
                .build();
        return new Formula(text, result, parts.names, runtime.createProgram(checked.getAst()));
    }

    private void collect(CelExpr expression, CelSource source, Parts parts) {
        switch (expression.getKind()) {
            case IDENT -> parts.names.add(expression.ident().name().replaceFirst("^\\.", ""));
            case SELECT -> collect(expression.select().operand(), source, parts);
            case CALL -> collectCall(expression, source, parts);
            case LIST -> expression.list().elements().forEach(element -> collect(element, source, parts));
            case MAP, STRUCT ->
                throw mistake(
                        place(expression, source),
                        "Braces have no meaning in an expression.",
                        "Put tables under tables, and read them with lookup('table', key).");
            case CONSTANT -> {
                CelConstant constant = expression.constant();
                if (constant.getKind() == CelConstant.Kind.DOUBLE_VALUE && !Double.isFinite(constant.doubleValue())) {
                    throw mistake(place(expression, source), "Too large for a number.", "Write a smaller one.");
                }
            }
            default -> {
                // nothing that is known to exist; the checker says so
            }
        }
    }

    private void collectCall(CelExpr expression, CelSource source, Parts parts) {
        CelExpr.CelCall call = expression.call();
        parts.calls.add(call.function());
        call.target().ifPresent(target -> collect(target, source, parts));
        call.args().forEach(argument -> collect(argument, source, parts));
        List<CelExpr> arguments = call.args();
        switch (call.function()) {
            case "convert" -> checkUnits(arguments, source);
            case "lookup" -> checkTable(expression, arguments, source);
            case "matches", "extract" -> {
                int at = call.target().isPresent() ? 0 : 1;
                String pattern = at < arguments.size() ? constant(arguments.get(at)) : null;
                if (pattern != null) {
                    parts.patterns.put(pattern, trying(arguments.get(at), source, () -> Texts.pattern(pattern)));
                }
            }
            default -> {
                // nothing more to know before types are
            }
        }
    }

    private void checkUnits(List<CelExpr> arguments, CelSource source) {
        String from = arguments.size() == 3 ? constant(arguments.get(1)) : null;
        String to = arguments.size() == 3 ? constant(arguments.get(2)) : null;
        if (from != null) {
            trying(arguments.get(1), source, () -> Units.convert(1, from, from));
        }
        if (to != null) {
            trying(arguments.get(2), source, () -> Units.convert(1, to, to));
        }
        if (from != null && to != null) {
            trying(arguments.get(2), source, () -> Units.convert(1, from, to));
        }
    }

    private void checkTable(CelExpr call, List<CelExpr> arguments, CelSource source) {
        String table = arguments.isEmpty() ? null : constant(arguments.get(0));
        if (table == null) {
            throw mistake(
                    place(call, source),
                    "lookup takes the name of a table in quotes.",
                    "Write it as " + Language.usages().get("lookup") + ".");
        }
        if (!tables.has(table)) {
            String similar = Similar.to(table, tables.names());
            throw mistake(
                    place(arguments.get(0), source),
                    "There is no table '" + Numbers.shorten(table) + "'.",
                    similar.isEmpty() ? "Write it under tables." : "Did you mean '" + similar + "'?");
        }
    }

    private <T> T trying(CelExpr expression, CelSource source, java.util.function.Supplier<T> what) {
        try {
            return what.get();
        } catch (ProblemException wrong) {
            throw mistake(
                    place(expression, source),
                    wrong.problem().message(),
                    wrong.problem().remedy());
        }
    }

    private static @Nullable String constant(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? expression.constant().stringValue()
                : null;
    }

    private static @Nullable CelSourceLocation place(CelExpr expression, CelSource source) {
        Integer offset = source.getPositionsMap().get(expression.id());
        return offset == null ? null : source.getOffsetLocation(offset).orElse(null);
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

package io.millrace.process.expression;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.millrace.model.ProblemException;
import io.millrace.process.MistakeException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an expression: names, calls, and the patterns among their arguments. Units, tables and patterns that
 * stand there as they are, are tried, so that a wrong one is found before a message comes.
 */
final class Parts {

    /** Makes a mistake of a place in the expression, which may be unknown. */
    @FunctionalInterface
    interface Mistakes {
        MistakeException at(@Nullable CelSourceLocation place, String message, String remedy);
    }

    private final CelSource source;
    private final Tables tables;
    private final Mistakes mistakes;
    private final Set<String> names = new HashSet<>();
    private final Set<String> calls = new HashSet<>();
    private final Map<String, Pattern> patterns = new HashMap<>();

    private Parts(CelSource source, Tables tables, Mistakes mistakes) {
        this.source = source;
        this.tables = tables;
        this.mistakes = mistakes;
    }

    /** @throws MistakeException for what can be known to be wrong without types */
    static Parts of(CelAbstractSyntaxTree parsed, Tables tables, Mistakes mistakes) {
        Parts parts = new Parts(parsed.getSource(), tables, mistakes);
        parts.collect(parsed.getExpr());
        return parts;
    }

    Set<String> names() {
        return names;
    }

    Set<String> calls() {
        return calls;
    }

    /** Compiled, by their text. */
    Map<String, Pattern> patterns() {
        return patterns;
    }

    private void collect(CelExpr expression) {
        switch (expression.getKind()) {
            case IDENT -> names.add(expression.ident().name().replaceFirst("^\\.", ""));
            case SELECT -> collect(expression.select().operand());
            case CALL -> collectCall(expression);
            case LIST -> expression.list().elements().forEach(element -> collect(element));
            case MAP, STRUCT ->
                throw mistakes.at(
                        place(expression),
                        "Braces have no meaning in an expression.",
                        "Put tables under tables, and read them with lookup('table', key).");
            case CONSTANT -> {
                CelConstant constant = expression.constant();
                if (constant.getKind() == CelConstant.Kind.DOUBLE_VALUE && !Double.isFinite(constant.doubleValue())) {
                    throw mistakes.at(place(expression), "Too large for a number.", "Write a smaller one.");
                }
            }
            default -> {
                // nothing that is known to exist; the checker says so
            }
        }
    }

    private void collectCall(CelExpr expression) {
        CelExpr.CelCall call = expression.call();
        calls.add(call.function());
        call.target().ifPresent(target -> collect(target));
        call.args().forEach(argument -> collect(argument));
        List<CelExpr> arguments = call.args();
        switch (call.function()) {
            case "convert" -> checkUnits(arguments);
            case "lookup" -> checkTable(expression, arguments);
            case "matches", "extract" -> {
                int at = call.target().isPresent() ? 0 : 1;
                String pattern = at < arguments.size() ? constant(arguments.get(at)) : null;
                if (pattern != null) {
                    patterns.put(pattern, trying(arguments.get(at), () -> Texts.pattern(pattern)));
                }
            }
            default -> {
                // nothing more to know before types are
            }
        }
    }

    private void checkUnits(List<CelExpr> arguments) {
        String from = arguments.size() == 3 ? constant(arguments.get(1)) : null;
        String to = arguments.size() == 3 ? constant(arguments.get(2)) : null;
        if (from != null) {
            trying(arguments.get(1), () -> Units.convert(1, from, from));
        }
        if (to != null) {
            trying(arguments.get(2), () -> Units.convert(1, to, to));
        }
        if (from != null && to != null) {
            trying(arguments.get(2), () -> Units.convert(1, from, to));
        }
    }

    private void checkTable(CelExpr call, List<CelExpr> arguments) {
        String table = arguments.isEmpty() ? null : constant(arguments.get(0));
        if (table == null) {
            throw mistakes.at(
                    place(call),
                    "lookup takes the name of a table in quotes.",
                    "Write it as " + Language.usages().get("lookup") + ".");
        }
        if (!tables.has(table)) {
            String similar = Similar.to(table, tables.names());
            throw mistakes.at(
                    place(arguments.get(0)),
                    "There is no table '" + Numbers.shorten(table) + "'.",
                    similar.isEmpty() ? "Write it under tables." : "Did you mean '" + similar + "'?");
        }
    }

    private <T> T trying(CelExpr expression, Supplier<T> what) {
        try {
            return what.get();
        } catch (ProblemException wrong) {
            throw mistakes.at(
                    place(expression),
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

    private @Nullable CelSourceLocation place(CelExpr expression) {
        Integer offset = source.getPositionsMap().get(expression.id());
        return offset == null ? null : source.getOffsetLocation(offset).orElse(null);
    }
}

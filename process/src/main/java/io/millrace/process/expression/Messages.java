package io.millrace.process.expression;

import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what the checker found in words of the plant. */
final class Messages {

    private static final String CODE = "expression-illegal";
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern NO_OVERLOAD = Pattern.compile(
            "found no matching overload for '([^']*)' applied to '(?:(.+)\\.)?\\((.*?)\\)'.*", Pattern.DOTALL);
    private static final Pattern NO_FIELDS =
            Pattern.compile("type '([^']*)' does not support field selection.*", Pattern.DOTALL);
    private static final Pattern UNFIT = Pattern.compile(
            ".*(?:mismatched input|extraneous input|token recognition error at:|no viable alternative at input) '(.*?)'"
                    + "(?: expecting .*)?",
            Pattern.DOTALL);
    private static final Map<String, String> TYPES = Map.of(
            "double", "a number",
            "int", "a whole number",
            "string", "a text",
            "bool", "a boolean",
            "dyn", "anything",
            "null_type", "nothing",
            "null", "nothing",
            "list", "a list",
            "uint", "an unsigned number, which expressions do not have",
            "bytes", "bytes, which expressions do not have");
    /** What people write who come from another language, and what to write here. */
    private static final Map<Pattern, String> HABITS = Map.of(
            Pattern.compile("\\b(?i:and|or|not)\\b"), "Write && for and, || for or, ! for not.",
            Pattern.compile("<>"), "Write != for unequal.",
            Pattern.compile("(?<![=<>!:])=(?!=)"), "Write == to compare.",
            Pattern.compile(":="), "Write only what is computed; output names the tag.",
            Pattern.compile("\\^|\\*\\*"), "Write pow(a, b) for a power.",
            Pattern.compile("\\d,\\d"), "Write a decimal point: 1.5.",
            Pattern.compile("(?i)\\bif\\b"), "Write condition ? value : other value.");

    private final String text;
    private final Collection<String> variables;
    private Set<String> calls = Set.of();

    Messages(String text, Collection<String> variables) {
        this.text = text;
        this.variables = variables;
    }

    /** @param names of the functions that are called */
    void calls(Set<String> names) {
        this.calls = Set.copyOf(names);
    }

    Problem of(String message) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return unknown(undeclared.group(1));
        }
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            List<String> types = new ArrayList<>(types(overload.group(3)));
            if (overload.group(2) != null) {
                types.add(0, overload.group(2));
            }
            return wrongTypes(overload.group(1), types);
        }
        Matcher fields = NO_FIELDS.matcher(message);
        if (fields.matches()) {
            return Problem.of(
                    CODE,
                    "A point follows on " + typeWords(fields.group(1)) + ", which has no parts.",
                    "Name an input for each tag.");
        }
        if (message.startsWith("reserved identifier")) {
            return Problem.of(CODE, "A word that the language keeps for itself: " + message + ".", "Use another name.");
        }
        return Problem.of(CODE, syntax(message), habit());
    }

    private static String syntax(String message) {
        if (message.contains("<EOF>") && message.contains("input '<EOF>'")) {
            return "The expression ends too early.";
        }
        Matcher input = UNFIT.matcher(message);
        if (input.matches()) {
            return "'" + Numbers.shorten(input.group(1).trim()) + "' does not fit here.";
        }
        if (message.startsWith("For input string")) {
            return "A number with more digits than there is room for.";
        }
        if (message.contains("recursion limit")) {
            return "Brackets and operators are nested too deeply.";
        }
        return "This cannot be read: " + firstLine(message) + ".";
    }

    private Problem unknown(String name) {
        if (Language.LOOPS.contains(name) && calls.contains(name)) {
            return Problem.of(
                    CODE,
                    "'" + name + "' would go through a list, and expressions have no loops.",
                    "Name the parts one by one, or use the window processor for values over time.");
        }
        boolean function = calls.contains(name);
        Collection<String> known = function ? Language.usages().keySet() : variables;
        String similar = Similar.to(name, known);
        String remedy = !similar.isEmpty()
                ? "Did you mean '" + similar + "'?"
                : function
                        ? "There are " + String.join(", ", known) + "."
                        : "There are " + variables.stream().sorted().collect(Collectors.joining(", "))
                                + "; texts stand in quotes.";
        return Problem.of(CODE, "Unknown " + (function ? "function '" : "name '") + name + "'.", remedy);
    }

    private static Problem wrongTypes(String name, List<String> types) {
        if (name.equals("_?_:_")) {
            boolean condition = types.isEmpty()
                    || types.get(0).equals("bool")
                    || types.get(0).equals("dyn");
            return condition
                    ? Problem.of(
                            CODE,
                            "The two sides of ':' are " + words(types.subList(1, types.size())) + ".",
                            "Make them of one kind, or one of them null to say nothing.")
                    : Problem.of(
                            CODE,
                            "Before '?' stands " + typeWords(types.get(0)) + ".",
                            "Write a condition there, as in value > 0.");
        }
        String usage = Language.usages().get(name);
        if (usage != null) {
            return Problem.of(CODE, "'" + name + "' does not take " + words(types) + ".", "Write it as " + usage + ".");
        }
        String operator = name.equals("@in") ? "in" : name.replace("_", "");
        return Problem.of(
                CODE,
                "'" + operator + "' does not go with " + words(types) + ".",
                types.contains("string") && types.size() > 1
                        ? "double(text) makes a number of a text, string(number) a text of a number; or say under types"
                                + " what an input carries."
                        : "Say under types what an input carries, if it is not a number.");
    }

    private static String words(List<String> types) {
        return types.stream().map(Messages::typeWords).collect(Collectors.joining(" and "));
    }

    private static List<String> types(String joined) {
        return joined.isBlank() ? List.of() : Arrays.asList(joined.split(",\\s*(?![^(]*\\))"));
    }

    static String typeWords(String type) {
        String plain = type.replaceAll("\\(.*", "").trim();
        return TYPES.getOrDefault(plain, "'" + plain + "', which expressions do not have");
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse(message).replaceFirst("^[Ss]yntax error: ?", "");
        line = line.length() > 160 ? line.substring(0, 160) + "..." : line;
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private String habit() {
        String outsideQuotes = text.replaceAll("'[^']*'|\"[^\"]*\"", "''");
        return HABITS.entrySet().stream()
                .filter(habit -> habit.getKey().matcher(outsideQuotes).find())
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .orElse("Look for a missing operator, quote or bracket there.");
    }
}

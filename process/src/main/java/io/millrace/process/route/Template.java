package io.millrace.process.route;

import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text with placeholders, as {@code _historian/{tag}}. Immutable.
 *
 * @param parts text and placeholders in turn, beginning and ending with text
 */
record Template(List<String> parts) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

    Template {
        parts = List.copyOf(parts);
    }

    /** @throws io.millrace.model.ProblemException when a brace stands alone */
    static Template parse(String text) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int from = 0;
        while (matcher.find()) {
            parts.add(text.substring(from, matcher.start()));
            parts.add(matcher.group(1));
            from = matcher.end();
        }
        parts.add(text.substring(from));
        if (literals(parts).anyMatch(literal -> literal.contains("{") || literal.contains("}"))) {
            throw Problem.of(
                            "template-illegal",
                            "A brace stands alone in '" + text + "'.",
                            "Write placeholders as {location}, {contract}, {name}, {tag}, {1}.")
                    .asException();
        }
        if (literals(parts).anyMatch(literal -> literal.contains("+") || literal.contains("#"))) {
            throw Problem.of(
                            "template-illegal",
                            "'" + text + "' holds + or #, and a message goes to one topic.",
                            "Write {1}, {2} for what + and # of 'from' stand for.")
                    .asException();
        }
        return new Template(parts);
    }

    private static Stream<String> literals(List<String> parts) {
        return IntStream.range(0, parts.size()).filter(i -> i % 2 == 0).mapToObj(parts::get);
    }

    List<String> placeholders() {
        List<String> placeholders = new ArrayList<>();
        for (int i = 1; i < parts.size(); i += 2) {
            placeholders.add(parts.get(i));
        }
        return placeholders;
    }

    /** The text with each placeholder replaced. */
    String filled(UnaryOperator<String> value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            text.append(i % 2 == 0 ? parts.get(i) : value.apply(parts.get(i)));
        }
        return text.toString();
    }
}

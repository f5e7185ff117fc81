package io.millrace.process.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** What expressions do with texts. Patterns are RE2's, whose time grows with the text and never faster. */
final class Texts {

    /** No text gets longer than this. */
    static final int MAX_TEXT = 65_536;

    static final int MAX_PATTERN = 256;
    /** {@code (x{100}){100}} is a short text, and 10,000 instructions. */
    private static final int MAX_PROGRAM = 10_000;

    private static final int MAX_PARTS = 1000;

    private Texts() {}

    /** @throws ProblemException when it is no pattern, or a large one */
    static Pattern pattern(String text) {
        try {
            if (text.length() <= MAX_PATTERN) {
                Pattern pattern = Pattern.compile(text);
                if (pattern.programSize() <= MAX_PROGRAM) {
                    return pattern;
                }
            }
        } catch (PatternSyntaxException wrong) {
            throw problem(
                    "pattern-illegal",
                    "'" + Numbers.shorten(text) + "' is no pattern: " + wrong.getDescription() + ".",
                    "Patterns are RE2's, without references back and without looking ahead.");
        }
        throw problem("pattern-too-large", "'" + Numbers.shorten(text) + "' is too large a pattern.", "Shorten it.");
    }

    /** The first group of the pattern, or all of it where it has none. */
    static String extract(Pattern pattern, String text) {
        String found = find(pattern, text);
        if (found == null) {
            throw problem(
                    "extract-missing",
                    "Nothing in '" + Numbers.shorten(text) + "' matches '" + pattern.pattern() + "'.",
                    "Say what to take then: extract(text, pattern, otherwise).");
        }
        return found;
    }

    static String extract(Pattern pattern, String text, String otherwise) {
        String found = find(pattern, text);
        return found == null ? otherwise : found;
    }

    private static @org.jspecify.annotations.Nullable String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(pattern.groupCount() == 0 ? 0 : 1) : null;
    }

    static List<String> split(String text, String separator) {
        if (separator.isEmpty()) {
            throw problem("separator-empty", "split needs a separator.", "Write it as split(text, ',').");
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && parts.size() < MAX_PARTS;
                at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return List.copyOf(parts);
    }

    static String substring(String text, long from, long to) {
        if (from < 0 || to < from || to > text.length()) {
            throw problem(
                    "index-outside",
                    "substring from " + from + " to " + to + " of a text of " + text.length() + " characters.",
                    "Positions begin at 0; the second one is behind the last character.");
        }
        return text.substring((int) from, (int) to);
    }

    static Object element(List<?> list, Number index) {
        double at = index.doubleValue();
        if (at != Math.rint(at) || at < 0 || at >= list.size()) {
            throw problem(
                    "index-outside",
                    "Element " + Numbers.show(index) + " of a list of " + list.size() + ".",
                    "Elements are counted from 0.");
        }
        return list.get((int) at);
    }

    static String join(String left, String right) {
        return bounded((long) left.length() + right.length(), () -> left + right);
    }

    static String replace(String text, String what, String with) {
        if (what.isEmpty()) {
            return text;
        }
        long most = text.length() + (long) (text.length() / what.length()) * with.length();
        return bounded(most, () -> text.replace(what, with));
    }

    private static String bounded(long length, java.util.function.Supplier<String> text) {
        if (length > MAX_TEXT) {
            throw problem("text-too-long", "A text of " + length + " characters; " + MAX_TEXT + " are the most.", "");
        }
        return text.get();
    }

    private static ProblemException problem(String code, String message, String remedy) {
        return Problem.of(code, message, remedy).asException();
    }
}

package io.millrace.app.yaml;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.ByteSize;
import io.millrace.model.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Single values as the site file writes them. */
final class Scalars {

    private static final Pattern DURATION = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*(us|ms|s|min|m|h|d)\\s*");

    private Scalars() {}

    static boolean isScalar(Class<?> type) {
        return type == String.class
                || type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || type == double.class
                || type == Double.class
                || type == boolean.class
                || type == Boolean.class
                || type == Duration.class
                || type == ByteSize.class
                || type == Secret.class
                || type == Path.class
                || type.isEnum();
    }

    /**
     * Reads a value.
     *
     * @throws ProblemException saying what was expected
     */
    static Object read(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == Secret.class) {
            return new Secret(text);
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        if (type == Duration.class) {
            return duration(text);
        }
        if (type == ByteSize.class) {
            return ByteSize.parse(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        if (type == boolean.class || type == Boolean.class) {
            return switch (text.trim()) {
                case "true" -> true;
                case "false" -> false;
                default -> throw unreadable("'" + text + "' is neither true nor false.", "Write true or false.");
            };
        }
        return number(type, text.trim());
    }

    private static Number number(Class<?> type, String text) {
        try {
            if (type == int.class || type == Integer.class) {
                return Integer.decode(text);
            }
            if (type == long.class || type == Long.class) {
                return Long.decode(text);
            }
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            boolean whole = type != double.class && type != Double.class;
            throw unreadable("'" + text + "' is no " + (whole ? "whole number." : "number."), "");
        }
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw unreadable("'" + text + "' is no duration.", "Write it as 250ms, 5s, 2min, 1h or 30d.");
        }
        double micros = Double.parseDouble(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "us" -> 1L;
                    case "ms" -> 1_000L;
                    case "s" -> 1_000_000L;
                    case "min", "m" -> 60_000_000L;
                    case "h" -> 3_600_000_000L;
                    default -> 86_400_000_000L;
                };
        return Duration.ofNanos(Math.round(micros) * 1000);
    }

    private static Object constant(Class<?> type, String text) {
        List<String> words = words(type);
        String wanted = text.trim().toLowerCase(Locale.ROOT);
        Object[] constants = type.getEnumConstants();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(wanted)) {
                return constants[i];
            }
        }
        throw unreadable(
                "'" + text + "' is not one of " + String.join(", ", words) + ".",
                DidYouMean.among(words, wanted)
                        .map(word -> "Did you mean '" + word + "'?")
                        .orElse(""));
    }

    /** The constants of an enum as the site file writes them. */
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /** How people name a type. */
    static @Nullable String expectation(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 5s";
        }
        if (type == ByteSize.class) {
            return "a size such as 16MiB";
        }
        if (type.isEnum()) {
            return "one of " + String.join(", ", words(type));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return type == String.class || type == Path.class || type == Secret.class ? "text" : "a number";
    }

    private static ProblemException unreadable(String message, String remedy) {
        return Problem.of("value-unreadable", message, remedy).asException();
    }
}

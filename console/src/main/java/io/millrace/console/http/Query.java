package io.millrace.console.http;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query string of a request, checked: unknown names, repeated names and values out of range are refused. */
final class Query {

    private static final int MAX_TEXT = 1024;
    private static final Pattern RELATIVE = Pattern.compile("-(\\d{1,9})(ms|s|m|min|h|d)");
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(3_660);
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Map<String, List<String>> parameters;

    private Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    static Query of(Context ctx, String... allowed) {
        Map<String, List<String>> parameters = ctx.queryParamMap();
        Set<String> names = Set.of(allowed);
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!names.contains(parameter.getKey())) {
                throw HttpProblem.badQuery(
                        "'" + shown(parameter.getKey()) + "' is no parameter of " + ctx.path() + ".",
                        allowed.length == 0
                                ? "It takes none."
                                : "It takes " + String.join(", ", List.of(allowed)) + ".");
            }
            for (String value : parameter.getValue()) {
                if (value.length() > MAX_TEXT) {
                    throw HttpProblem.badQuery(
                            "'" + parameter.getKey() + "' is longer than " + MAX_TEXT + " characters.", "");
                }
            }
        }
        return new Query(parameters);
    }

    @Nullable
    String text(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw HttpProblem.badQuery("'" + name + "' is given " + values.size() + " times.", "Give it once.");
        }
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw HttpProblem.badQuery("'" + name + "' is missing.", "Add ?" + name + "=...");
        }
        return text;
    }

    List<String> all(String name, int max) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > max) {
            throw HttpProblem.badQuery(
                    "'" + name + "' is given " + values.size() + " times; the limit is " + max + ".", "");
        }
        return values;
    }

    int integer(String name, int min, int max, int otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw HttpProblem.badQuery(
                "'" + name + "' is '" + shown(text) + "'.", "Give a whole number from " + min + " to " + max + ".");
    }

    /** A whole number of 64 bits that is not negative; null when it is not given. */
    @Nullable
    Long number(String name) {
        String text = text(name);
        return text == null ? null : (Long) number("'" + name + "'", text);
    }

    /** Reads what stands in the path or the query under a name. */
    static long number(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw HttpProblem.badQuery(name + " is '" + shown(text) + "'.", "Give a whole number from 0.");
    }

    /** One of some words; the first when it is not given. */
    String word(String name, String... words) {
        String text = text(name);
        if (text == null) {
            return words[0];
        }
        if (!List.of(words).contains(text)) {
            throw HttpProblem.badQuery(
                    "'" + name + "' is '" + shown(text) + "'.", "Give one of " + String.join(", ", words) + ".");
        }
        return text;
    }

    boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw HttpProblem.badQuery("'" + name + "' is '" + shown(text) + "'.", "Give true or false.");
    }

    /** @throws HttpProblem 400 when the one does not lie before the other, or too long before it */
    static void span(Instant from, Instant to) {
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw HttpProblem.badQuery(
                    "'from' (" + from + ") and 'to' (" + to + ") are no span of time.",
                    "Let 'from' lie before 'to', and at most ten years apart.");
        }
    }

    Instant time(String name, Instant now, Instant otherwise) {
        Instant time = time(name, now);
        return time == null ? otherwise : time;
    }

    /** Null when it is not given. */
    @Nullable
    Instant time(String name, Instant now) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Instant time = parse(text, now);
        if (time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw HttpProblem.badQuery(
                    "'" + name + "' is '" + shown(text) + "'.",
                    "Give a time such as 2026-01-31T08:00:00Z, now, or a distance from now such as -1h, -15min, -7d.");
        }
        return time;
    }

    private static @Nullable Instant parse(String text, Instant now) {
        if (text.equals("now")) {
            return now;
        }
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return now.minus(duration(Long.parseLong(relative.group(1)), relative.group(2)));
        }
        try {
            // A '+' of an offset arrives as a space when the caller did not escape it.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    /** A length of time as people write it, such as {@code 1h}; null when it is none. */
    static @Nullable Duration duration(String text) {
        Matcher relative = RELATIVE.matcher("-" + text);
        return relative.matches() ? duration(Long.parseLong(relative.group(1)), relative.group(2)) : null;
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private static String shown(String text) {
        String cut = text.length() <= 80 ? text : text.substring(0, 77) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}

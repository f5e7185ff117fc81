package io.millrace.process.window;

import io.millrace.model.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One thing to say of a window.
 *
 * @param word as options name it and as its topic ends: {@code time-weighted-mean}, {@code p95}
 * @param share of a percentile, 0 to 1; 0 for the others
 */
record Aggregate(String word, Type type, double share) {

    private static final Pattern PERCENTILE = Pattern.compile("p(0|[1-9]\\d?|100)(\\.\\d{1,3})?");

    enum Type {
        COUNT(false),
        SUM(true),
        MIN(true),
        MAX(true),
        MEAN(true),
        TIME_WEIGHTED_MEAN(true),
        FIRST(false),
        LAST(false),
        RATE(true),
        DURATION(false),
        PERCENTILE(true);

        private final boolean ofNumbers;

        Type(boolean ofNumbers) {
            this.ofNumbers = ofNumbers;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws io.millrace.model.ProblemException when there is no such aggregate */
    static Aggregate parse(String word) {
        if (PERCENTILE.matcher(word).matches()) {
            double percent = Double.parseDouble(word.substring(1));
            if (percent <= 100) {
                return new Aggregate(word, Type.PERCENTILE, percent / 100);
            }
        }
        for (Type type : Type.values()) {
            if (type != Type.PERCENTILE && type.word().equals(word)) {
                return new Aggregate(word, type, 0);
            }
        }
        String known = Arrays.stream(Type.values())
                .filter(type -> type != Type.PERCENTILE)
                .map(Type::word)
                .collect(Collectors.joining(", "));
        throw Problem.of(
                        "aggregate-unknown",
                        "'" + word + "' is no aggregate.",
                        "Use " + known + ", or a percentile such as p95.")
                .asException();
    }

    /** Whether it can only be said of numbers. */
    boolean ofNumbers() {
        return type.ofNumbers;
    }

    /** Whether it says something of events whose values nobody named: that they came. */
    boolean ofEvents() {
        return type == Type.COUNT || type == Type.DURATION;
    }
}

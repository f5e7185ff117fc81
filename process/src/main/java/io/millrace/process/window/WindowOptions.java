package io.millrace.process.window;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers that say what a tag did in each hour, day or other stretch of time. */
@Described("Numbers that say what a tag did in each hour, day or other stretch of time.")
public record WindowOptions(
        @Described("The tag below the location, such as _historian/temperature, or a topic of events.")
        String input,

        @Described("Of events, the field whose value counts, such as count; nested ones with dots.") @Nullable
        String field,

        @Described("How long each window is, 100ms to 366d. Whole days follow the calendar of the plant.") @Nullable
        Duration length,

        @Described(
                "How often a window begins, when windows are to overlap (hopping); the length must be a multiple of it. Absent: each begins where the one before ends (tumbling).")
        @Nullable
        Duration every,

        @Described("Instead of a length: a window is a session, and ends when no value has come for so long.") @Nullable
        Duration gap,

        @Described("How long a session can be at most; 1d unless given.") @Nullable
        Duration longest,

        @Described(
                "How much later than midnight days begin, such as 6h; how much later than the full hour (UTC) shorter windows do.")
        @DefaultsTo("0s")
        Duration offset,

        @Described(
                "What is told of each window: count, sum, min, max, mean, time-weighted-mean, first, last, rate, duration (seconds), or a percentile such as p95.")
        List<String> aggregates,

        @Described("The time over which a rate is told.") @DefaultsTo("second")
        Per per,

        @Described(
                "How long a value is valid at most for the time-weighted mean. With it, windows in which nothing came are told as long as a value is valid in them.")
        @Nullable
        Duration longestHold,

        @Described(
                "Where it is told: 'temperature/hourly' makes the tags _historian/temperature/hourly/mean and so on below the location.")
        String output) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST_STEPS = 1000;
    private static final int MOST_AGGREGATES = 20;

    /** What a rate is told per. */
    public enum Per {
        SECOND,
        MINUTE,
        HOUR
    }

    public WindowOptions {
        aggregates = List.copyOf(aggregates);
        checkShape(length, every, gap, longest, offset);
        checkAggregates(aggregates);
        check(
                !output.startsWith("_") && !output.startsWith("/"),
                "The output is '" + output + "'.",
                "Write what follows _historian/, such as temperature/hourly.");
        if (longestHold != null) {
            checkHold(longestHold, every == null ? length : every, aggregates);
        }
    }

    private static void checkShape(
            @Nullable Duration length,
            @Nullable Duration every,
            @Nullable Duration gap,
            @Nullable Duration longest,
            Duration offset) {
        check(
                (length == null) != (gap == null),
                length == null ? "The window has neither a length nor a gap." : "The window has a length and a gap.",
                "Give 'length' for windows of a fixed length, or 'gap' for sessions.");
        if (length != null) {
            check(isSpan(length), "The length is " + length + ".", "Use 100ms to 366d.");
            check(longest == null, "'longest' is for sessions only.", "Remove it, or give 'gap' instead of 'length'.");
            Duration step = every == null ? length : every;
            check(isSpan(step), "'every' is " + step + ".", "Use 100ms to 366d.");
            check(
                    step.compareTo(length) <= 0 && length.toNanos() % step.toNanos() == 0,
                    "The length is no multiple of 'every'.",
                    "Use, for example, a length of 1h and a window every 10min.");
            check(
                    length.toNanos() / step.toNanos() <= MOST_STEPS,
                    "More than " + MOST_STEPS + " windows would overlap.",
                    "Let them begin less often, or make them shorter.");
            Duration span = Spans.areDays(length, step) ? Duration.ofDays(1) : step;
            check(
                    !offset.isNegative() && offset.compareTo(span) < 0,
                    "The offset is " + offset + ".",
                    "Use less than one " + (Spans.areDays(length, step) ? "day." : "step."));
            check(
                    !Spans.areDays(length, step)
                            || offset.toNanos() % Duration.ofMinutes(1).toNanos() == 0,
                    "The offset of a day is no whole number of minutes.",
                    "Use a time such as 6h.");
        }
        if (gap != null) {
            check(isSpan(gap), "The gap is " + gap + ".", "Use 100ms to 366d.");
            check(every == null, "'every' is for windows with a length only.", "Remove it.");
            check(offset.isZero(), "'offset' is for windows with a length only.", "Remove it.");
            check(
                    longest != null || gap.compareTo(Duration.ofDays(1)) < 0,
                    "The gap is as long as a session can be, which is 1d.",
                    "Give 'longest' too.");
            check(
                    longest == null || (isSpan(longest) && longest.compareTo(gap) > 0),
                    "'longest' is " + longest + ".",
                    "Use more than the gap, and 366d at most.");
        }
    }

    private static void checkAggregates(List<String> aggregates) {
        check(
                !aggregates.isEmpty() && aggregates.size() <= MOST_AGGREGATES,
                aggregates.isEmpty() ? "There are no aggregates." : "There are more than 20 aggregates.",
                "Name some, such as [count, mean, max].");
        Set<String> known = new HashSet<>();
        for (String word : aggregates) {
            Aggregate.parse(word);
            check(known.add(word), "The aggregate '" + word + "' stands there twice.", "Remove one.");
        }
    }

    private static void checkHold(Duration hold, @Nullable Duration step, List<String> aggregates) {
        check(isSpan(hold), "'longestHold' is " + hold + ".", "Use 100ms to 366d.");
        check(
                aggregates.contains(Aggregate.Type.TIME_WEIGHTED_MEAN.word()),
                "'longestHold' matters for the time-weighted mean only.",
                "Add time-weighted-mean to the aggregates, or remove 'longestHold'.");
        check(
                step == null || hold.toNanos() / step.toNanos() <= MOST_STEPS,
                "A value would be valid in more than " + MOST_STEPS + " windows.",
                "Use a shorter 'longestHold', or longer windows.");
    }

    private static boolean isSpan(Duration span) {
        return span.compareTo(SHORTEST) >= 0 && span.compareTo(LONGEST) <= 0;
    }

    private static void check(boolean fine, String message, String remedy) {
        if (!fine) {
            throw Problem.of("window-settings", message, remedy).asException();
        }
    }
}

package io.millrace.process.route;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that fit conditions, told on other topics. */
@Described("Messages that fit conditions, told on other topics.")
public record FilterOptions(
        @Described(
                "The topics below the location, with + for one level and # for all that follow; the contract is always named, as in _historian/#.")
        List<String> from,

        @Described(
                "The topic below the location on which what fits is told, or from the root on with a slash before it; placeholders as in route.")
        String to,

        @Described("Of events, the field that the conditions judge; nested ones with dots.") @Nullable
        String field,

        @Described("Only numbers that are not smaller.") @Nullable
        Double min,

        @Described("Only numbers that are not larger.") @Nullable
        Double max,

        @Described("Only values that are one of these: texts, numbers, true or false.") @DefaultsTo("[]")
        List<String> oneOf,

        @Described("Only what differs from what was told last, in value or in quality.") @DefaultsTo("false")
        boolean changed,

        @Described("Only Good ones.") @DefaultsTo("false") boolean goodOnly,

        @Described(
                "Only one in so much time, the first; the others are left out. A change between Good, Uncertain and Bad passes always.")
        @Nullable
        Duration minInterval) {

    private static final int MOST = 1000;
    private static final Duration LONGEST = Duration.ofDays(366);

    public FilterOptions {
        from = List.copyOf(from);
        oneOf = List.copyOf(oneOf);
        RouteOptions.checkFrom(from);
        check(
                (min == null || Double.isFinite(min)) && (max == null || Double.isFinite(max)),
                "'min' or 'max' is no number.",
                "Use a number, or remove it.");
        check(min == null || max == null || min <= max, "'min' is larger than 'max'.", "Exchange them.");
        check(oneOf.size() <= MOST, "'oneOf' has more than " + MOST + " values.", "Use fewer.");
        check(
                minInterval == null || (!minInterval.isNegative() && minInterval.compareTo(LONGEST) <= 0),
                "'minInterval' is " + minInterval + ".",
                "Use 366d at most.");
        check(
                judges(min, max, oneOf) || changed || goodOnly || minInterval != null,
                "The filter has no condition.",
                "Give min, max, oneOf, changed, goodOnly or minInterval; use route to pass everything.");
    }

    /** Whether the conditions look at values. */
    boolean judgesValues() {
        return judges(min, max, oneOf) || changed;
    }

    private static boolean judges(@Nullable Double min, @Nullable Double max, List<String> oneOf) {
        return min != null || max != null || !oneOf.isEmpty();
    }

    private static void check(boolean fine, String message, String remedy) {
        if (!fine) {
            throw Problem.of("filter-settings", message, remedy).asException();
        }
    }
}

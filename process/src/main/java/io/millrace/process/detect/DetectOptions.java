package io.millrace.process.detect;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.process.core.Measurement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person writes about a {@code detect}. */
@Described("Says how far a tag is from what is usual for it, and when that is too far.")
public record DetectOptions(
        @Described("The tag below the location, such as _historian/drive/vibration.") @Nullable
        String input,

        @Described("Several tags: a name for each, and the topic below the location. Each is learnt by itself.")
        @DefaultsTo("{}")
        Map<String, String> inputs,

        @Described("Method: distance to the mean of the last values, in their standard deviations.") @Nullable
        ZScoreOptions zScore,

        @Described("Method: control chart of the exponentially weighted moving average; finds small shifts.") @Nullable
        EwmaOptions ewma,

        @Described("Method: two-sided cumulative sums; finds small shifts that last.") @Nullable
        CusumOptions cusum,

        @Described("Method: a band around a forecast that knows the season, such as the hours of a day.") @Nullable
        BandOptions band,

        @Described("The least standard deviation that is measured with, in the unit of the tag, such as the resolution"
                + " of the sensor. 0: as it comes.")
        @DefaultsTo("0")
        double minSigma,

        @Described("The anomaly ends when the score is not above this share of the limit.") @DefaultsTo("0.8")
        double clearAt,

        @Described("How long scores have to be above the limit before the anomaly is told.") @DefaultsTo("0s")
        Duration onDelay,

        @Described("How long scores have to be low again before its end is told.") @DefaultsTo("0s")
        Duration offDelay,

        @Described("After a longer silence the z-score learns anew, and averages and sums begin anew.") @Nullable
        Duration gap,

        @Described("Of several inputs. each: each has tags of its own. max: the greatest score counts for all.")
        @DefaultsTo("each")
        Combine combine,

        @Described(
                "What is told, score and anomaly unless given; also expected, low, high, and worst with combine: max.")
        @DefaultsTo("[score, anomaly]")
        List<String> tags,

        @Described("Raise it by one to have everything learnt anew, as after a repair.") @DefaultsTo("0")
        int relearn,

        @Described("Where it is told: 'drive/health' makes the tags _historian/drive/health/score and so on; with"
                + " several inputs and combine: each, below it a group for each name.")
        String output) {

    private static final int MOST_WINDOW = 1000;
    private static final int MOST_WARM_UP = 1_000_000;
    private static final int MOST_SLOTS = 1008;
    private static final Duration LONGEST = Duration.ofDays(366);

    /** How the scores of several inputs become verdicts. */
    public enum Combine {
        EACH,
        MAX
    }

    /** What can be told of an input. */
    enum Told {
        SCORE,
        ANOMALY,
        EXPECTED,
        LOW,
        HIGH,
        WORST;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean ofAll() {
            return this == SCORE || this == ANOMALY || this == WORST;
        }
    }

    /** The last values. */
    public record ZScoreOptions(
            @Described("How many values it looks back on, 10 to 1000.") @DefaultsTo("100")
            int window,

            @Described("Standard deviations above which a value is an anomaly.") @DefaultsTo("3")
            double limit,

            @Described("So many values of the window must be there before one is judged.") @DefaultsTo("30")
            int warmUp) {
        public ZScoreOptions {
            check(
                    window >= 10 && window <= MOST_WINDOW,
                    "The window is " + window + " values.",
                    "Use 10 to 1000; for a longer look back, let a processor 'window' make means first.");
            checkLimit("limit", limit);
            check(
                    warmUp >= 2 && warmUp <= window,
                    "'warmUp' is " + warmUp + " of a window of " + window + " values.",
                    "Use 2 up to the window.");
        }
    }

    /** Roberts' chart. */
    public record EwmaOptions(
            @Described("Weight of the newest value, above 0 and up to 1; the smaller, the smaller the shift it finds.")
            @DefaultsTo("0.2")
            double lambda,

            @Described("L: width of the control limits, in standard deviations of the average.") @DefaultsTo("3")
            double limit,

            @Described("So many values are learnt as what is usual; then it stays as it is.") @DefaultsTo("100")
            int warmUp,

            @Described("What is usual, where it is known; then nothing is learnt.") @Nullable
            Double mean,

            @Described("Its standard deviation; goes with 'mean'.") @Nullable
            Double sigma) {
        public EwmaOptions {
            check(lambda > 0 && lambda <= 1, "'lambda' is " + lambda + ".", "Use 0.05 to 0.3, at most 1.");
            checkLimit("limit", limit);
            checkUsual(warmUp, mean, sigma);
        }
    }

    /** Page's sums. */
    public record CusumOptions(
            @Described("Half of the shift that is to be found, in standard deviations.") @DefaultsTo("0.5")
            double k,

            @Described("The sum above which it is an anomaly, in standard deviations.") @DefaultsTo("5")
            double h,

            @Described("So many values are learnt as what is usual; then it stays as it is.") @DefaultsTo("100")
            int warmUp,

            @Described("What is usual, where it is known; then nothing is learnt.") @Nullable
            Double mean,

            @Described("Its standard deviation; goes with 'mean'.") @Nullable
            Double sigma) {
        public CusumOptions {
            check(
                    k >= 0 && k <= 10,
                    "'k' is " + k + ".",
                    "Use 0.5, which finds a shift of one deviation, or up to 10.");
            checkLimit("h", h);
            checkUsual(warmUp, mean, sigma);
        }
    }

    /** Holt-Winters. */
    public record BandOptions(
            @Described("What comes again: 1d, 7d, or the cycle of a machine.") @DefaultsTo("1d")
            Duration season,

            @Described("The season is learnt in steps of this length, 1008 at most.") @DefaultsTo("15min")
            Duration step,

            @Described("Half the width of the band, in standard deviations of values around their forecasts.")
            @DefaultsTo("3")
            double width,

            @Described("So many seasons are learnt before a value is judged, 2 at least.") @DefaultsTo("2")
            int warmUp,

            @Described("How fast the level follows, 0 to 1.") @DefaultsTo("0.1")
            double alpha,

            @Described("How fast the trend follows, 0 to 1; 0 for a tag that has none.") @DefaultsTo("0")
            double beta,

            @Described("How fast the season and the deviation follow, above 0 and up to 1.") @DefaultsTo("0.1")
            double gamma) {
        public BandOptions {
            check(
                    step.compareTo(Duration.ofSeconds(1)) >= 0 && step.compareTo(season) < 0,
                    "The step is " + step + " of a season of " + season + ".",
                    "Use 1s or more, and less than the season.");
            check(
                    season.compareTo(LONGEST) <= 0 && season.toNanos() % step.toNanos() == 0,
                    "The season is no multiple of the step, or longer than 366d.",
                    "Use, for example, a season of 1d in steps of 15min.");
            check(
                    season.toNanos() / step.toNanos() <= MOST_SLOTS,
                    "The season has " + season.toNanos() / step.toNanos() + " steps.",
                    "Use 1008 at most, such as 7d in steps of 10min.");
            checkLimit("width", width);
            check(warmUp >= 2 && warmUp <= 100, "'warmUp' is " + warmUp + " seasons.", "Use 2 to 100.");
            check(isShare(alpha), "'alpha' is " + alpha + ".", "Use 0 to 1.");
            check(isShare(beta), "'beta' is " + beta + ".", "Use 0 to 1.");
            check(isShare(gamma) && gamma > 0, "'gamma' is " + gamma + ".", "Use more than 0 and up to 1.");
        }
    }

    public DetectOptions {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        tags = List.copyOf(tags);
        long methods =
                Stream.of(zScore, ewma, cusum, band).filter(Objects::nonNull).count();
        check(
                methods == 1,
                methods == 0 ? "There is no method." : "There is more than one method.",
                "Give one of zScore, ewma, cusum and band; as in 'cusum: {}' it has its defaults.");
        check(
                minSigma >= 0 && minSigma <= Measurement.LARGEST,
                "'minSigma' is " + minSigma + ".",
                "Use 0 or the resolution of the sensor.");
        check(
                clearAt > 0 && clearAt <= 1,
                "'clearAt' is " + clearAt + ".",
                "Use a share such as 0.8; with 1 an anomaly ends at the limit at which it begins.");
        checkSpan("onDelay", onDelay);
        checkSpan("offDelay", offDelay);
        if (gap != null) {
            checkSpan("gap", gap);
            check(!gap.isZero(), "Every silence would be a gap.", "Give a time such as 10min, or remove 'gap'.");
        }
        check(
                !output.startsWith("_") && !output.startsWith("/"),
                "The output is '" + output + "'.",
                "Write what follows _historian/, such as drive/health.");
    }

    private static boolean isShare(double number) {
        return number >= 0 && number <= 1;
    }

    private static void checkSpan(String name, Duration span) {
        check(!span.isNegative() && span.compareTo(LONGEST) <= 0, "'" + name + "' is " + span + ".", "Use 0s to 366d.");
    }

    private static void checkLimit(String name, double limit) {
        check(
                limit > 0 && limit <= Verdict.MOST / Cusum.MOST_LIMITS,
                "'" + name + "' is " + limit + ".",
                "Use standard deviations, such as 3 to 6; 500 at most.");
    }

    private static void checkUsual(int warmUp, @Nullable Double mean, @Nullable Double sigma) {
        check(warmUp >= 2 && warmUp <= MOST_WARM_UP, "'warmUp' is " + warmUp + " values.", "Use 2 to 1000000.");
        check(
                (mean == null) == (sigma == null),
                "There is '" + (mean == null ? "sigma" : "mean") + "' without '" + (mean == null ? "mean" : "sigma")
                        + "'.",
                "Give both, or none to have them learnt.");
        check(
                mean == null || Math.abs(mean) <= Measurement.LARGEST,
                "'mean' is " + mean + ".",
                "Give what is usual for the tag.");
        check(
                sigma == null || (sigma > 0 && sigma <= Measurement.LARGEST),
                "'sigma' is " + sigma + ".",
                "Give a standard deviation above 0, in the unit of the tag.");
    }

    /** What is told, in the order of the options. */
    LinkedHashSet<Told> told() {
        LinkedHashSet<Told> told = new LinkedHashSet<>();
        for (String word : tags) {
            told.add(Arrays.stream(Told.values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> Problem.of(
                                    "detect-settings",
                                    "'" + word + "' is nothing that detect tells.",
                                    "Use score, anomaly, expected, low, high, and worst with combine: max.")
                            .asException()));
        }
        return told;
    }

    private static void check(boolean fine, String message, String remedy) {
        if (!fine) {
            throw Problem.of("detect-settings", message, remedy).asException();
        }
    }
}

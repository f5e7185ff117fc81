package io.millrace.process.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.detect.Watching.Options;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Numbers that others have published, or that a person can compute on paper. */
class GoldenTest {

    private static final Content YES = Content.of(Value.of(true));
    private static final Content NO = Content.of(Value.of(false));

    /** NIST/SEMATECH e-Handbook, 6.3.2.4: EWMA_0 = 50, s = 2.0539, lambda 0.3, and limits at 47.4115 and 52.5884. */
    @Test
    void theAverageIsThatOfTheHandbook() {
        double[] data = {
            52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4,
            53.6, 52.1
        };
        double[] averages = {
            50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38,
            49.92, 50.73, 51.23, 51.94, 51.99
        };
        Watching watching = new Watching(Options.ewma(0.3, 3, 50, 2.0539)).series(data);

        for (int i = 1; i <= data.length; i++) {
            // the score is |average - 50| in sigmas of the average: s sqrt(0.3/1.7 (1 - 0.7^2i))
            double sigma = 2.0539 * Math.sqrt(0.3 / 1.7 * (1 - Math.pow(0.7, 2 * i)));
            double average = watching.number("score", i) * sigma;
            assertThat(average).isCloseTo(Math.abs(averages[i - 1] - 50), within(0.0051));
            // the limits of the values are those from which the average would cross its own
            double before = i == 1 ? 50 : averages[i - 2];
            double crossing = 0.3 * watching.number("high", i) + 0.7 * before;
            assertThat(crossing).isCloseTo(50 + 3 * sigma, within(0.005));
        }
        assertThat(3 * 2.0539 * Math.sqrt(0.3 / 1.7)).isCloseTo(52.5884 - 50, within(1e-4));
        assertThat(watching.at("anomaly", 1)).isEqualTo(NO);
        assertThat(watching.at("anomaly", 20))
                .as("told when it changes, and all is in control")
                .isNull();
    }

    /** Montgomery, Introduction to Statistical Quality Control, table 9.1: mean 10, sigma 1, k 0.5, h 5. */
    @Test
    void theSumsAreThoseOfMontgomery() {
        double[] data = {
            9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08, 9.37,
            10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52
        };
        // by hand, for the first: C- = 9.5 - 9.45 = 0.05; 9.5 - 7.99 + 0.05 = 1.56; 9.5 - 9.29 + 1.56 = 1.77
        double[] greater = {
            0.05, 1.56, 1.77, 1.16, 2.82, 2.50, 1.46, 1.00, 0.30, 0, 0.47, 0.97, 0.98, 0.10, 0, 0.13, 0.12, 0, 0.98,
            0.34, 0.74, 0.17, 1.79, 2.79, 2.89, 3.47, 3.35, 4.47, 5.28, 5.30
        };
        Watching watching = new Watching(Options.cusum(0.5, 5, 10, 1)).series(data);

        for (int i = 1; i <= data.length; i++) {
            assertThat(watching.number("score", i)).as("value %d", i).isCloseTo(greater[i - 1], within(1e-9));
        }
        assertThat(watching.at("anomaly", 1)).isEqualTo(NO);
        assertThat(watching.at("anomaly", 29))
                .as("the shift of the last ten is found at the 29th")
                .isEqualTo(YES);
        // before the 29th C+ was 4.47: above 10 + 5 + 0.5 - 4.47 it is crossed
        assertThat(watching.number("high", 29)).isCloseTo(11.03, within(1e-9));
    }

    /** NIST/SEMATECH e-Handbook, 6.3.2.3: mean 325, k 0.3175, h 4.1959, in the unit of the data. */
    @Test
    void theSumsAreThoseOfTheHandbook() {
        double[] data = {
            324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600, 324.625, 325.150,
            328.325, 327.250, 327.825
        };
        double[] high = {0, 0, 0, 0, 0.0325, 0, 0, 0, 0, 0, 0, 0, 3.0075, 4.94, 7.4475};
        double[] low = {0, 0.0075, 0, 0.3325, 0, 0, 0.5575, 0.715, 0.1725, 0.255, 0.3125, 0, 0, 0, 0};
        Watching watching = new Watching(Options.cusum(0.3175, 4.1959, 325, 1)).series(data);

        for (int i = 1; i <= data.length; i++) {
            assertThat(watching.number("score", i)).isCloseTo(Math.max(high[i - 1], low[i - 1]), within(1e-9));
        }
        assertThat(watching.at("anomaly", 14))
                .as("S_hi is above h from the 14th on")
                .isEqualTo(YES);
    }

    @Test
    void aZScoreIsADistanceInStandardDeviations() {
        // 1, 2, 3, 4: mean 2.5, variance (2.25 + 0.25 + 0.25 + 2.25) / 3 = 5/3
        Watching watching = new Watching(Options.zScore(10, 3, 4)).series(1, 2, 3, 4, 10);

        double sigma = Math.sqrt(5.0 / 3);
        assertThat(watching.number("score", 5)).isCloseTo(7.5 / sigma, within(1e-12));
        assertThat(watching.number("expected", 5)).isEqualTo(2.5);
        assertThat(watching.number("low", 5)).isCloseTo(2.5 - 3 * sigma, within(1e-12));
        assertThat(watching.number("high", 5)).isCloseTo(2.5 + 3 * sigma, within(1e-12));
        assertThat(watching.at("anomaly", 5)).isEqualTo(YES);
    }

    @Test
    void aWindowForgetsWhatIsOlder() {
        // of 12 values the window keeps the last ten, 3 ... 12: mean 7.5, variance 82.5 / 9
        Watching watching = new Watching(Options.zScore(10, 3, 2)).series(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 7.5);

        assertThat(watching.number("expected", 13)).isEqualTo(7.5);
        assertThat(watching.number("score", 13)).isZero();
        assertThat(watching.number("high", 13)).isCloseTo(7.5 + 3 * Math.sqrt(82.5 / 9), within(1e-12));
    }

    @Test
    void aBaselineIsLearntOnceAndStays() {
        // learnt of 9, 10, 11: mean 10, sigma 1; then z = 2, 2, 2 and C+ = 1.5, 3, 4.5
        Watching watching = new Watching(Options.learntCusum(3)).series(9, 10, 11, 12, 12, 12);

        assertThat(watching.at("score", 1)).isEqualTo(Watching.bad(Quality.BAD_WAITING_FOR_INITIAL_DATA));
        assertThat(watching.at("score", 2)).as("told once").isNull();
        assertThat(watching.number("score", 4)).isEqualTo(1.5);
        assertThat(watching.number("score", 5)).isEqualTo(3);
        assertThat(watching.number("score", 6)).isEqualTo(4.5);
        assertThat(watching.number("expected", 6)).isEqualTo(10);
    }

    /**
     * Four steps of an hour. First season 10, 20, 30, 20: level 20, seasonal -10, 0, 10, 0. Second season 12, 20, 30, 20,
     * with alpha = gamma = 0.5:
     *
     * <pre>
     * forecast 10     miss 2     level 0.5 (12 + 10) + 0.5 20  = 21      seasonal 0.5 (12 - 21) - 5          = -9.5
     * forecast 21     miss 1     level 0.5 20 + 0.5 21         = 20.5    seasonal 0.5 (20 - 20.5)            = -0.25
     * forecast 30.5   miss 0.5   level 0.5 (30 - 10) + 0.5 20.5 = 20.25  seasonal 0.5 (30 - 20.25) + 5       = 9.875
     * forecast 20.25  miss 0.25  level 0.5 20 + 0.5 20.25      = 20.125
     * variance 4, 4 + 0.5 (1 - 4) = 2.5, 2.5 + 0.5 (0.25 - 2.5) = 1.375, 1.375 + 0.5 (0.0625 - 1.375) = 0.71875
     * </pre>
     *
     * The first step of the third season: forecast 20.125 - 9.5 = 10.625.
     */
    @Test
    void aBandFollowsTheSeason() {
        Watching watching = new Watching(Options.band(Duration.ofHours(4), Duration.ofHours(1), 0.5));
        double[] values = {10, 20, 30, 20, 12, 20, 30, 20, 20};
        double begin = 1_767_229_200; // 2026-01-01T01:00:00Z, 02:00 on the plant's clock
        for (int i = 0; i < values.length; i++) {
            watching.take(begin + 3600 * i + 1800, values[i]);
        }

        double at = begin + 3600 * 8 + 1800;
        assertThat(watching.at("score", at - 3600)).as("learnt, not judged").isNull();
        assertThat(watching.number("expected", at)).isCloseTo(10.625, within(1e-12));
        assertThat(watching.number("score", at)).isCloseTo(9.375 / Math.sqrt(0.71875), within(1e-12));
        assertThat(watching.number("low", at)).isCloseTo(10.625 - 3 * Math.sqrt(0.71875), within(1e-12));
        assertThat(watching.at("anomaly", at)).isEqualTo(YES);
    }

    @Test
    void theStepsOfADayFollowTheClockOfThePlant() {
        Season season = Season.of(86_400_000_000L, 3_600_000_000L, Watching.SETTING.zone());
        // 2026-03-29 the clock goes from 02:00 to 03:00 at 01:00Z; six on the clock is 05:00Z before and 04:00Z after
        long before = java.time.Instant.parse("2026-03-28T05:00:00Z").getEpochSecond() * 1_000_000;
        long after = java.time.Instant.parse("2026-03-30T04:00:00Z").getEpochSecond() * 1_000_000;

        assertThat(season.slot(season.step(before))).isEqualTo(6);
        assertThat(season.slot(season.step(after))).isEqualTo(6);
    }
}

package io.millrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.production.FigureRow;
import io.millrace.production.oee.LossModel.Microstops;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProductionViewsTest {

    private static final long MINUTE = 60_000_000L;

    /** 480 minutes: 45 planned to stand, 25 stopped, 20 changeover, 6 unknown, 3 of short stops, 381 of production. */
    private static List<String> waterfall(Microstops microstops, @Nullable Long ideal, @Nullable Long good) {
        FigureRow row = new FigureRow(
                "works/line-1",
                "shift",
                0,
                "early",
                480 * MINUTE,
                LocalDate.of(2026, 11, 20),
                false,
                new BigDecimal("0.9"),
                null,
                null,
                null,
                null,
                List.of(),
                new FigureRow.Durations(
                        0, 45 * MINUTE, 25 * MINUTE, 20 * MINUTE, 3 * MINUTE, 6 * MINUTE, 381 * MINUTE, ideal, good),
                7200,
                180,
                0,
                0);
        return ProductionViews.figure(row, microstops).waterfall().stream()
                .map(step -> step.loss() + " " + (long) step.ms() / 60_000 + " " + (long) step.left() / 60_000)
                .toList();
    }

    @Test
    void shortStopsAreALossOfAvailabilityBeforeWhatNobodyKnows() {
        // 435 - 25 - 20 = 390; - 3 = 387; - 6 = 381 of production, of which 360 are needed for all pieces, 351 for good
        // ones
        assertThat(waterfall(Microstops.AVAILABILITY, 360 * MINUTE, 351 * MINUTE))
                .containsExactly(
                        "not-planned 0 480",
                        "planned-stop 45 435",
                        "unplanned-stop 25 410",
                        "changeover 20 390",
                        "microstop 3 387",
                        "unknown 6 381",
                        "speed 21 360",
                        "scrap 9 351");
    }

    @Test
    void orOneOfSpeedBelowTheTimeItWasProducing() {
        // APT is what is left after unknown, 384 minutes: 381 of production and the 3 of short stops
        assertThat(waterfall(Microstops.PERFORMANCE, 360 * MINUTE, 351 * MINUTE))
                .containsExactly(
                        "not-planned 0 480",
                        "planned-stop 45 435",
                        "unplanned-stop 25 410",
                        "changeover 20 390",
                        "unknown 6 384",
                        "microstop 3 381",
                        "speed 21 360",
                        "scrap 9 351");
    }

    @Test
    void withoutAnIdealCycleTimeItEndsWithTheTimeThatIsKnown() {
        assertThat(waterfall(Microstops.PERFORMANCE, null, null))
                .hasSize(6)
                .last()
                .isEqualTo("microstop 3 381");
    }
}

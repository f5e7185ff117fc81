package io.millrace.production;

import static io.millrace.production.Plant.BRUSSELS;
import static io.millrace.production.Plant.HOUR;
import static io.millrace.production.Plant.shift;
import static io.millrace.production.Plant.span;
import static io.millrace.production.Plant.week;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.production.calendar.CalendarOptions;
import io.millrace.production.oee.LossModel.Microstops;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a site says about production, by location. */
class ProductionTest {

    private static final Span DAY = span("2026-11-20T00:00", "2026-11-21T00:00");

    private final Production production = new Production(
            "limeworks/liege",
            BRUSSELS,
            Map.of("packing", calendar("packing", 8), "line 2", calendar("packing/line-2", 4)),
            Map.of("bag", new ProductOptions(Duration.ofMillis(3050))),
            Map.of("lines", oee("packing/+", 1), "line 2", oee("packing/line-2", 2)));

    @Test
    void aCalendarHoldsForAllBelowAndTheOneThatNamesMostCounts() {
        assertThat(planned("limeworks/liege/packing/line-1/filler")).isEqualTo(8 * HOUR);
        assertThat(planned("limeworks/liege/packing/line-2")).isEqualTo(4 * HOUR);
        assertThat(planned("limeworks/liege/packing/line-2/filler")).isEqualTo(4 * HOUR);
        // without any, all the time
        assertThat(planned("limeworks/liege/kilns/kiln-1")).isEqualTo(24 * HOUR);
        assertThat(planned("limeworks/antwerp/packing/line-1")).isEqualTo(24 * HOUR);
    }

    @Test
    void anOeeIsOfItsVeryLocation() {
        assertThat(cycle("limeworks/liege/packing/line-1")).isEqualTo(1_000_000);
        assertThat(cycle("limeworks/liege/packing/line-2")).isEqualTo(2_000_000);
        assertThat(production.oee("limeworks/liege/packing/line-2/filler")).isEmpty();
        assertThat(production.oee("limeworks/liege/packing")).isEmpty();
        assertThat(production.products()).containsExactly(Map.entry("bag", 3_050_000L));
    }

    @Test
    void theRevisionChangesWithWhatIsSaid() {
        assertThat(new Production("a", BRUSSELS, Map.of(), Map.of(), Map.of("x", oee("b", 1))).revision())
                .isEqualTo(new Production("a", BRUSSELS, Map.of(), Map.of(), Map.of("x", oee("b", 1))).revision())
                .isNotEqualTo(new Production("a", BRUSSELS, Map.of(), Map.of(), Map.of("x", oee("b", 2))).revision());
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        assertThatThrownBy(() -> new OeeOptions("", "_historian/state", null, null, Microstops.AVAILABILITY, Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'_historian/state' names no event.");
        assertThatThrownBy(() -> new ProductOptions(Duration.ZERO))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not above 0");
    }

    private long planned(String location) {
        return production.calendar(location).plannedMicros(DAY);
    }

    private @Nullable Long cycle(String location) {
        return production.oee(location).orElseThrow().model().cycleMicros();
    }

    private static OeeOptions oee(String location, int seconds) {
        return new OeeOptions(
                location, "_analytics/state/add", null, Duration.ofSeconds(seconds), Microstops.AVAILABILITY, Map.of());
    }

    private static CalendarOptions calendar(String location, int hours) {
        return new CalendarOptions(
                List.of(location),
                null,
                null,
                Map.of("early", shift("06:00", hours)),
                List.of(week(Map.of("mon-sun", List.of("early")))),
                List.of(),
                List.of());
    }
}

package io.millrace.production.oee;

import static io.millrace.production.Plant.MINUTE;
import static io.millrace.production.Plant.at;
import static io.millrace.production.Plant.daily;
import static io.millrace.production.Plant.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.EventPayload;
import io.millrace.model.Value;
import io.millrace.production.Span;
import io.millrace.production.order.AnalyticsEvents;
import io.millrace.production.order.OrderEvent;
import io.millrace.production.order.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worked example of docs/concepts/oee.md: its facts are read from the page, and so are the figures they must give. */
class OeePageTest {

    private static final String DAY = "2026-11-20T";
    private static final LossModel MODEL = LossModel.USUAL.withCycle(3_000_000L);
    private static final Span SHIFT = span(DAY + "06:00", DAY + "14:00");

    private List<String> page = List.of();

    @BeforeEach
    void readThePage() throws IOException {
        page = Files.readAllLines(Path.of("../docs/concepts/oee.md"));
    }

    @Test
    void theFiguresOnThePageFollowFromItsFacts() {
        Oee oee = new Facts(states(), counts(), Orders.of(List.of(), Map.of()), daily()).oee(SHIFT, MODEL);

        assertThat(waterfall(oee)).isEqualTo(table("waterfall"));
        assertThat(figures(oee)).isEqualTo(table("figures"));
        assertThat(oee.remarks()).isEmpty();
    }

    @Test
    void scrapThatIsFoundLaterChangesThemAsThePageSays() {
        Oee oee = new Facts(states(), counts(), Orders.of(List.of(event()), Map.of()), daily()).oee(SHIFT, MODEL);

        List<List<String>> figures = figures(oee);
        assertThat(List.of(figures.get(2), figures.get(3))).isEqualTo(table("later"));
    }

    @Test
    void theMinutesOfTheStatesAddUpToTheShift() {
        List<List<String>> rows = table("states");
        for (List<String> row : rows) {
            assertThat(at(DAY + row.get(1)) - at(DAY + row.get(0))).isEqualTo(Long.parseLong(row.get(3)) * MINUTE);
        }
        assertThat(rows.stream().mapToLong(row -> Long.parseLong(row.get(3))).sum())
                .isEqualTo(480);
    }

    private List<StateStretch> states() {
        return table("states").stream()
                .map(row -> {
                    String state = row.get(2).replaceAll("[:,].*", "");
                    Span when = span(DAY + row.get(0), DAY + row.get(1));
                    return new StateStretch(when, state, 0, "", row.get(2).contains("microstop"));
                })
                .toList();
    }

    private List<Count> counts() {
        return table("counts").stream()
                .map(row -> {
                    long time =
                            at(DAY + row.get(0).substring(0, 5)) - (row.get(0).contains("before") ? 1 : 0);
                    return Count.of(time, Long.parseLong(row.get(1)), Long.parseLong(row.get(2)));
                })
                .toList();
    }

    private OrderEvent event() {
        String json = page.stream()
                .filter(line -> line.contains("bad_quantity"))
                .findFirst()
                .orElseThrow();
        long told =
                ((Value.Whole) Objects.requireNonNull(EventPayload.fields(json).get("timestamp_ms"))).value() * 1000;
        return AnalyticsEvents.order("product/setBadQuantity", told, "", json).orElseThrow();
    }

    private static List<List<String>> waterfall(Oee oee) {
        return oee.waterfall().steps().stream()
                .map(step -> List.of(
                        step.loss().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        minutes(step.lossMicros()),
                        minutes(step.leftMicros())))
                .toList();
    }

    private static List<List<String>> figures(Oee oee) {
        return List.of(
                line("availability", oee.availability(), MINUTE),
                line("performance", oee.performance(), MINUTE),
                line("quality", oee.quality(), 1),
                line("OEE", oee.oee(), MINUTE));
    }

    private static List<String> line(String name, Ratio ratio, long unit) {
        return List.of(
                name,
                ratio.part() / unit + " / " + ratio.whole() / unit,
                String.format(Locale.ROOT, "%.2f %%", 100 * ratio.value().orElseThrow()));
    }

    private static String minutes(long micros) {
        assertThat(micros % MINUTE).isZero();
        return Long.toString(micros / MINUTE);
    }

    /** The rows of the table below a mark of the page, without its head. */
    private List<List<String>> table(String mark) {
        int start = page.indexOf("<!-- " + mark + " -->");
        assertThat(start).as("the mark " + mark).isNotNegative();
        List<List<String>> rows = new ArrayList<>();
        for (String line : page.subList(start + 3, page.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            rows.add(Arrays.stream(line.substring(1).split("\\|"))
                    .map(String::trim)
                    .toList());
        }
        assertThat(rows).as("the table " + mark).isNotEmpty();
        return rows;
    }
}

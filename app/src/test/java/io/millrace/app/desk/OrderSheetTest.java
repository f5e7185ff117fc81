package io.millrace.app.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.production.Span;
import io.millrace.production.order.AnalyticsEvents;
import io.millrace.production.order.OrderChange.Create;
import io.millrace.production.order.OrderEvent;
import io.millrace.production.order.OrderImport.Mistake;
import io.millrace.production.order.OrderImport.Row;
import io.millrace.production.order.WorkOrder;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists of orders as spreadsheets write them. */
class OrderSheetTest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }

    private static OrderSheet read(String csv) {
        return OrderSheet.read(csv, BRUSSELS);
    }

    private static List<String> mistakes(String csv) {
        return read(csv).mistakes().stream()
                .map(mistake -> mistake.line() + " " + mistake.sentence())
                .toList();
    }

    @Test
    void aSpreadsheetInAnyLanguageIsRead() {
        Row expected = new Row(
                2,
                new Create(
                        "4711",
                        "quicklime, 25 kg",
                        5000L,
                        3_050_000L,
                        micros("2026-11-20T05:00:00Z"),
                        micros("2026-11-20T13:00:00Z")),
                micros("2026-11-20T05:10:00Z"),
                null);
        // in November the plant's clock is an hour ahead of UTC
        assertThat(read("location,order,product,quantity,ideal_cycle_ms,planned_start,planned_end,started\n"
                                + "works/line-1,4711,\"quicklime, 25 kg\",5000,3050,2026-11-20T06:00,2026-11-20 14:00,"
                                + "2026-11-20T05:10:00Z\n")
                        .orders())
                .isEqualTo(Map.of("works/line-1", List.of(expected)));
        assertThat(read("\ufeffOrder;Location;Product;Quantity;Ideal cycle ms;Planned start;Planned end;Started\r\n"
                                + "4711;works/line-1;quicklime, 25 kg;5000;3050;2026-11-20 06:00;2026-11-20 14:00:00;"
                                + "2026-11-20T06:10:00+01:00\r\n\r\n")
                        .orders())
                .isEqualTo(Map.of("works/line-1", List.of(expected)));
    }

    @Test
    void whatIsLeftOutStaysAsItIs() {
        assertThat(read("order\tlocation\tquantity\nA\tworks\t\n").orders())
                .isEqualTo(Map.of(
                        "works", List.of(new Row(2, new Create("A", null, null, null, null, null), null, null))));
    }

    @Test
    void mistakesNameTheirLine() {
        assertThat(mistakes("location,order,quantity,started\n"
                        + "works,A,5000,yesterday\n"
                        + "works,B,\"5\n000\",\n"
                        + "works,,1,\n"
                        + "works,C\n"))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("2 started is 'yesterday', which is no time. Write 2026-"),
                        // the cell has two lines
                        one -> assertThat(one).startsWith("3 quantity is '5\n000', which is no whole number."),
                        one -> assertThat(one).isEqualTo("5 It does not say which order."),
                        one -> assertThat(one).isEqualTo("6 It has 2 cells, and there are 4 columns."));
        assertThat(mistakes("location,order,quanity\nworks,A,1\n"))
                .containsExactly("1 'quanity' is no column. Did you mean 'quantity'?");
        assertThat(mistakes("location,product\nworks,A\n"))
                .containsExactly("1 There is no column 'order'. The first line names the columns.");
        assertThat(mistakes("location,order,order\n")).containsExactly("1 The column order is there twice.");
        assertThat(mistakes("")).singleElement().asString().contains("no orders");
        assertThat(mistakes("location,order\nworks,\"A\n"))
                .singleElement()
                .asString()
                .contains("no CSV");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        WorkOrder order = new WorkOrder(
                "4711",
                "a \"b\", c",
                5000L,
                3_050_500L,
                new Span(micros("2026-11-20T05:00:00Z"), micros("2026-11-20T13:00:00Z")),
                1L,
                List.of(new Span(micros("2026-11-20T05:10:00.123Z"), micros("2026-11-20T12:00:00Z"))),
                false);
        OrderSheet again = read(OrderSheet.write(Map.of("works/line-1", List.of(order))));
        assertThat(again.mistakes()).extracting(Mistake::sentence).isEmpty();
        assertThat(again.orders().get("works/line-1"))
                .containsExactly(new Row(
                        2,
                        new Create(
                                "4711",
                                "a \"b\", c",
                                5000L,
                                3_050_500L,
                                micros("2026-11-20T05:00:00Z"),
                                micros("2026-11-20T13:00:00Z")),
                        micros("2026-11-20T05:10:00.123Z"),
                        micros("2026-11-20T12:00:00Z")));
    }

    @Test
    void eventsAreWrittenAsTheyAreRead() {
        long told = 1_795_168_800_000_000L;
        for (OrderEvent event : List.of(
                new OrderEvent.Created(
                        told, "A", "A", "bag \"25\"", 500, 3_050_500L, new Span(told, told + 60_000_000)),
                new OrderEvent.Created(told, "A", "A", "bag", 500, null, null),
                new OrderEvent.Started(told, "A", "A", told - 1_000),
                new OrderEvent.Stopped(told, "A", "A", told),
                new OrderEvent.Typed(told, "bag", "bag", 3_000_000),
                new OrderEvent.Made(told, "7", "bag", told, 40, 1),
                new OrderEvent.Spoiled(told, "bag", "bag", told, 7))) {
            assertThat(AnalyticsEvents.order(OrderJson.name(event), told, event.id(), OrderJson.text(event, "ann")))
                    .contains(event);
        }
    }
}

package io.millrace.production.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.production.Span;
import io.millrace.production.calendar.ShiftChange;
import io.millrace.production.order.OrderEvent.Created;
import io.millrace.production.order.OrderEvent.Made;
import io.millrace.production.order.OrderEvent.Spoiled;
import io.millrace.production.order.OrderEvent.Started;
import io.millrace.production.order.OrderEvent.Stopped;
import io.millrace.production.order.OrderEvent.Typed;
import io.millrace.production.order.Orders.Booking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders as they follow from all that was told, and the events as the field writes them. */
class OrdersTest {

    @Test
    void anOrderIsPlannedThenRunsThenIsStopped() {
        Orders orders = Orders.of(
                List.of(
                        new Created(1, "", "A", "bag", 500, null, new Span(10, 20)),
                        new Started(11, "", "A", 11),
                        new Stopped(19, "", "A", 19),
                        new Created(2, "", "B", "box", 7, 3L, null)),
                Map.of());

        assertThat(order(orders, "A"))
                .isEqualTo(
                        new WorkOrder("A", "bag", 500L, null, new Span(10, 20), 1L, List.of(new Span(11, 19)), false));
        assertThat(order(orders, "A").status()).isEqualTo(WorkOrder.Status.STOPPED);
        assertThat(order(orders, "B").status()).isEqualTo(WorkOrder.Status.PLANNED);
        assertThat(at(orders, 10)).isNull();
        assertThat(at(orders, 11)).isEqualTo("A");
        assertThat(at(orders, 18)).isEqualTo("A");
        assertThat(at(orders, 19)).isNull();
    }

    @Test
    void theStartOfAnOrderEndsTheOneBefore() {
        Orders orders = Orders.of(
                List.of(new Started(1, "", "A", 10), new Started(2, "", "B", 20), new Stopped(3, "", "A", 30)),
                Map.of());

        assertThat(order(orders, "A").runs()).containsExactly(new Span(10, 20));
        assertThat(order(orders, "B").status()).isEqualTo(WorkOrder.Status.RUNNING);
        assertThat(order(orders, "B").stoppedMicros()).isNull();
        assertThat(at(orders, 40)).isEqualTo("B");
    }

    @Test
    void anOrderMayPauseAndGoOn() {
        Orders orders = Orders.of(
                List.of(
                        new Started(1, "", "A", 10),
                        new Stopped(2, "", "A", 20),
                        new Started(3, "", "A", 30),
                        new Stopped(4, "", "A", 35)),
                Map.of());

        assertThat(order(orders, "A").runs()).containsExactly(new Span(10, 20), new Span(30, 35));
        assertThat(order(orders, "A").startedMicros()).isEqualTo(10);
        assertThat(order(orders, "A").stoppedMicros()).isEqualTo(35);
    }

    @Test
    void whatIsToldTwiceOrWithoutSenseSaysNothing() {
        Orders orders = Orders.of(
                List.of(
                        new Stopped(1, "", "A", 5),
                        new Started(2, "", "A", 10),
                        new Started(3, "", "A", 12),
                        new Stopped(4, "", "A", 20),
                        new Stopped(5, "", "A", 25),
                        new Started(6, "", "C", 40),
                        new Stopped(7, "", "C", 40)),
                Map.of());

        assertThat(order(orders, "A").runs()).containsExactly(new Span(10, 20));
        assertThat(orders.all()).containsOnlyKeys("A");
        assertThat(at(orders, 41)).isNull();
    }

    @Test
    void ofTwoDescriptionsTheOneToldLaterCounts() {
        Orders orders = Orders.of(
                List.of(
                        new Created(9, "", "A", "bag", 700, null, null),
                        new Created(1, "", "A", "bag", 500, null, null),
                        new Typed(5, "", "bag", 3_000_000),
                        new Typed(8, "", "bag", 2_900_000)),
                Map.of("bag", 1L, "box", 4L));

        assertThat(order(orders, "A").quantity()).isEqualTo(700);
        assertThat(order(orders, "A").createdMicros()).isEqualTo(1);
        assertThat(orders.cycleMicros("bag")).isEqualTo(2_900_000);
        assertThat(orders.cycleMicros("box")).isEqualTo(4);
        assertThat(orders.cycleMicros("barrel")).isNull();
    }

    @Test
    void piecesFoundBadReplaceWhatTheirPalletSaid() {
        Orders orders = Orders.of(
                List.of(
                        new Made(1, "p1", "bag", 100, 40, 1),
                        new Made(1, "p2", "bag", 100, 40, 0),
                        new Made(9, "p2", "bag", 100, 42, 0),
                        new Spoiled(5, "", "bag", 100, 9),
                        new Spoiled(6, "", "bag", 100, 7),
                        new Spoiled(7, "", "bag", 200, 3)),
                Map.of());

        // two pallets at once, the second said anew: 40 + 42; 7 bad in place of 9 and of 1
        assertThat(orders.made()).containsExactly(new Booking(100, "bag", 82, 7));
        assertThat(orders.spoiled()).containsExactly(new Booking(200, "bag", 0, 3));
    }

    @Test
    void theOrderInWhichItCameMakesNoDifference() {
        Random random = new Random(22400);
        for (int round = 0; round < 300; round++) {
            List<OrderEvent> events = new ArrayList<>();
            for (int i = random.nextInt(14); i > 0; i--) {
                events.add(any(random));
            }
            Orders once = Orders.of(events, Map.of());
            List<OrderEvent> shuffled = new ArrayList<>(events);
            shuffled.addAll(events.subList(0, events.size() / 2));
            Collections.shuffle(shuffled, random);
            Orders again = Orders.of(shuffled, Map.of());

            assertThat(again.all()).isEqualTo(once.all());
            assertThat(again.made()).isEqualTo(once.made());
            assertThat(again.spoiled()).isEqualTo(once.spoiled());
            assertThat(again.products()).isEqualTo(once.products());
            for (long micros = 0; micros < 30; micros++) {
                String current = at(once, micros);
                long at = micros;
                assertThat(at(again, micros)).isEqualTo(current);
                assertThat(once.all().values().stream()
                                .filter(order -> order.runs().stream().anyMatch(run -> run.contains(at)))
                                .map(WorkOrder::id))
                        .isEqualTo(current == null ? List.of() : List.of(current));
            }
        }
    }

    private static OrderEvent any(Random random) {
        long told = random.nextInt(20);
        String id = Integer.toString(random.nextInt(3));
        String order = "ABC".substring(random.nextInt(3)).substring(0, 1);
        return switch (random.nextInt(6)) {
            case 0 -> new Created(told, id, order, "bag", random.nextInt(9), null, null);
            case 1 -> new Started(told, id, order, random.nextInt(20));
            case 2 -> new Stopped(told, id, order, random.nextInt(20));
            case 3 -> new Typed(told, id, "bag", 1 + random.nextInt(9));
            case 4 -> new Made(told, id, "bag", random.nextInt(5), 5 + random.nextInt(9), random.nextInt(5));
            default -> new Spoiled(told, id, "bag", random.nextInt(5), random.nextInt(5));
        };
    }

    @Test
    void eventsAreReadAsTheFieldWritesThem() {
        assertThat(read(
                        "work-order/create",
                        "{\"external_work_order_id\":\"#1274\",\"product\":{\"external_product_id\":\"test\","
                                + "\"cycle_time_ms\":120},\"quantity\":15,\"status\":0,\"start_time_unix_ms\":1000,"
                                + "\"end_time_unix_ms\":2000}"))
                .isEqualTo(new Created(7, "i", "#1274", "test", 15, 120_000L, new Span(1_000_000, 2_000_000)));
        assertThat(read("work-order/start", "{\"external_work_order_id\":\"#1\",\"start_time_unix_ms\":5}"))
                .isEqualTo(new Started(7, "i", "#1", 5_000));
        // without a time of its own it happened when it was told; an order may be a number
        assertThat(read("work-order/stop", "{\"external_work_order_id\":1274}"))
                .isEqualTo(new Stopped(7, "i", "1274", 7));
        assertThat(read("product-type/create", "{\"external_product_type_id\":\"bag\",\"cycle_time_ms\":3050.5}"))
                .isEqualTo(new Typed(7, "i", "bag", 3_050_500));
        assertThat(
                        read(
                                "product/add",
                                "{\"external_product_type_id\":\"bag\",\"end_time_unix_ms\":9,\"quantity\":40,\"bad_quantity\":2}"))
                .isEqualTo(new Made(7, "i", "bag", 9_000, 40, 2));
        assertThat(read(
                        "product/setBadQuantity",
                        "{\"external_product_id\":\"bag\",\"end_time_unix_ms\":9,\"bad_quantity\":0}"))
                .isEqualTo(new Spoiled(7, "i", "bag", 9_000, 0));
        assertThat(AnalyticsEvents.order("state/add", 7, "i", "{}")).isEmpty();
        assertThat(AnalyticsEvents.shift("shift/add", 7, "i", "{\"start_time_unix_ms\":1,\"end_time_unix_ms\":2}"))
                .contains(new ShiftChange.Added(7, "i", new Span(1_000, 2_000), ""));
        assertThat(AnalyticsEvents.shift("shift/delete", 7, "i", "{\"start_time_unix_ms\":1}"))
                .contains(new ShiftChange.Deleted(7, "i", 1_000));
        assertThat(AnalyticsEvents.shift("count", 7, "i", "{}")).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsRefusedInWords() {
        refused("work-order/create", "{\"product\":{\"external_product_id\":\"a\"}}", "no external_work_order_id");
        refused(
                "work-order/create",
                "{\"external_work_order_id\":\"a\",\"product\":{\"external_product_id\":\"a\"},\"quantity\":-1}",
                "quantity is -1. Send whole pieces");
        refused(
                "work-order/start",
                "{\"external_work_order_id\":\"a\",\"start_time_unix_ms\":\"now\"}",
                "no whole number");
        refused(
                "work-order/start",
                "{\"external_work_order_id\":\"a\",\"start_time_unix_ms\":1732280023697000000}",
                "Send milliseconds, not microseconds");
        refused("product-type/create", "{\"external_product_type_id\":\"a\",\"cycle_time_ms\":-5}", "above 0");
        refused("product-type/create", "{\"external_product_type_id\":\"a\",\"cycle_time_ms\":0}", "no cycle_time_ms");
        refused("product/add", "[1]", "no JSON object");
        assertThatThrownBy(() ->
                        AnalyticsEvents.shift("shift/add", 7, "", "{\"start_time_unix_ms\":2,\"end_time_unix_ms\":2}"))
                .hasMessageContaining("The shift ends before it begins.");
    }

    private static OrderEvent read(String name, String json) {
        return AnalyticsEvents.order(name, 7, "i", json).orElseThrow();
    }

    private static void refused(String name, String json, String message) {
        assertThatThrownBy(() -> AnalyticsEvents.order(name, 7, "", json))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    private static WorkOrder order(Orders orders, String id) {
        return Objects.requireNonNull(orders.all().get(id));
    }

    private static @Nullable String at(Orders orders, long micros) {
        WorkOrder order = orders.at(micros);
        return order == null ? null : order.id();
    }
}

package io.millrace.production.order;

import static io.millrace.production.order.OrderRulesTest.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.production.order.OrderChange.Create;
import io.millrace.production.order.OrderImport.Change;
import io.millrace.production.order.OrderImport.Mistake;
import io.millrace.production.order.OrderImport.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists of orders: all of it or nothing, and a second time nothing. Times are minutes after midnight of 1970-01-02. */
class OrderImportTest {

    private static final long NOW = at(600);
    private static final Map<String, Long> PRODUCTS = Map.of("bag", 3_000_000L);

    private final List<OrderEvent> told = new ArrayList<>();

    private static Row row(
            int line, String order, long quantity, @Nullable Integer started, @Nullable Integer stopped) {
        return new Row(
                line,
                new Create(order, "bag", quantity, null, null, null),
                started == null ? null : (Long) at(started),
                stopped == null ? null : (Long) at(stopped));
    }

    private OrderImport plan(Row... rows) {
        return OrderImport.of(told, PRODUCTS, List.of(rows), NOW);
    }

    private OrderImport told(Row... rows) {
        OrderImport plan = plan(rows);
        plan.changes().forEach(change -> told.addAll(change.events()));
        return plan;
    }

    private static List<String> words(OrderImport plan) {
        return plan.changes().stream()
                .map(change -> change.line() + " " + change.order() + " " + String.join(" ", change.what()))
                .toList();
    }

    @Test
    void aListIsToldOnceAndTheSecondTimeChangesNothing() {
        Row[] rows = {row(2, "A", 500, 100, 200), row(3, "B", 70, 200, null), row(4, "C", 9, null, null)};
        assertThat(words(told(rows)))
                .containsExactly("2 A created started stopped", "3 B created started", "4 C created");
        Orders orders = Orders.of(told, PRODUCTS);
        assertThat(orders.all().get("A").status()).isEqualTo(WorkOrder.Status.STOPPED);
        assertThat(orders.all().get("B").status()).isEqualTo(WorkOrder.Status.RUNNING);
        assertThat(orders.all().get("C").status()).isEqualTo(WorkOrder.Status.PLANNED);

        OrderImport again = plan(rows);
        assertThat(again.changes()).isEmpty();
        assertThat(again.effects()).isEmpty();
        assertThat(again.mistakes()).isEmpty();
    }

    @Test
    void whatChangedInTheListIsToldAlone() {
        told(row(2, "A", 500, 100, null), row(3, "B", 70, null, null));
        assertThat(words(plan(row(2, "A", 500, 100, 300), row(3, "B", 80, null, null))))
                .containsExactly("2 A stopped", "3 B changed");
    }

    @Test
    void theStartOfAnOrderEndsAnotherAndThatIsSaidBefore() {
        told(row(2, "A", 500, 100, null));
        OrderImport plan = plan(row(2, "B", 70, 300, null));
        assertThat(plan.effects()).containsExactly("Order A then ends at 1970-01-02T05:00:00Z.");
        assertThat(words(plan)).containsExactly("2 B created started");
    }

    @Test
    void oneRowThatCannotBeChangesNothingAndEachIsNamed() {
        OrderImport plan = plan(
                row(2, "A", 500, 100, 200),
                row(3, "A", 1, null, null),
                row(4, "B", -3, null, null),
                row(5, "C", 1, 300, 300),
                row(6, "D", 1, null, 300),
                row(7, "E", 1, 601, null));
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.mistakes()).extracting(Mistake::line).containsExactly(3, 4, 5, 6, 7);
        assertThat(plan.mistakes())
                .extracting(Mistake::sentence)
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo("Order A is in line 2 already."),
                        one -> assertThat(one).startsWith("The quantity of order B is -3."),
                        one -> assertThat(one).startsWith("Order C is stopped at 1970-01-02T05:00:00Z, and started at"),
                        one -> assertThat(one).startsWith("Order D is stopped and never started."),
                        one -> assertThat(one).contains("still to come"));
    }

    @Test
    void aListThatContradictsItselfOrWhatWasToldIsRefused() {
        // A would run to 300, but B begins at 200
        assertThat(plan(row(2, "A", 500, 100, 300), row(3, "B", 70, 200, null)).mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.sentence())
                        .contains("would not end at 1970-01-02T05:00:00Z but at 1970-01-02T03:20:00Z"));
        told(row(2, "A", 500, 100, 300));
        assertThat(plan(row(2, "A", 500, 150, 300)).mistakes()).singleElement().satisfies(mistake -> assertThat(
                        mistake.sentence())
                .contains("was started at 1970-01-02T01:40:00Z by what was told before"));
        assertThat(plan(row(2, "A", 500, 50, 300)).changes())
                .as("earlier can be told")
                .extracting(Change::what)
                .containsExactly(List.of("started"));
    }
}

package io.millrace.production.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.production.Span;
import io.millrace.production.order.OrderChange.Book;
import io.millrace.production.order.OrderChange.Create;
import io.millrace.production.order.OrderChange.Spoil;
import io.millrace.production.order.OrderChange.Start;
import io.millrace.production.order.OrderChange.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people want to tell about orders, judged before it is told. Times are minutes after midnight of 1970-01-02. */
class OrderRulesTest {

    private static final long NOW = at(600);
    private static final Map<String, Long> PRODUCTS = Map.of("bag", 3_000_000L, "box", 9_000_000L);

    private final List<OrderEvent> told = new ArrayList<>();

    static long at(int minute) {
        return (1440L + minute) * 60_000_000;
    }

    private boolean tell(OrderChange change) {
        Optional<OrderEvent> event = new OrderRules(Orders.of(told, PRODUCTS), NOW).event(change);
        event.ifPresent(told::add);
        return event.isPresent();
    }

    private static Create create(String order, @Nullable String product, @Nullable Long quantity) {
        return new Create(order, product, quantity, null, null, null);
    }

    private void refused(OrderChange change, String... words) {
        assertThatThrownBy(() -> tell(change))
                .isInstanceOf(ProblemException.class)
                .satisfies(problem -> assertThat(
                                ((ProblemException) problem).problem().sentence())
                        .contains(words));
    }

    @Test
    void whatIsSaidTwiceChangesNothing() {
        assertThat(tell(create("A", "bag", 500L))).isTrue();
        assertThat(tell(create("A", "bag", 500L))).isFalse();
        assertThat(tell(new Start("A", at(100)))).isTrue();
        assertThat(tell(new Start("A", at(100)))).isFalse();
        assertThat(tell(new Start("A", at(200)))).as("it runs").isFalse();
        assertThat(tell(new Stop("A", at(300)))).isTrue();
        assertThat(tell(new Stop("A", at(300)))).isFalse();
        assertThat(Orders.of(told, PRODUCTS).all().get("A").runs()).containsExactly(new Span(at(100), at(300)));
    }

    @Test
    void anOrderIsChangedByWhatIsGivenAndKeepsTheRest() {
        tell(new Create("A", "bag", 500L, 2_500_000L, at(10), at(20)));
        assertThat(tell(new Create("A", null, 600L, null, null, at(30)))).isTrue();
        WorkOrder order = Orders.of(told, PRODUCTS).all().get("A");
        // both are told in one minute here, so the one of the greater text counts; told later it would be the later
        assertThat(order.product()).isEqualTo("bag");
        assertThat(told.get(1))
                .isEqualTo(new OrderEvent.Created(NOW, "A", "A", "bag", 600, 2_500_000L, new Span(at(10), at(30))));
    }

    @Test
    void anOrderMayPauseGoOnAndBeStoppedEarlierThanWasTold() {
        tell(create("A", "bag", 500L));
        tell(new Start("A", at(100)));
        tell(new Stop("A", at(200)));
        tell(new Start("A", at(300)));
        tell(new Stop("A", at(400)));
        assertThat(tell(new Stop("A", at(390)))).isTrue();
        assertThat(Orders.of(told, PRODUCTS).all().get("A").runs())
                .containsExactly(new Span(at(100), at(200)), new Span(at(300), at(390)));
    }

    @Test
    void whatCannotBeIsSaidInWords() {
        refused(create("A", "bga", 500L), "Nobody has said how long a piece of 'bga' takes.", "Known are bag, box.");
        refused(create("A", null, 500L), "Order A does not say which product it is for.");
        refused(create("A", "bag", null), "how many pieces");
        refused(create("A", "bag", -5L), "The quantity of order A is -5.", "from 1 to");
        refused(create(" A", "bag", 5L), "begins or ends with a blank");
        refused(create(" ", "bag", 5L), "There is no order.");
        refused(new Create("A", "bag", 5L, 0L, null, null), "ideal cycle time of order A is not above 0");
        refused(new Create("A", "bag", 5L, null, at(5), null), "says only when it begins");
        refused(new Create("A", "bag", 5L, null, at(5), at(5)), "planned to end at 1970-01-02T00:05:00Z");
        refused(new Start("A", at(100)), "There is no order 'A' at this place.");

        tell(create("A", "bag", 500L));
        refused(new Stop("A", at(100)), "Order A was never started.");
        refused(new Start("A", NOW + 61_000_000), "still to come");
        tell(new Start("A", at(100)));
        refused(new Stop("A", at(99)), "was started at 1970-01-02T01:40:00Z and cannot have been stopped at");
        refused(new Stop("A", at(100)), "Give a time after its start.");
        tell(new Stop("A", at(200)));
        refused(new Stop("A", at(250)), "was not running at 1970-01-02T04:10:00Z: it ended at 1970-01-02T03:20:00Z.");
        assertThat(told).hasSize(3);
    }

    @Test
    void aProductThatNobodyKnowsPassesWithACycleTimeOfTheOrderOrWhereNoneIsKnown() {
        assertThat(tell(new Create("A", "sack", 5L, 4_000_000L, null, null))).isTrue();
        assertThat(tell(create("B", "sack", 6L))).as("an order has it").isTrue();
        assertThat(new OrderRules(Orders.of(List.of(), Map.of()), NOW).event(create("A", "any", 5L)))
                .isPresent();
    }

    @Test
    void piecesAreBookedAndFoundBadLater() {
        assertThat(tell(new Book("bag", at(100), 40, 1, "pallet-7"))).isTrue();
        assertThat(tell(new Spoil("bag", at(100), 7))).isTrue();
        assertThat(Orders.of(told, PRODUCTS).made()).containsExactly(new Orders.Booking(at(100), "bag", 40, 7));
        refused(new Book("bag", at(100), 5, 6, ""), "Of 5 pieces 6 are to be bad.");
        refused(new Book("bag", at(100), -1, 0, ""), "quantity is -1.");
        refused(new Spoil("bag", at(100), -1), "bad is -1.", "from 0 to");
        refused(new Spoil("bgas", at(100), 1), "'bgas'");
        refused(new Spoil("bag", at(700), 1), "still to come");
    }
}

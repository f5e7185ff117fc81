package io.millrace.app.desk;

import io.millrace.console.ProductionDesk;
import io.millrace.production.order.OrderChange;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts of production that people tell: orders by one hand, states by the other. Thread-safe. */
record FactsDesk(OrderDesk orders, StateDesk states) implements ProductionDesk {

    @Override
    public Optional<Instant> tell(String location, OrderChange change, String by) {
        return orders.tell(location, change, by);
    }

    @Override
    public Imported importOrders(String sheet, boolean dryRun, String by) {
        return orders.importOrders(sheet, dryRun, by);
    }

    @Override
    public String exportOrders(@Nullable String location) {
        return orders.exportOrders(location);
    }

    @Override
    public Choices choices(String location, String name) {
        return states.choices(location, name);
    }

    @Override
    public Instant correct(Correction correction, String by) {
        return states.correct(correction, by);
    }
}

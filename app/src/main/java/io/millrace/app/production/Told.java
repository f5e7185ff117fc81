package io.millrace.app.production;

import io.millrace.historian.production.EventRow;
import io.millrace.historian.production.ProductionStore;
import io.millrace.model.ProblemException;
import io.millrace.production.Production;
import io.millrace.production.calendar.ShiftCalendar;
import io.millrace.production.calendar.ShiftChange;
import io.millrace.production.order.AnalyticsEvents;
import io.millrace.production.order.OrderEvent;
import io.millrace.production.order.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was told about a machine's orders, products and shifts, all of it together. */
record Told(Orders orders, ShiftCalendar calendar) {

    /** More events of one topic than this are of years ago. */
    private static final int MOST = 50_000;

    private static final Logger log = LoggerFactory.getLogger(Told.class);

    static Told read(Machine machine, ProductionStore store, Production production) {
        List<OrderEvent> events = new ArrayList<>();
        List<ShiftChange> changes = new ArrayList<>();
        for (Map.Entry<String, String> topic : machine.plans().entrySet()) {
            for (EventRow row : store.newest(topic.getKey(), MOST)) {
                try {
                    AnalyticsEvents.order(topic.getValue(), row.micros(), row.id(), row.json())
                            .ifPresent(events::add);
                    AnalyticsEvents.shift(topic.getValue(), row.micros(), row.id(), row.json())
                            .ifPresent(changes::add);
                } catch (ProblemException unusable) {
                    log.atDebug()
                            .addKeyValue("topic", topic.getKey())
                            .addKeyValue("why", unusable.getMessage())
                            .log("an event about production says nothing usable");
                }
            }
        }
        return new Told(
                Orders.of(events, production.products()),
                production.calendar(machine.location()).with(changes));
    }
}

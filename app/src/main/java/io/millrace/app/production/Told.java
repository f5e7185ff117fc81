package io.millrace.app.production;

import io.millrace.historian.production.ProductionStore;
import io.millrace.production.Production;
import io.millrace.production.calendar.ShiftCalendar;
import io.millrace.production.order.Orders;

/** What was told about a machine's orders, products and shifts, all of it together. */
record Told(Orders orders, ShiftCalendar calendar) {

    static Told read(Machine machine, ProductionStore store, Production production) {
        ToldEvents events = ToldEvents.read(machine.plans(), store);
        return new Told(
                Orders.of(events.orders(), production.products()),
                production.calendar(machine.location()).with(events.shifts()));
    }
}

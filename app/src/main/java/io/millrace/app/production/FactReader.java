package io.millrace.app.production;

import io.millrace.historian.production.CountRow;
import io.millrace.historian.production.EventRow;
import io.millrace.historian.production.ProductionStore;
import io.millrace.model.EventPayload;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.production.Span;
import io.millrace.production.oee.Count;
import io.millrace.production.oee.Facts;
import io.millrace.production.oee.StateStretch;
import io.millrace.production.order.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the facts of a machine in a span. */
final class FactReader {

    /** More facts than this in one day are a mistake in the source, and would fill the memory. */
    static final int MOST = 1_000_000;

    private FactReader() {}

    /**
     * @param facts what is known
     * @param unusable times of count events that do not say a whole number of pieces
     */
    record Reading(Facts facts, List<Long> unusable) {}

    /** @param nowMicros what the machine is doing since the last state lasts until then */
    static Reading read(Machine machine, Told told, Span span, long nowMicros, ProductionStore store) {
        List<Long> unusable = new ArrayList<>();
        List<Count> counts = machine.countsProducts()
                ? products(told.orders(), span)
                : counts(machine.counts(), span, store, unusable);
        List<StateStretch> states = states(machine.states(), span, nowMicros, store);
        return new Reading(new Facts(states, counts, told.orders(), told.calendar()), unusable);
    }

    private static List<Count> products(Orders orders, Span span) {
        return orders.made().stream()
                .filter(made -> span.contains(made.micros()))
                .map(made -> new Count(made.micros(), made.count(), made.scrap(), made.product()))
                .toList();
    }

    private static List<Count> counts(@Nullable String topic, Span span, ProductionStore store, List<Long> unusable) {
        List<Count> counts = new ArrayList<>();
        if (topic == null) {
            return counts;
        }
        for (CountRow row : store.counts(topic, span.startMicros(), span.endMicros(), MOST)) {
            Long count = row.count();
            Long scrap = row.scrap();
            if (count == null || scrap == null) {
                unusable.add(row.micros());
            } else {
                counts.add(Count.of(row.micros(), count, scrap));
            }
        }
        return counts;
    }

    private static List<StateStretch> states(@Nullable String topic, Span span, long nowMicros, ProductionStore store) {
        List<StateStretch> states = new ArrayList<>();
        if (topic == null) {
            return states;
        }
        List<EventRow> rows = new ArrayList<>(store.stateBefore(topic, span.startMicros()));
        rows.addAll(store.events(topic, span.startMicros(), span.endMicros(), MOST));
        rows.removeIf(row -> !hasState(row));
        for (int i = 0; i < rows.size(); i++) {
            EventRow row = rows.get(i);
            long end = i + 1 < rows.size() ? rows.get(i + 1).micros() : Math.min(span.endMicros(), nowMicros);
            if (end > row.micros()) {
                states.add(state(row, new Span(row.micros(), end)));
            }
        }
        return states;
    }

    private static boolean hasState(EventRow row) {
        try {
            return EventPayload.fields(row.json()).containsKey("state");
        } catch (ProblemException noEvent) {
            return false;
        }
    }

    private static StateStretch state(EventRow row, Span span) {
        Map<String, Value> fields = EventPayload.fields(row.json());
        boolean microstop = fields.get("microstop") instanceof Value.Bool bool && bool.value();
        int code = fields.get("code") instanceof Value.Whole whole && whole.value() == (int) whole.value()
                ? (int) whole.value()
                : 0;
        return new StateStretch(span, text(fields.get("state")), code, text(fields.get("reason")), microstop);
    }

    private static String text(@Nullable Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        return "";
    }
}

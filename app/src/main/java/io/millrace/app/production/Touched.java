package io.millrace.app.production;

import io.millrace.historian.production.EventRow;
import io.millrace.historian.production.Mark;
import io.millrace.historian.production.ProductionStore;
import io.millrace.model.EventPayload;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.production.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Which time the figures are of that facts touch. */
final class Touched {

    /** So far back figures are computed again when anything may have changed them. */
    static final long ALL = TimeUnit.DAYS.toMicros(400);

    private static final long WEEK = TimeUnit.DAYS.toMicros(7);
    private static final int MOST = 10_000;
    private static final List<String> TIMES = List.of("start_time_unix_ms", "end_time_unix_ms");

    private Touched() {}

    /** The span that facts of one topic touch, not beyond now; empty when they touch nothing that was. */
    static Span by(Mark mark, Machine machine, ProductionStore store, long nowMicros) {
        String plan = machine.plans().get(mark.topic());
        if (plan != null && plan.equals("product-type/create")) {
            return until(nowMicros - ALL, nowMicros);
        }
        long first = mark.firstMicros();
        long last = mark.lastMicros() + 1;
        if (mark.topic().equals(machine.states())) {
            // what held before the fact held until it, and the fact holds until the next
            List<EventRow> next = store.stateAfter(mark.topic(), mark.lastMicros());
            last = next.isEmpty() ? nowMicros : next.get(0).micros();
        }
        if (plan != null) {
            for (EventRow row : store.events(mark.topic(), first, last, MOST)) {
                for (long time : times(row)) {
                    first = Math.min(first, time);
                    last = Math.max(last, time + 1);
                }
            }
            // an order holds until another begins; what a corrected event said before is not known here
            last = plan.startsWith("work-order/") ? nowMicros : last;
            first = mark.corrected() ? first - WEEK : first;
        }
        return until(Math.max(first, nowMicros - ALL), Math.min(last, nowMicros));
    }

    private static Span until(long first, long last) {
        return new Span(first, Math.max(first, last));
    }

    private static List<Long> times(EventRow row) {
        List<Long> times = new ArrayList<>();
        try {
            Map<String, Value> fields = EventPayload.fields(row.json());
            for (String name : TIMES) {
                if (fields.get(name) instanceof Value.Whole millis && millis.value() > 0) {
                    times.add(TimeUnit.MILLISECONDS.toMicros(millis.value()));
                }
            }
        } catch (ProblemException noEvent) {
            // says no time
        }
        return times;
    }
}

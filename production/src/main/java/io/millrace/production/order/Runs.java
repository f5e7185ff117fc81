package io.millrace.production.order;

import io.millrace.production.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a machine worked on which order.
 *
 * @param byOrder in order of time; the end of one that goes on is {@link Long#MAX_VALUE}
 * @param current what runs from a time on; empty for nothing
 */
record Runs(Map<String, List<Span>> byOrder, TreeMap<Long, String> current) {

    private record Moment(long micros, boolean start, String order) {}

    static Runs of(Collection<OrderEvent> events) {
        List<Moment> moments = new ArrayList<>();
        for (OrderEvent event : events) {
            if (event instanceof OrderEvent.Started started) {
                moments.add(new Moment(started.atMicros(), true, started.order()));
            } else if (event instanceof OrderEvent.Stopped stopped) {
                moments.add(new Moment(stopped.atMicros(), false, stopped.order()));
            }
        }
        // Within one time the start goes first: an order that is started and stopped at once has no run and not an
        // endless one.
        moments.sort(Comparator.comparingLong(Moment::micros)
                .thenComparing(Moment::start, Comparator.reverseOrder())
                .thenComparing(Moment::order));
        Map<String, List<Span>> byOrder = new TreeMap<>();
        TreeMap<Long, String> current = new TreeMap<>();
        String running = "";
        long since = 0;
        for (Moment moment : moments) {
            if (moment.start() == moment.order().equals(running)) {
                continue;
            }
            close(byOrder, running, since, moment.micros());
            running = moment.start() ? moment.order() : "";
            since = moment.micros();
            current.put(since, running);
        }
        close(byOrder, running, since, Long.MAX_VALUE);
        return new Runs(byOrder, current);
    }

    private static void close(Map<String, List<Span>> byOrder, String order, long since, long until) {
        if (!order.isEmpty() && until > since) {
            byOrder.computeIfAbsent(order, unknown -> new ArrayList<>()).add(new Span(since, until));
        }
    }
}

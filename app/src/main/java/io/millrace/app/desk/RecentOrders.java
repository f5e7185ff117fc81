package io.millrace.app.desk;

import io.millrace.production.order.OrderEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What was told here in the last minutes, which the historian may not have yet. Events are facts: one that is known twice is
 * one. Bounded; thread-safe.
 */
final class RecentOrders {

    private static final Duration KEPT = Duration.ofMinutes(2);
    /** More than the longest list makes. */
    private static final int MOST = 4 * OrderSheet.MOST;

    private record Entry(long millis, String location, OrderEvent event) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Clock clock;

    RecentOrders(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(String location, OrderEvent event) {
        forget();
        entries.addLast(new Entry(clock.millis(), location, event));
        if (entries.size() > MOST) {
            entries.removeFirst();
        }
    }

    synchronized List<OrderEvent> of(String location) {
        forget();
        return entries.stream()
                .filter(entry -> entry.location().equals(location))
                .map(Entry::event)
                .toList();
    }

    private void forget() {
        long oldest = clock.millis() - KEPT.toMillis();
        while (!entries.isEmpty() && entries.getFirst().millis() < oldest) {
            entries.removeFirst();
        }
    }
}

package io.millrace.production.order;

import io.millrace.production.order.Orders.Booking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pieces that were told by product, and what of them is bad after all.
 *
 * @param spoiled for which nothing was told by product
 */
record Bookings(List<Booking> made, List<Booking> spoiled) {

    private record Key(long endMicros, String product) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::endMicros).thenComparing(Key::product);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param told in the order in which it was told */
    static Bookings of(Collection<OrderEvent> told) {
        Map<Key, Long> bad = new TreeMap<>();
        Map<Key, Map<String, OrderEvent.Made>> made = new TreeMap<>();
        for (OrderEvent event : told) {
            if (event instanceof OrderEvent.Spoiled spoiled) {
                bad.put(new Key(spoiled.endMicros(), spoiled.product()), spoiled.bad());
            } else if (event instanceof OrderEvent.Made pieces) {
                // Two pallets may be full at one time; the same one told again is one.
                made.computeIfAbsent(new Key(pieces.endMicros(), pieces.product()), unknown -> new TreeMap<>())
                        .put(pieces.id(), pieces);
            }
        }
        List<Booking> bookings = new ArrayList<>();
        made.forEach((key, pieces) -> {
            long count = pieces.values().stream()
                    .mapToLong(OrderEvent.Made::quantity)
                    .sum();
            long scrap =
                    pieces.values().stream().mapToLong(OrderEvent.Made::bad).sum();
            Long after = bad.remove(key);
            bookings.add(new Booking(key.endMicros(), key.product(), count, after == null ? scrap : after));
        });
        List<Booking> spoiled = new ArrayList<>();
        bad.forEach((key, pieces) -> spoiled.add(new Booking(key.endMicros(), key.product(), 0, pieces)));
        return new Bookings(List.copyOf(bookings), List.copyOf(spoiled));
    }
}

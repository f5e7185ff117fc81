package io.millrace.production.order;

import io.millrace.production.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The orders, products and booked pieces of one location: what follows from all that was told, in whatever order it came
 * and however often.
 *
 * <p>A machine works on one order at a time: the start of one ends the run of the one before. A start of what runs already
 * and a stop of what does not run say nothing. Of two that describe the same order or product the one told later counts.
 * Immutable.
 */
public final class Orders {

    /** Pieces that were told together, or found bad later. */
    public record Booking(long micros, String product, long count, long scrap) {}

    private final Map<String, WorkOrder> orders;
    private final Map<String, Long> cycles;
    /** When an order began to run or, with nothing, when none did. */
    private final TreeMap<Long, String> current;

    private final List<Booking> made;
    private final List<Booking> spoiled;

    private Orders(
            Map<String, WorkOrder> orders,
            Map<String, Long> cycles,
            TreeMap<Long, String> current,
            List<Booking> made,
            List<Booking> spoiled) {
        this.orders = orders;
        this.cycles = cycles;
        this.current = current;
        this.made = made;
        this.spoiled = spoiled;
    }

    /**
     * @param events all there are of the location
     * @param products ideal microseconds for a piece of each product that is known without an event
     */
    public static Orders of(Collection<? extends OrderEvent> events, Map<String, Long> products) {
        List<OrderEvent> told = new ArrayList<>(new LinkedHashSet<>(events));
        told.sort(Comparator.comparingLong(OrderEvent::toldMicros)
                .thenComparing(OrderEvent::id)
                .thenComparing(OrderEvent::toString));
        Map<String, OrderEvent.Created> created = new TreeMap<>();
        Map<String, Long> firstTold = new TreeMap<>();
        Map<String, Long> cycles = new TreeMap<>(products);
        for (OrderEvent event : told) {
            if (event instanceof OrderEvent.Created order) {
                created.put(order.order(), order);
                firstTold.putIfAbsent(order.order(), order.toldMicros());
            } else if (event instanceof OrderEvent.Typed type) {
                cycles.put(type.product(), type.cycleMicros());
            }
        }
        Runs runs = Runs.of(told);
        Map<String, WorkOrder> orders = new TreeMap<>();
        runs.byOrder().keySet().forEach(id -> orders.put(id, order(id, null, null, runs)));
        created.forEach((id, event) -> orders.put(id, order(id, event, firstTold.get(id), runs)));
        Bookings bookings = Bookings.of(told);
        return new Orders(orders, cycles, runs.current(), bookings.made(), bookings.spoiled());
    }

    private static WorkOrder order(
            String id, OrderEvent.@Nullable Created event, @Nullable Long createdMicros, Runs runs) {
        List<Span> spans = runs.byOrder().getOrDefault(id, List.of());
        boolean running = !spans.isEmpty() && spans.get(spans.size() - 1).endMicros() == Long.MAX_VALUE;
        return event == null
                ? new WorkOrder(id, null, null, null, null, null, spans, running)
                : new WorkOrder(
                        id,
                        event.product(),
                        event.quantity(),
                        event.cycleMicros(),
                        event.planned(),
                        createdMicros,
                        spans,
                        running);
    }

    /** By identity. */
    public Map<String, WorkOrder> all() {
        return Map.copyOf(orders);
    }

    /** One of them; absent where nothing was told of it. */
    public @Nullable WorkOrder order(String id) {
        return orders.get(id);
    }

    /** Ideal microseconds for a piece of each product that is known. */
    public Map<String, Long> products() {
        return Map.copyOf(cycles);
    }

    /** The order the machine works on at a time; absent when it is none. */
    public @Nullable WorkOrder at(long micros) {
        Map.Entry<Long, String> entry = current.floorEntry(micros);
        return entry == null || entry.getValue().isEmpty() ? null : orders.get(entry.getValue());
    }

    /** Ideal microseconds for a piece of a product; absent when nobody said. */
    public @Nullable Long cycleMicros(String product) {
        return cycles.get(product);
    }

    /** Pieces told by {@code product/add}, each with what was found bad of them. In order of time. */
    public List<Booking> made() {
        return made;
    }

    /** Pieces found bad that no {@code product/add} told: those that a count took for good. In order of time. */
    public List<Booking> spoiled() {
        return spoiled;
    }
}

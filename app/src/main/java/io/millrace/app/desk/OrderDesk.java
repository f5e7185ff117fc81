package io.millrace.app.desk;

import io.millrace.app.production.ToldEvents;
import io.millrace.console.ProductionDesk.Imported;
import io.millrace.historian.production.ProductionStore;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.PlantClock;
import io.millrace.model.Problem;
import io.millrace.production.Production;
import io.millrace.production.order.OrderChange;
import io.millrace.production.order.OrderEvent;
import io.millrace.production.order.OrderImport;
import io.millrace.production.order.OrderImport.Mistake;
import io.millrace.production.order.OrderRules;
import io.millrace.production.order.Orders;
import io.millrace.production.order.WorkOrder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges what people say about orders by all that was told before, and writes it into the log. What was written here a
 * moment ago counts at once, also before the historian has it. Thread-safe.
 */
final class OrderDesk {

    private static final String AGAIN = "Try again: what is so already is not told twice.";
    private static final int MOST_NAMED = 20;

    private final Namespace namespace;
    private final Production production;
    private final ZoneId zone;
    private final Supplier<ProductionStore> stores;
    private final EventWriter events;
    private final RecentOrders recent;
    private final Clock clock;

    /**
     * @param zone the plant's clock
     * @param stores a new one for each question, which closes it
     */
    OrderDesk(
            Namespace namespace,
            Production production,
            ZoneId zone,
            Supplier<ProductionStore> stores,
            EventWriter events,
            Clock clock) {
        this.namespace = namespace;
        this.production = production;
        this.zone = zone;
        this.stores = stores;
        this.events = events;
        this.recent = new RecentOrders(clock);
        this.clock = clock;
    }

    Optional<Instant> tell(String location, OrderChange change, String by) {
        checkPlace(location);
        checkCounted(location, change);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Orders orders = Orders.of(told(List.of(location)).getOrDefault(location, List.of()), production.products());
        Optional<OrderEvent> event = new OrderRules(orders, PlantClock.micros(now)).event(change);
        event.ifPresent(one -> write(Map.of(location, List.of(one)), by));
        return event.map(one -> now);
    }

    Imported importOrders(String text, boolean dryRun, String by) {
        long now = PlantClock.micros(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        OrderSheet sheet = OrderSheet.read(text, zone);
        List<Mistake> mistakes = new ArrayList<>(sheet.mistakes());
        sheet.orders().forEach((location, rows) -> {
            if (production.oee(location).isEmpty()) {
                rows.forEach(row -> mistakes.add(
                        new Mistake(row.line(), unknownPlace(location).sentence())));
            }
        });
        List<Imported.Change> changes = new ArrayList<>();
        List<String> effects = new ArrayList<>();
        Map<String, List<OrderEvent>> found = new TreeMap<>();
        if (mistakes.isEmpty()) {
            Map<String, List<OrderEvent>> told = told(sheet.orders().keySet());
            sheet.orders().forEach((location, rows) -> {
                OrderImport plan =
                        OrderImport.of(told.getOrDefault(location, List.of()), production.products(), rows, now);
                mistakes.addAll(plan.mistakes());
                plan.effects().forEach(effect -> effects.add(location + ": " + effect));
                plan.changes()
                        .forEach(change -> changes.add(
                                new Imported.Change(change.line(), location, change.order(), change.what())));
                found.put(
                        location,
                        plan.changes().stream()
                                .flatMap(change -> change.events().stream())
                                .toList());
            });
        }
        if (!mistakes.isEmpty()) {
            throw refused(mistakes).asException();
        }
        if (!dryRun) {
            write(found, by);
        }
        changes.sort(Comparator.comparingInt(Imported.Change::line));
        return new Imported(sheet.rows(), changes, effects);
    }

    private static Problem refused(List<Mistake> mistakes) {
        String lines = mistakes.stream()
                .sorted(Comparator.comparingInt(Mistake::line))
                .limit(MOST_NAMED)
                .map(mistake -> "line " + mistake.line() + ": " + mistake.sentence())
                .collect(Collectors.joining("\n"));
        return Problem.of(
                "orders-refused",
                (mistakes.size() == 1 ? "One line" : mistakes.size() + " lines")
                        + " of the list cannot be, so nothing was changed.\n" + lines
                        + (mistakes.size() > MOST_NAMED ? "\n..." : ""),
                "Correct the list and import it again.");
    }

    String exportOrders(@Nullable String location) {
        Map<String, List<WorkOrder>> orders = new TreeMap<>();
        told(location == null ? null : List.of(location))
                .forEach((place, told) -> orders.put(
                        place,
                        Orders.of(told, production.products()).all().values().stream()
                                .sorted(Comparator.comparing(WorkOrder::id))
                                .toList()));
        return OrderSheet.write(orders);
    }

    private void checkPlace(String location) {
        if (production.oee(location).isEmpty()) {
            throw unknownPlace(location).asException();
        }
    }

    private static Problem unknownPlace(String location) {
        return Problem.of(
                "place-unknown",
                "Nothing measures what '" + location + "' makes.",
                "Name a location path that fits one under 'oee' of the site file, as in plant/packing/line-1.");
    }

    /** What nothing would count must not look as if it did. */
    private void checkCounted(String location, OrderChange change) {
        String counts = production.oee(location).map(oee -> oee.counts()).orElse(null);
        if (change instanceof OrderChange.Book && counts != null && !counts.endsWith("_analytics/product/add")) {
            throw Problem.of(
                            "pieces-counted",
                            "The pieces of '" + location + "' are counted by " + counts
                                    + "; pieces that are booked beside that would be in no figure.",
                            "Book bad pieces, or name _analytics/product/add as its counts in the site file.")
                    .asException();
        }
    }

    /** All there is of these locations, or of every one; a location of which nothing was told has an empty list. */
    private Map<String, List<OrderEvent>> told(@Nullable Iterable<String> locations) {
        Map<String, List<OrderEvent>> told = new TreeMap<>();
        try (ProductionStore store = stores.get()) {
            Map<String, Map<String, String>> topics = ToldEvents.topics(store.topics());
            for (String location : locations == null ? topics.keySet() : locations) {
                List<OrderEvent> there = new ArrayList<>(ToldEvents.read(topics.getOrDefault(location, Map.of()), store)
                        .orders());
                there.addAll(recent.of(location));
                told.put(location, there);
            }
        }
        return told;
    }

    private void write(Map<String, List<OrderEvent>> told, String by) {
        List<CompletionStage<Void>> written = new ArrayList<>();
        told.forEach((location, there) -> there.forEach(event -> written.add(events.write(
                namespace.topic(location, Payloads.ANALYTICS, OrderJson.name(event)),
                event.toldMicros(),
                OrderJson.text(event, by),
                by))));
        LogAnswer.awaitAll(written, AGAIN);
        told.forEach((location, there) -> there.forEach(event -> recent.add(location, event)));
    }
}

package io.millrace.production.order;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.production.Span;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Judges what people want to tell about orders before it is told, and makes the event of it. What is so already makes none:
 * whoever says it twice changes nothing. Events of other systems are not judged so strictly; they come in any order.
 * Immutable.
 */
public final class OrderRules {

    /** Two clocks differ, and a minute ahead is not the future. */
    private static final long AHEAD = TimeUnit.MINUTES.toMicros(1);

    private static final long MOST_PIECES = 1_000_000_000L;
    private static final long LONGEST_CYCLE = TimeUnit.DAYS.toMicros(366);
    private static final int LONGEST_NAME = 200;
    private static final int PRODUCTS_NAMED = 10;

    private final Orders orders;
    private final long now;

    /**
     * @param orders of the location, as they stand
     * @param nowMicros when it is told
     */
    public OrderRules(Orders orders, long nowMicros) {
        this.orders = orders;
        this.now = nowMicros;
    }

    /**
     * The event that says it; empty where it is so already.
     *
     * @throws ProblemException when it cannot be so
     */
    public Optional<OrderEvent> event(OrderChange change) {
        if (change instanceof OrderChange.Create create) {
            return created(create);
        }
        if (change instanceof OrderChange.Start start) {
            return started(start);
        }
        if (change instanceof OrderChange.Stop stop) {
            return stopped(stop);
        }
        if (change instanceof OrderChange.Book book) {
            return booked(book);
        }
        return spoiled((OrderChange.Spoil) change);
    }

    private Optional<OrderEvent> created(OrderChange.Create wish) {
        String id = name(wish.order(), "order");
        WorkOrder before = orders.order(id);
        String product = first(wish.product(), before == null ? null : before.product());
        Long quantity = first(wish.quantity(), before == null ? null : before.quantity());
        Long cycle = first(wish.cycleMicros(), before == null ? null : before.cycleMicros());
        if (product == null || quantity == null) {
            throw refused(
                    "Order " + id + " does not say "
                            + (product == null ? "which product it is for." : "how many pieces it is for."),
                    "Give " + (product == null ? "product." : "quantity."));
        }
        name(product, "product");
        refuseUnless(
                quantity > 0 && quantity <= MOST_PIECES,
                "The quantity of order " + id + " is " + quantity + ".",
                "Give whole pieces, from 1 to " + MOST_PIECES + ".");
        refuseUnless(
                cycle == null || (cycle > 0 && cycle <= LONGEST_CYCLE),
                "The ideal cycle time of order " + id + " is not above 0, or longer than a year.",
                "Give the time of one piece, or leave it out.");
        if (cycle == null && (before == null || !product.equals(before.product()))) {
            known(product);
        }
        Span planned = planned(id, wish, before == null ? null : before.planned());
        OrderEvent.Created event = new OrderEvent.Created(now, id, id, product, quantity, cycle, planned);
        boolean same = before != null
                && before.createdMicros() != null
                && product.equals(before.product())
                && quantity.equals(before.quantity())
                && Objects.equals(cycle, before.cycleMicros())
                && Objects.equals(planned, before.planned());
        return same ? Optional.empty() : Optional.of(event);
    }

    private static @Nullable Span planned(String id, OrderChange.Create wish, @Nullable Span before) {
        Long from = first(wish.plannedStart(), before == null ? null : before.startMicros());
        Long to = first(wish.plannedEnd(), before == null ? null : before.endMicros());
        if (from == null && to == null) {
            return null;
        }
        if (from == null || to == null) {
            throw refused(
                    "The plan of order " + id + " says only when it " + (from == null ? "ends." : "begins."),
                    "Give both its planned start and its planned end, or neither.");
        }
        refuseUnless(
                from < to,
                "Order " + id + " is planned to end at " + time(to) + ", and to begin at " + time(from) + ".",
                "Give a planned end after the planned start.");
        return new Span(from, to);
    }

    private Optional<OrderEvent> started(OrderChange.Start start) {
        WorkOrder order = there(start.order());
        notLater(start.atMicros(), "Order " + order.id() + " cannot have been started");
        WorkOrder running = orders.at(start.atMicros());
        return running != null && running.id().equals(order.id())
                ? Optional.empty()
                : Optional.of(new OrderEvent.Started(now, order.id(), order.id(), start.atMicros()));
    }

    private Optional<OrderEvent> stopped(OrderChange.Stop stop) {
        WorkOrder order = there(stop.order());
        long at = stop.atMicros();
        notLater(at, "Order " + order.id() + " cannot have been stopped");
        List<Span> runs = order.runs();
        if (runs.isEmpty()) {
            throw refused(
                    "Order " + order.id() + " was never started.", "Start it first, with the time when it began.");
        }
        if (runs.stream().anyMatch(run -> run.endMicros() == at)) {
            return Optional.empty();
        }
        if (runs.stream().anyMatch(run -> run.startMicros() < at && at < run.endMicros())) {
            return Optional.of(new OrderEvent.Stopped(now, order.id(), order.id(), at));
        }
        Span first = runs.get(0);
        if (at <= first.startMicros()) {
            throw refused(
                    "Order " + order.id() + " was started at " + time(first.startMicros())
                            + " and cannot have been stopped at " + time(at) + ".",
                    "Give a time after its start.");
        }
        Span last = runs.stream()
                .filter(run -> run.endMicros() <= at)
                .reduce((one, next) -> next)
                .orElse(first);
        throw refused(
                "Order " + order.id() + " was not running at " + time(at) + ": it ended at " + time(last.endMicros())
                        + ".",
                "If it went on after that, start it again with the time when it did.");
    }

    private Optional<OrderEvent> booked(OrderChange.Book book) {
        known(name(book.product(), "product"));
        notLater(book.endMicros(), "Pieces cannot have been made");
        pieces(book.quantity(), "quantity");
        pieces(book.bad(), "bad");
        refuseUnless(
                book.bad() <= book.quantity(),
                "Of " + book.quantity() + " pieces " + book.bad() + " are to be bad.",
                "Give in quantity all pieces, the bad ones with them.");
        return Optional.of(
                new OrderEvent.Made(now, book.id(), book.product(), book.endMicros(), book.quantity(), book.bad()));
    }

    private Optional<OrderEvent> spoiled(OrderChange.Spoil spoil) {
        known(name(spoil.product(), "product"));
        notLater(spoil.endMicros(), "Pieces cannot have been made");
        pieces(spoil.bad(), "bad");
        return Optional.of(
                new OrderEvent.Spoiled(now, spoil.product(), spoil.product(), spoil.endMicros(), spoil.bad()));
    }

    /** A product is known when somebody said how long it takes; where nobody says it of any, all are. */
    private void known(String product) {
        if (orders.products().isEmpty() || orders.products().containsKey(product) || isOfAnOrder(product)) {
            return;
        }
        List<String> names = new TreeSet<>(orders.products().keySet())
                .stream().limit(PRODUCTS_NAMED).toList();
        boolean more = orders.products().size() > names.size();
        throw Problem.of(
                        "product-unknown",
                        "Nobody has said how long a piece of '" + product + "' takes.",
                        "Known are " + String.join(", ", names) + (more ? " and others" : "")
                                + ". Correct the name, add it to 'products' of the site file, or give the ideal cycle time"
                                + " with the order.")
                .asException();
    }

    private boolean isOfAnOrder(String product) {
        return orders.all().values().stream().anyMatch(order -> product.equals(order.product()));
    }

    private WorkOrder there(String id) {
        WorkOrder order = orders.order(name(id, "order"));
        if (order == null) {
            throw Problem.of(
                            "order-unknown",
                            "There is no order '" + id + "' at this place.",
                            "Create it first, with its product and quantity.")
                    .asException();
        }
        return order;
    }

    private void notLater(long at, String what) {
        refuseUnless(
                at <= now + AHEAD,
                what + " at " + time(at) + ": that is still to come.",
                "Give a time that has been; what is planned is said with the order.");
        refuseUnless(at > 0, what + " at " + time(at) + ".", "Give a time such as 2026-01-31T08:00:00Z.");
    }

    private static void pieces(long pieces, String field) {
        refuseUnless(
                pieces >= 0 && pieces <= MOST_PIECES,
                field + " is " + pieces + ".",
                "Give whole pieces, from 0 to " + MOST_PIECES + ".");
    }

    private static String name(String name, String field) {
        refuseUnless(
                !name.isBlank() && name.equals(name.strip()) && name.length() <= LONGEST_NAME,
                name.isBlank()
                        ? "There is no " + field + "."
                        : "The " + field + " begins or ends with a blank, or is longer than " + LONGEST_NAME
                                + " characters.",
                "Give " + field + ": a name of up to " + LONGEST_NAME + " characters.");
        return name;
    }

    private static <T> @Nullable T first(@Nullable T given, @Nullable T otherwise) {
        return given == null ? otherwise : given;
    }

    static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static void refuseUnless(boolean right, String message, String remedy) {
        if (!right) {
            throw refused(message, remedy);
        }
    }

    private static ProblemException refused(String message, String remedy) {
        return Problem.of("order-refused", message, remedy).asException();
    }
}

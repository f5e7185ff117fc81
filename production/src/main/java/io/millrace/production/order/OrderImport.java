package io.millrace.production.order;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.production.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a list of orders would change at a location, all of it together. Where one row cannot be, nothing is changed; what
 * is so already needs no event, so the same list a second time has none.
 *
 * @param changes of the rows that change anything, in the order of the list
 * @param effects what else follows from it, as sentences: the start of an order ends the one before
 * @param mistakes empty when it can be done
 */
public record OrderImport(List<Change> changes, List<String> effects, List<Mistake> mistakes) {

    /**
     * An order as a list has it. What is absent stays as it is.
     *
     * @param line of the list, for people
     * @param startedMicros when it was first started
     * @param stoppedMicros when it was last stopped
     */
    public record Row(
            int line,
            OrderChange.Create order,
            @Nullable Long startedMicros,
            @Nullable Long stoppedMicros) {}

    /** What becomes of a row: {@code created}, {@code changed}, {@code started}, {@code stopped}. */
    public record Change(int line, String order, List<String> what, List<OrderEvent> events) {
        public Change {
            what = List.copyOf(what);
            events = List.copyOf(events);
        }
    }

    /** Why a row cannot be. */
    public record Mistake(int line, String sentence) {}

    public OrderImport {
        changes = List.copyOf(changes);
        effects = List.copyOf(effects);
        mistakes = List.copyOf(mistakes);
    }

    /**
     * @param told all there is of the location
     * @param products ideal microseconds for a piece of each product that is known without an event
     */
    public static OrderImport of(
            Collection<? extends OrderEvent> told, Map<String, Long> products, List<Row> rows, long nowMicros) {
        Orders before = Orders.of(told, products);
        OrderRules rules = new OrderRules(before, nowMicros);
        List<Change> changes = new ArrayList<>();
        List<Mistake> mistakes = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        List<OrderEvent> all = new ArrayList<>(told);
        for (Row row : rows) {
            try {
                Integer other = lines.putIfAbsent(row.order().order(), row.line());
                if (other != null) {
                    mistakes.add(new Mistake(
                            row.line(), "Order " + row.order().order() + " is in line " + other + " already."));
                    continue;
                }
                Change change = change(row, before, rules, nowMicros);
                all.addAll(change.events());
                if (!change.events().isEmpty()) {
                    changes.add(change);
                }
            } catch (ProblemException wrong) {
                mistakes.add(new Mistake(row.line(), wrong.problem().sentence()));
            }
        }
        if (!mistakes.isEmpty()) {
            return new OrderImport(List.of(), List.of(), mistakes);
        }
        Orders after = Orders.of(all, products);
        rows.forEach(row -> disagreement(row, after).ifPresent(mistakes::add));
        return mistakes.isEmpty()
                ? new OrderImport(changes, effects(before, after, lines), mistakes)
                : new OrderImport(List.of(), List.of(), mistakes);
    }

    private static Change change(Row row, Orders before, OrderRules rules, long now) {
        String id = row.order().order();
        WorkOrder order = before.order(id);
        List<String> what = new ArrayList<>();
        List<OrderEvent> events = new ArrayList<>();
        rules.event(row.order()).ifPresent(event -> {
            what.add(order == null ? "created" : "changed");
            events.add(event);
        });
        Long started = row.startedMicros();
        Long stopped = row.stoppedMicros();
        Long since = started != null ? started : order == null ? null : order.startedMicros();
        if (stopped != null && since == null) {
            throw refused("Order " + id + " is stopped and never started.", "Say in 'started' when it was.");
        }
        if (stopped != null && since != null && stopped <= since) {
            throw refused(
                    "Order " + id + " is stopped at " + OrderRules.time(stopped) + ", and started at "
                            + OrderRules.time(since) + ".",
                    "Give a time after its start.");
        }
        if (started != null && (order == null || !started.equals(order.startedMicros()))) {
            notLater(id, started, now);
            what.add("started");
            events.add(new OrderEvent.Started(now, id, id, started));
        }
        if (stopped != null && (order == null || !stopped.equals(order.stoppedMicros()))) {
            notLater(id, stopped, now);
            what.add("stopped");
            events.add(new OrderEvent.Stopped(now, id, id, stopped));
        }
        return new Change(row.line(), id, what, events);
    }

    private static void notLater(String id, long at, long now) {
        if (at > now) {
            throw refused(
                    "Order " + id + " is started or stopped at " + OrderRules.time(at) + ", which is still to come.",
                    "What is to come is planned: use planned_start and planned_end.");
        }
    }

    /** The list must be true when all of it is told. */
    private static Optional<Mistake> disagreement(Row row, Orders after) {
        WorkOrder order = Objects.requireNonNull(after.order(row.order().order()));
        Long started = row.startedMicros();
        Long stopped = row.stoppedMicros();
        if (started != null && !started.equals(order.startedMicros())) {
            return Optional.of(new Mistake(
                    row.line(),
                    "Order " + order.id() + " was started at " + told(order.startedMicros())
                            + " by what was told before," + " not at " + OrderRules.time(started)
                            + ". What was told is not taken back by a list."));
        }
        if (stopped != null && !stopped.equals(order.stoppedMicros())) {
            return Optional.of(new Mistake(
                    row.line(),
                    "Order " + order.id() + " would not end at " + OrderRules.time(stopped) + " but "
                            + (order.stoppedMicros() == null ? "go on" : "at " + told(order.stoppedMicros()))
                            + ": another order starts before, or it was started or stopped otherwise. The start of an order"
                            + " ends the one before."));
        }
        return Optional.empty();
    }

    private static String told(@Nullable Long micros) {
        return micros == null ? "no time" : OrderRules.time(micros);
    }

    private static List<String> effects(Orders before, Orders after, Map<String, Integer> listed) {
        List<String> effects = new ArrayList<>();
        before.all().forEach((id, order) -> {
            WorkOrder then = after.order(id);
            if (!listed.containsKey(id) && then != null && !then.runs().equals(order.runs())) {
                Span last = then.runs().isEmpty()
                        ? null
                        : then.runs().get(then.runs().size() - 1);
                effects.add("Order " + id
                        + (last == null
                                ? " has then never run."
                                : last.endMicros() == Long.MAX_VALUE
                                        ? " has then run at other times."
                                        : " then ends at " + OrderRules.time(last.endMicros()) + "."));
            }
        });
        effects.sort(null);
        return effects;
    }

    private static ProblemException refused(String message, String remedy) {
        return Problem.of("order-refused", message, remedy).asException();
    }
}

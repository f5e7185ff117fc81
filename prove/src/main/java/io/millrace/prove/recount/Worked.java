package io.millrace.prove.recount;

import io.millrace.prove.plant.Timetable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a machine worked: what it did and made, and for which order. A figure is added up microsecond by microsecond and
 * piece by piece, from the stretches between all moments at which anything changed. Times are microseconds since 1970.
 */
public final class Worked {

    private static final int PLACES = 6;

    private final String location;
    private final Timetable timetable;
    private final NavigableMap<Long, States.Stretch> states = new TreeMap<>();
    private final NavigableMap<Long, Pieces> pieces;
    private final NavigableMap<Long, String> orders;

    /**
     * Pieces of one moment.
     *
     * @param ideal microseconds they take ideally
     * @param idealBad microseconds those of them take ideally that are bad
     */
    record Pieces(long count, long scrap, long ideal, long idealBad) {

        static Pieces made(long count, Duration cycle) {
            return new Pieces(count, 0, count * micros(cycle), 0);
        }

        static Pieces bad(long scrap, Duration cycle) {
            return new Pieces(0, scrap, 0, scrap * micros(cycle));
        }

        Pieces plus(Pieces other) {
            return new Pieces(count + other.count, scrap + other.scrap, ideal + other.ideal, idealBad + other.idealBad);
        }

        private static long micros(Duration cycle) {
            return TimeUnit.NANOSECONDS.toMicros(cycle.toNanos());
        }
    }

    /**
     * An order from its start to the start of the next.
     *
     * @param end null while it runs
     */
    public record Order(String name, long start, @Nullable Long end) {}

    /**
     * @param location full path without the root of the namespace
     * @param orders by when they were begun
     */
    Worked(
            String location,
            Timetable timetable,
            List<States.Stretch> states,
            NavigableMap<Long, Pieces> pieces,
            NavigableMap<Long, String> orders) {
        this.location = location;
        this.timetable = timetable;
        states.forEach(state -> this.states.put(state.start(), state));
        this.pieces = pieces;
        this.orders = orders;
    }

    public String location() {
        return location;
    }

    /** When anything was known for the first time; null where nothing ever was. */
    public @Nullable Long first() {
        return states.isEmpty() ? null : states.firstKey();
    }

    public List<Order> orders() {
        return orders.keySet().stream().map(this::order).toList();
    }

    /** The order that was begun at a time; null where none was. */
    public @Nullable Order order(long start) {
        String name = orders.get(start);
        return name == null ? null : new Order(name, start, orders.higherKey(start));
    }

    /** The figure from one time to another; where the last state has no end, it lasts. */
    public Figure figure(long from, long to) {
        List<Timetable.Shift> shifts = timetable.shifts(from, to);
        Map<String, Long> times = times(from, to, shifts);
        Pieces planned = new Pieces(0, 0, 0, 0);
        long unplanned = 0;
        for (Map.Entry<Long, Pieces> made : pieces.subMap(from, to).entrySet()) {
            if (shiftAt(shifts, made.getKey()) == null) {
                unplanned += made.getValue().count;
            } else {
                planned = planned.plus(made.getValue());
            }
        }
        long production = of(times, "production");
        long busy = to - from - of(times, "not_planned") - of(times, "planned_stop");
        boolean known = of(times, "unknown") < busy;
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("availability", known ? ratio(production, busy) : Figure.ABSENT);
        fields.put("performance", known ? ratio(planned.ideal, production) : Figure.ABSENT);
        fields.put("quality", ratio(planned.count - planned.scrap, planned.count));
        fields.put("oee", known ? ratio(planned.ideal - planned.idealBad, busy) : Figure.ABSENT);
        Figure.TIMES.forEach(time -> fields.put(time, Words.number(of(times, time))));
        fields.put("ideal", Words.number(planned.ideal));
        fields.put("ideal_good", Words.number(planned.ideal - planned.idealBad));
        fields.put("count", Words.number(planned.count));
        fields.put("scrap", Words.number(planned.scrap));
        fields.put("unplanned_count", Words.number(unplanned));
        return new Figure(fields);
    }

    private Map<String, Long> times(long from, long to, List<Timetable.Shift> shifts) {
        TreeSet<Long> changes = new TreeSet<>(states.subMap(from, to).keySet());
        for (Timetable.Shift shift : shifts) {
            changes.addAll(List.of(shift.start(), shift.pauseStart(), shift.pauseEnd(), shift.end()));
        }
        Map<String, Long> times = new HashMap<>();
        long at = from;
        while (at < to) {
            long until = Math.min(to, Objects.requireNonNullElse(changes.higher(at), to));
            times.merge(classAt(at, shiftAt(shifts, at)), until - at, Long::sum);
            at = until;
        }
        return times;
    }

    private static Timetable.@Nullable Shift shiftAt(List<Timetable.Shift> shifts, long micros) {
        return shifts.stream()
                .filter(shift -> shift.start() <= micros && micros < shift.end())
                .findFirst()
                .orElse(null);
    }

    /** Who runs through a break has produced. */
    private String classAt(long micros, Timetable.@Nullable Shift shift) {
        if (shift == null) {
            return "not_planned";
        }
        Map.Entry<Long, States.Stretch> state = states.floorEntry(micros);
        String does = state == null ? "unknown" : classOf(state.getValue());
        boolean pause = shift.pauseStart() <= micros && micros < shift.pauseEnd();
        return pause && !does.equals("production") ? "planned_stop" : does;
    }

    private static String classOf(States.Stretch stretch) {
        if (!stretch.state().known()) {
            return "unknown";
        }
        if (!stretch.state().stop()) {
            return "production";
        }
        return stretch.brief() ? "microstop" : "unplanned_stop";
    }

    private static long of(Map<String, Long> times, String time) {
        return times.getOrDefault(time, 0L);
    }

    private static String ratio(long part, long whole) {
        return whole == 0
                ? Figure.ABSENT
                : BigDecimal.valueOf(part)
                        .divide(BigDecimal.valueOf(whole), PLACES, RoundingMode.HALF_UP)
                        .toPlainString();
    }
}

package io.millrace.app.production;

import io.millrace.historian.production.FigureKey;
import io.millrace.historian.production.FigureRow;
import io.millrace.historian.production.OrderRow;
import io.millrace.historian.production.OrderRun;
import io.millrace.historian.production.ProductionStore;
import io.millrace.historian.production.ShiftRow;
import io.millrace.production.Production;
import io.millrace.production.Span;
import io.millrace.production.calendar.Period;
import io.millrace.production.calendar.ShiftCalendar;
import io.millrace.production.oee.LossModel;
import io.millrace.production.order.WorkOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Computes the figures of one machine once, day by day, so that no more than a day of facts is in memory. */
final class Computation {

    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    /** Shifts are written so far ahead, for people who plan. */
    private static final long AHEAD = 8 * DAY;

    private final Machine machine;
    private final ProductionStore store;
    private final Told told;
    private final LossModel model;
    private final long nowMicros;

    Computation(Machine machine, ProductionStore store, Production production, long nowMicros) {
        this.machine = machine;
        this.store = store;
        this.told = Told.read(machine, store, production);
        this.model = machine.options().model();
        this.nowMicros = nowMicros;
    }

    /**
     * Computes all periods and orders that overlap any of some spans.
     *
     * @param plansChanged whether orders and shifts may not be those that are saved
     */
    void all(Collection<Span> touched, boolean plansChanged) {
        TreeSet<Period> days =
                new TreeSet<>(Comparator.comparingLong(day -> day.span().startMicros()));
        for (Span span : touched) {
            // An empty span is a moment.
            Span some = span.isEmpty() ? new Span(span.startMicros(), span.startMicros() + 1) : span;
            days.addAll(told.calendar().periods(Period.Kind.DAY, some));
        }
        for (Period day : days) {
            compute(day.span(), touched, List.of(Period.Kind.values()));
            keepShifts(day.span());
        }
        orders(touched);
        plans(plansChanged);
    }

    /** Computes the hour that runs, and no more. */
    void hour() {
        Span moment = new Span(nowMicros - 1, nowMicros);
        compute(moment, List.of(moment), List.of(Period.Kind.HOUR));
    }

    private void compute(Span day, Collection<Span> touched, List<Period.Kind> kinds) {
        ShiftCalendar calendar = told.calendar();
        List<Period> periods = new ArrayList<>();
        for (Period.Kind kind : kinds) {
            for (Period period : calendar.periods(kind, day)) {
                if (period.span().startMicros() < nowMicros
                        && touched.stream().anyMatch(span -> touches(span, period.span()))) {
                    periods.add(period);
                }
            }
        }
        if (!periods.isEmpty()) {
            FactReader.Reading reading = read(around(periods));
            store.save(
                    periods.stream()
                            .map(period -> Figures.of(machine, period, reading, model, nowMicros))
                            .toList(),
                    nowMicros);
        }
    }

    /** A figure of a shift that is no more would stand beside that of the one in its place. */
    private void keepShifts(Span day) {
        List<FigureKey> there = told.calendar().shifts(day).stream()
                .map(shift -> new FigureKey(shift.span().startMicros(), shift.name()))
                .toList();
        store.keepOnly(machine.location(), "shift", day.startMicros(), day.endMicros(), there, nowMicros);
    }

    private static boolean touches(Span touched, Span period) {
        return touched.isEmpty() ? period.contains(touched.startMicros()) : period.overlaps(touched);
    }

    private static Span around(List<Period> periods) {
        long start = periods.stream()
                .mapToLong(period -> period.span().startMicros())
                .min()
                .orElseThrow();
        long end = periods.stream()
                .mapToLong(period -> period.span().endMicros())
                .max()
                .orElseThrow();
        return new Span(start, end);
    }

    private FactReader.Reading read(Span span) {
        return FactReader.read(machine, told, span, nowMicros, store);
    }

    private void orders(Collection<Span> touched) {
        List<FigureRow> figures = new ArrayList<>();
        for (WorkOrder order : told.orders().all().values()) {
            if (order.runs().isEmpty() || order.runs().get(0).startMicros() >= nowMicros) {
                continue;
            }
            Span span = Figures.span(order, nowMicros);
            if (touched.stream().anyMatch(some -> touches(some, span))) {
                figures.add(Figures.of(
                        machine, order, told.calendar().day(span.startMicros()), read(span), model, nowMicros));
            }
        }
        store.save(figures, nowMicros);
    }

    private void plans(boolean changed) {
        List<OrderRow> orders = told.orders().all().values().stream()
                .sorted(Comparator.comparing(WorkOrder::id))
                .map(Computation::row)
                .toList();
        store.orders(machine.location(), orders, told.orders().products());
        store.runs(
                machine.location(),
                told.orders().all().values().stream().flatMap(Computation::runs).toList());
        Span ahead = new Span(nowMicros - DAY, nowMicros + AHEAD);
        saveShifts(ahead);
        if (changed) {
            List<FigureKey> started = told.orders().all().values().stream()
                    .filter(order -> !order.runs().isEmpty())
                    .map(order -> new FigureKey(order.runs().get(0).startMicros(), order.id()))
                    .toList();
            store.keepOnly(machine.location(), Figures.ORDER, nowMicros - Touched.ALL, nowMicros, started, nowMicros);
            saveShifts(new Span(nowMicros - Touched.ALL, nowMicros - DAY));
        }
    }

    private void saveShifts(Span span) {
        store.shifts(
                machine.location(),
                span.startMicros(),
                span.endMicros(),
                told.calendar().shifts(span).stream()
                        .filter(shift -> span.contains(shift.span().startMicros()))
                        .map(shift -> new ShiftRow(
                                shift.span().startMicros(), shift.span().endMicros(), shift.name(), shift.day()))
                        .toList());
    }

    private static Stream<OrderRun> runs(WorkOrder order) {
        return order.runs().stream()
                .filter(run -> !run.isEmpty())
                .map(run -> new OrderRun(
                        order.id(), run.startMicros(), run.endMicros() == Long.MAX_VALUE ? null : run.endMicros()));
    }

    private static OrderRow row(WorkOrder order) {
        return new OrderRow(
                order.id(),
                order.product(),
                order.quantity(),
                order.cycleMicros(),
                order.status().name().toLowerCase(Locale.ROOT),
                order.createdMicros(),
                start(order.planned()),
                end(order.planned()),
                order.startedMicros(),
                order.stoppedMicros());
    }

    private static @Nullable Long start(@Nullable Span span) {
        return span == null ? null : span.startMicros();
    }

    private static @Nullable Long end(@Nullable Span span) {
        return span == null ? null : span.endMicros();
    }
}

package io.millrace.production.calendar;

import io.millrace.model.PlantClock;
import io.millrace.production.Span;
import io.millrace.production.calendar.PlannedStretch.Plan;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When a location means to produce: its shifts, days and hours, and what is planned in a span.
 *
 * <p>A production day begins at a time of day and not always at midnight; a shift belongs to the day in which it begins.
 * Where nobody wrote a calendar, production is planned all the time, until the first shift that an event added. Immutable.
 */
public final class ShiftCalendar {

    /** The name of a shift that an event added without one, where no shift of a pattern begins. */
    public static final String EXTRA = "extra";

    private final PlantClock clock;
    private final LocalTime dayBegins;
    private final @Nullable Patterns patterns;
    /** By start; none overlaps another. */
    private final List<ShiftChange.Added> added;
    /** Starts of shifts there are not. */
    private final List<Long> deleted;

    private ShiftCalendar(
            PlantClock clock,
            LocalTime dayBegins,
            @Nullable Patterns patterns,
            List<ShiftChange.Added> added,
            List<Long> deleted) {
        this.clock = clock;
        this.dayBegins = dayBegins;
        this.patterns = patterns;
        this.added = added;
        this.deleted = deleted;
    }

    /** @param site the time zone of the site, where the calendar names none */
    public static ShiftCalendar of(CalendarOptions options, ZoneId site) {
        PlantClock clock = new PlantClock(options.zone(site));
        return new ShiftCalendar(clock, options.dayBegins(), new Patterns(options, clock), List.of(), List.of());
    }

    /** Production all the time. */
    public static ShiftCalendar always(ZoneId zone) {
        return new ShiftCalendar(new PlantClock(zone), LocalTime.MIDNIGHT, null, List.of(), List.of());
    }

    /** This calendar with shifts that were added and deleted, in any order; said twice is said once. */
    public ShiftCalendar with(Collection<? extends ShiftChange> changes) {
        List<ShiftChange> told = new ArrayList<>(changes);
        told.sort(Comparator.comparingLong(ShiftChange::toldMicros)
                .thenComparing(ShiftChange::id)
                .thenComparingLong(ShiftChange::startMicros)
                .thenComparing(ShiftChange::toString));
        TreeMap<Long, ShiftChange.Added> there = new TreeMap<>();
        List<Long> gone = new ArrayList<>();
        for (ShiftChange change : told) {
            if (change instanceof ShiftChange.Added add) {
                there.values().removeIf(other -> other.span().overlaps(add.span()));
                there.put(add.startMicros(), add);
                gone.remove((Long) add.startMicros());
            } else {
                there.remove(change.startMicros());
                gone.remove((Long) change.startMicros());
                gone.add(change.startMicros());
            }
        }
        return new ShiftCalendar(clock, dayBegins, patterns, List.copyOf(there.values()), List.copyOf(gone));
    }

    public ZoneId zone() {
        return clock.zone();
    }

    /** The production day a time lies in. */
    public LocalDate day(long micros) {
        LocalDate wall = clock.wall(micros).toLocalDate();
        return micros < clock.micros(wall.atTime(dayBegins)) ? wall.minusDays(1) : wall;
    }

    /** The shifts that overlap a span, in order of time. None overlaps another. */
    public List<Shift> shifts(Span span) {
        List<Shift> shifts = new ArrayList<>();
        List<Span> taken = added.stream().map(ShiftChange.Added::span).toList();
        List<Shift> regular = patterns == null
                ? List.of()
                : patterns.shifts(
                        day(span.startMicros()).minusDays(2),
                        day(span.endMicros()).plusDays(1));
        Map<Long, Shift> byStart = new TreeMap<>();
        for (Shift shift : regular) {
            byStart.put(shift.span().startMicros(), shift);
            if (!deleted.contains(shift.span().startMicros())) {
                shift.span().without(taken).forEach(left -> shifts.add(shift.in(left)));
            }
        }
        for (ShiftChange.Added add : added) {
            if (add.span().overlaps(span)) {
                shifts.add(addedShift(add, byStart.get(add.startMicros())));
            }
        }
        shifts.removeIf(shift -> !shift.span().overlaps(span));
        shifts.sort(Comparator.comparingLong(shift -> shift.span().startMicros()));
        return shifts;
    }

    private Shift addedShift(ShiftChange.Added add, @Nullable Shift instead) {
        String usual = instead == null ? EXTRA : instead.name();
        Shift shift = new Shift(
                add.name().isEmpty() ? usual : add.name(),
                day(add.startMicros()),
                add.span(),
                instead == null ? List.of() : instead.breaks());
        return shift.in(add.span());
    }

    /** The periods of a kind that overlap a span, in order of time. Each is whole. */
    public List<Period> periods(Period.Kind kind, Span span) {
        return switch (kind) {
            case SHIFT ->
                shifts(span).stream()
                        .map(shift -> new Period(kind, shift.name(), shift.day(), shift.span()))
                        .toList();
            case DAY -> days(span);
            case HOUR -> hours(span);
        };
    }

    private List<Period> days(Span span) {
        List<Period> days = new ArrayList<>();
        for (LocalDate day = day(span.startMicros()); !span.isEmpty(); day = day.plusDays(1)) {
            Span whole = new Span(
                    clock.micros(day.atTime(dayBegins)),
                    clock.micros(day.plusDays(1).atTime(dayBegins)));
            if (whole.startMicros() >= span.endMicros()) {
                break;
            }
            days.add(new Period(Period.Kind.DAY, day.toString(), day, whole));
        }
        return days;
    }

    private List<Period> hours(Span span) {
        List<Period> hours = new ArrayList<>();
        long at = clock.hourStart(span.startMicros());
        while (at < span.endMicros()) {
            Span whole = new Span(at, clock.hourEnd(at));
            hours.add(new Period(Period.Kind.HOUR, clock.wall(at).toLocalTime().toString(), day(at), whole));
            at = whole.endMicros();
        }
        return hours;
    }

    /** What is planned in each part of a span: in order, without gap or overlap. */
    public List<PlannedStretch> plan(Span span) {
        List<PlannedStretch> plan = new ArrayList<>();
        if (span.isEmpty()) {
            return plan;
        }
        long at = span.startMicros();
        if (patterns == null) {
            long until = added.isEmpty() ? Long.MAX_VALUE : added.get(0).startMicros();
            at = Math.max(at, Math.min(span.endMicros(), until));
            add(plan, span.startMicros(), at, Plan.PRODUCTION);
        }
        List<Span> closed = patterns == null ? List.of() : patterns.closed();
        for (Shift shift : shifts(span)) {
            for (Span open : shift.span().within(span).without(closed)) {
                add(plan, at, open.startMicros(), Plan.NOTHING);
                at = open.startMicros();
                for (Span pause : shift.in(open).breaks()) {
                    add(plan, at, pause.startMicros(), Plan.PRODUCTION);
                    long begin = Math.max(at, pause.startMicros());
                    add(plan, begin, pause.endMicros(), Plan.BREAK);
                    at = Math.max(at, pause.endMicros());
                }
                add(plan, at, open.endMicros(), Plan.PRODUCTION);
                at = open.endMicros();
            }
        }
        add(plan, at, span.endMicros(), Plan.NOTHING);
        return plan;
    }

    private static void add(List<PlannedStretch> plan, long from, long to, Plan what) {
        if (from < to) {
            plan.add(new PlannedStretch(new Span(from, to), what));
        }
    }

    /** How long production is planned in a span, breaks not counted; microseconds. */
    public long plannedMicros(Span span) {
        return plan(span).stream()
                .filter(stretch -> stretch.plan() == Plan.PRODUCTION)
                .mapToLong(stretch -> stretch.span().length())
                .sum();
    }
}

package io.millrace.production.oee;

import io.millrace.production.Span;
import io.millrace.production.calendar.PlannedStretch;
import io.millrace.production.calendar.PlannedStretch.Plan;
import io.millrace.production.calendar.ShiftCalendar;
import io.millrace.production.order.Orders;
import io.millrace.production.order.WorkOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a figure follows from. The order in which facts are given does not matter, and a state that is given twice is
 * given once; counts are not, for two pieces may be told alike. Immutable.
 *
 * <p><b>Time.</b> Outside of shifts nothing is planned, whatever the machine does. A break is a planned stop, except while
 * the machine produces: who runs through a break has produced. Within a shift the state decides, by the loss model; a
 * moment without a state is unknown.
 *
 * <p><b>Pieces</b> count where they were made, in every moment of a shift; those made when nothing was planned are told
 * apart. A piece belongs to the product it was told with or, without one, to that of the order of its time.
 */
public final class Facts {

    private final List<StateStretch> states;
    private final List<Count> counts;
    private final Orders orders;
    private final ShiftCalendar calendar;

    /**
     * @param states where two overlap, the one that begins later counts from its start on
     * @param counts without those that orders tell by themselves
     */
    public Facts(Collection<StateStretch> states, Collection<Count> counts, Orders orders, ShiftCalendar calendar) {
        List<StateStretch> inTime = new ArrayList<>(new LinkedHashSet<>(states));
        inTime.removeIf(stretch -> stretch.span().isEmpty());
        inTime.sort(StateStretch.IN_TIME);
        this.states = List.copyOf(inTime);
        List<Count> pieces = new ArrayList<>(counts);
        orders.spoiled().forEach(later -> pieces.add(new Count(later.micros(), 0, later.scrap(), later.product())));
        pieces.sort(Count.IN_TIME);
        this.counts = List.copyOf(pieces);
        this.orders = Objects.requireNonNull(orders);
        this.calendar = Objects.requireNonNull(calendar);
    }

    public Orders orders() {
        return orders;
    }

    public ShiftCalendar calendar() {
        return calendar;
    }

    /** The figure of a span. */
    public Oee oee(Span span, LossModel model) {
        return Oee.of(tally(span, model), model);
    }

    /** The figure of an order: of its runs, as far as they lie before a time. */
    public Oee oee(WorkOrder order, long untilMicros, LossModel model) {
        Tally sum = Tally.NONE;
        for (Span run : order.runs()) {
            if (run.startMicros() < untilMicros) {
                sum = sum.plus(tally(run.within(new Span(run.startMicros(), untilMicros)), model));
            }
        }
        return Oee.of(sum, model);
    }

    /** Gives each microsecond of a span to one class and adds up the pieces. */
    public Tally tally(Span span, LossModel model) {
        List<PlannedStretch> plan = calendar.plan(span);
        return new Tally(times(span, plan, model), pieces(span, plan, model));
    }

    private Times times(Span span, List<PlannedStretch> plan, LossModel model) {
        Map<TimeClass, Long> micros = new EnumMap<>(TimeClass.class);
        int at = first(span.startMicros());
        for (PlannedStretch planned : plan) {
            long cursor = planned.span().startMicros();
            long end = planned.span().endMicros();
            while (at < states.size() && cursor < end) {
                Span state = span(at);
                if (state.startMicros() >= end) {
                    break;
                }
                if (state.endMicros() > cursor) {
                    add(micros, planned.plan(), null, cursor, state.startMicros());
                    cursor = Math.max(cursor, state.startMicros());
                    long until = Math.min(end, state.endMicros());
                    add(micros, planned.plan(), model.classOf(states.get(at)), cursor, until);
                    cursor = until;
                }
                if (state.endMicros() > end) {
                    break;
                }
                at++;
            }
            add(micros, planned.plan(), null, cursor, end);
        }
        return Times.of(micros);
    }

    /** The index of a state before which all end before a time. */
    private int first(long micros) {
        int low = 0;
        int high = states.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (span(middle).endMicros() <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A state's span until the next begins. */
    private Span span(int index) {
        Span own = states.get(index).span();
        if (index + 1 == states.size()) {
            return own;
        }
        long next = states.get(index + 1).span().startMicros();
        return new Span(own.startMicros(), Math.max(own.startMicros(), Math.min(own.endMicros(), next)));
    }

    private static void add(Map<TimeClass, Long> micros, Plan plan, @Nullable TimeClass state, long from, long to) {
        if (from < to) {
            TimeClass timeClass =
                    switch (plan) {
                        case NOTHING -> TimeClass.NOT_PLANNED;
                        case BREAK -> state == TimeClass.PRODUCTION ? state : TimeClass.PLANNED_STOP;
                        case PRODUCTION -> state == null ? TimeClass.UNKNOWN : state;
                    };
            micros.merge(timeClass, to - from, Math::addExact);
        }
    }

    private Pieces pieces(Span span, List<PlannedStretch> plan, LossModel model) {
        PieceSum sum = new PieceSum(orders, model);
        int stretch = 0;
        for (Count count : counts) {
            if (span.contains(count.micros())) {
                while (!plan.get(stretch).span().contains(count.micros())) {
                    stretch++;
                }
                sum.add(count, plan.get(stretch).plan() != Plan.NOTHING);
            }
        }
        return sum.sum();
    }
}

package io.millrace.production.oee;

import static io.millrace.production.Plant.BRUSSELS;
import static io.millrace.production.Plant.HOUR;
import static io.millrace.production.Plant.MINUTE;
import static io.millrace.production.Plant.at;
import static io.millrace.production.Plant.options;
import static io.millrace.production.Plant.week;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.production.Span;
import io.millrace.production.calendar.PlannedStretch;
import io.millrace.production.calendar.PlannedStretch.Plan;
import io.millrace.production.calendar.ShiftCalendar;
import io.millrace.production.oee.LossModel.Microstops;
import io.millrace.production.order.OrderEvent;
import io.millrace.production.order.Orders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for all facts: around a change of the clock, with states that overlap, gaps, late scrap and orders. */
class TallyPropertyTest {

    private static final long BEGIN = at("2026-10-23T00:00");
    private static final int DAYS = 4;
    private static final List<String> STATES = List.of(
            "running",
            "slow",
            "stopped",
            "fault",
            "cleaning",
            "changeover",
            "no-order",
            "unknown",
            "waiting",
            "nonsense");
    private static final LossModel MODEL =
            new LossModel(Map.of("waiting", TimeClass.PLANNED_STOP), Microstops.AVAILABILITY, null);

    private final Random random = new Random(22400);
    private final ShiftCalendar calendar = ShiftCalendar.of(
            options(
                    List.of(week(Map.of("mon-thu", List.of("early", "late"), "fri-sun", List.of("early", "night")))),
                    List.of(),
                    List.of()),
            BRUSSELS);

    @Test
    void aSpanIsTheSumOfItsPartsHoweverItIsCut() {
        for (int round = 0; round < 200; round++) {
            Facts facts = facts(states(), counts(), events());
            Span whole = anySpan();
            Tally sum = Tally.NONE;
            long at = whole.startMicros();
            while (at < whole.endMicros()) {
                long next = Math.min(whole.endMicros(), at + 1 + (long) (random.nextDouble() * 10 * HOUR));
                sum = sum.plus(facts.tally(new Span(at, next), MODEL));
                at = next;
            }
            assertThat(sum).isEqualTo(facts.tally(whole, MODEL));
            assertThat(sum.times().total()).isEqualTo(whole.length());
        }
    }

    @Test
    void theOrderOfTheFactsMakesNoDifference() {
        for (int round = 0; round < 200; round++) {
            List<StateStretch> states = states();
            List<Count> counts = counts();
            List<OrderEvent> events = events();
            Span span = anySpan();
            Oee once = facts(states, counts, events).oee(span, MODEL);
            states.addAll(states.subList(0, states.size() / 2));
            Collections.shuffle(states, random);
            Collections.shuffle(counts, random);
            Collections.shuffle(events, random);
            assertThat(facts(states, counts, events).oee(span, MODEL)).isEqualTo(once);
        }
    }

    @Test
    void eachMinuteIsOfTheClassThatItsPlanAndItsNewestStateSay() {
        for (int round = 0; round < 60; round++) {
            List<StateStretch> states = states();
            long from = BEGIN + random.nextInt(DAYS * 24 * 60) * MINUTE;
            Span span = new Span(from, from + random.nextInt(1500) * MINUTE);
            assertThat(facts(states, List.of(), List.of()).tally(span, MODEL).times())
                    .isEqualTo(minuteByMinute(states, span));
        }
    }

    @Test
    void theWaterfallAddsUpAndTheProductOfTheThreeIsOee() {
        for (int round = 0; round < 200; round++) {
            LossModel model = new LossModel(
                    Map.of(), random.nextBoolean() ? Microstops.AVAILABILITY : Microstops.PERFORMANCE, MINUTE);
            Facts facts = new Facts(states(), counts(), Orders.of(List.of(), Map.of("box", MINUTE)), calendar);
            Oee oee = facts.oee(anySpan(), model);
            long left = oee.waterfall().calendarMicros();
            for (Waterfall.Step step : oee.waterfall().steps()) {
                left -= step.lossMicros();
                assertThat(step.leftMicros()).isEqualTo(left);
            }
            assertThat(left).isEqualTo(oee.tally().pieces().idealGoodMicros());
            // all pieces take the same ideal time
            if (oee.performance().isPresent() && oee.quality().isPresent()) {
                double product = oee.availability().value().orElseThrow()
                        * oee.performance().value().orElseThrow()
                        * oee.quality().value().orElseThrow();
                assertThat(product).isCloseTo(oee.oee().value().orElseThrow(), within(1e-9));
            }
        }
    }

    /** Looks at each minute by itself. */
    private Times minuteByMinute(List<StateStretch> states, Span span) {
        Map<TimeClass, Long> times = new EnumMap<>(TimeClass.class);
        for (long at = span.startMicros(); at < span.endMicros(); at += MINUTE) {
            times.merge(timeClass(states, at), MINUTE, Long::sum);
        }
        return Times.of(times);
    }

    private TimeClass timeClass(List<StateStretch> states, long at) {
        PlannedStretch planned = calendar.plan(new Span(at, at + MINUTE)).get(0);
        StateStretch newest = null;
        for (StateStretch state : states) {
            if (state.span().startMicros() <= at
                    && !state.span().isEmpty()
                    && (newest == null || StateStretch.IN_TIME.compare(state, newest) > 0)) {
                newest = state;
            }
        }
        boolean over = newest == null || newest.span().endMicros() <= at;
        TimeClass said = over ? TimeClass.UNKNOWN : MODEL.classOf(newest);
        if (planned.plan() == Plan.NOTHING) {
            return TimeClass.NOT_PLANNED;
        }
        boolean pause = planned.plan() == Plan.BREAK && said != TimeClass.PRODUCTION;
        return pause ? TimeClass.PLANNED_STOP : said;
    }

    private Facts facts(List<StateStretch> states, List<Count> counts, List<OrderEvent> events) {
        return new Facts(states, counts, Orders.of(events, Map.of("box", 7 * MINUTE)), calendar);
    }

    private Span anySpan() {
        long from = BEGIN + (long) (random.nextDouble() * DAYS * 24 * HOUR);
        return new Span(from, from + (long) (random.nextDouble() * 40 * HOUR));
    }

    private List<StateStretch> states() {
        List<StateStretch> states = new ArrayList<>();
        long at = BEGIN;
        for (int i = random.nextInt(120); i > 0; i--) {
            at += random.nextInt(60) * MINUTE;
            long end = at + random.nextInt(90) * MINUTE;
            String state = STATES.get(random.nextInt(STATES.size()));
            states.add(new StateStretch(new Span(at, end), state, 0, "", random.nextInt(4) == 0));
        }
        return states;
    }

    private List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        for (int i = random.nextInt(200); i > 0; i--) {
            int pieces = random.nextInt(9);
            String product = random.nextInt(3) == 0 ? "box" : null;
            counts.add(new Count(anySpan().startMicros(), pieces, pieces == 0 ? 0 : random.nextInt(pieces), product));
        }
        return counts;
    }

    private List<OrderEvent> events() {
        List<OrderEvent> events = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            String order = Integer.toString(random.nextInt(4));
            long at = anySpan().startMicros();
            switch (random.nextInt(4)) {
                case 0 ->
                    events.add(
                            new OrderEvent.Created(i, "", order, "bag", 9, random.nextBoolean() ? MINUTE : null, null));
                case 1 -> events.add(new OrderEvent.Started(i, "", order, at));
                case 2 -> events.add(new OrderEvent.Stopped(i, "", order, at));
                default -> events.add(new OrderEvent.Spoiled(i, "", "box", at, random.nextInt(20)));
            }
        }
        return events;
    }
}

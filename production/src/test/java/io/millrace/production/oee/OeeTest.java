package io.millrace.production.oee;

import static io.millrace.production.Plant.BRUSSELS;
import static io.millrace.production.Plant.HOUR;
import static io.millrace.production.Plant.MINUTE;
import static io.millrace.production.Plant.at;
import static io.millrace.production.Plant.daily;
import static io.millrace.production.Plant.options;
import static io.millrace.production.Plant.span;
import static io.millrace.production.Plant.week;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.production.Span;
import io.millrace.production.calendar.ShiftCalendar;
import io.millrace.production.calendar.ShiftChange;
import io.millrace.production.oee.LossModel.Microstops;
import io.millrace.production.oee.Waterfall.Loss;
import io.millrace.production.order.OrderEvent;
import io.millrace.production.order.OrderEvent.Created;
import io.millrace.production.order.OrderEvent.Spoiled;
import io.millrace.production.order.OrderEvent.Started;
import io.millrace.production.order.OrderEvent.Stopped;
import io.millrace.production.order.OrderEvent.Typed;
import io.millrace.production.order.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** OEE with numbers that were reckoned by hand. */
class OeeTest {

    /** A piece takes a minute. */
    private static final LossModel MINUTES = LossModel.USUAL.withCycle(MINUTE);

    private static final Span EARLY = span("2026-11-20T06:00", "2026-11-20T14:00");

    private final List<StateStretch> states = new ArrayList<>();
    private final List<Count> counts = new ArrayList<>();
    private final List<OrderEvent> events = new ArrayList<>();
    private ShiftCalendar calendar = daily();

    @Test
    void theNightTheClockIsPutForward() {
        Span night = span("2026-03-28T22:00", "2026-03-29T06:00");
        states.add(state(night, "running"));
        counts.add(Count.of(at("2026-03-29T03:30"), 399, 21));

        // 7 h are 420 min: all produced; 399 / 420 = 95 %; 378 / 399 = 18 / 19; 378 / 420 = 90 %
        Oee oee = oee(night);
        assertThat(oee.busyMicros()).isEqualTo(420 * MINUTE);
        assertThat(oee.availability().text()).isEqualTo("1.000000");
        assertThat(oee.performance().text()).isEqualTo("0.950000");
        assertThat(oee.quality().text()).isEqualTo("0.947368");
        assertThat(oee.oee().text()).isEqualTo("0.900000");
    }

    @Test
    void theNightTheClockIsPutBack() {
        Span night = span("2026-10-24T22:00", "2026-10-25T06:00");
        states.add(state(night, "running"));
        counts.add(Count.of(at("2026-10-25T02:30"), 270, 0));

        // 9 h are 540 min; 270 / 540
        assertThat(oee(night).busyMicros()).isEqualTo(540 * MINUTE);
        assertThat(oee(night).oee().text()).isEqualTo("0.500000");
    }

    @Test
    void aShiftOverMidnightIsOneFigure() {
        Span night = span("2026-11-20T22:00", "2026-11-21T06:00");
        states.add(state("2026-11-20T20:00", "2026-11-21T02:00", "running"));
        states.add(state("2026-11-21T02:00", "2026-11-21T07:00", "fault"));
        counts.add(Count.of(at("2026-11-20T23:59"), 100, 0));
        counts.add(Count.of(at("2026-11-21T00:00"), 92, 0));

        // 4 of 8 h produced; 192 of 240 min; 192 of 480 min
        assertThat(oee(night).availability().text()).isEqualTo("0.500000");
        assertThat(oee(night).performance().text()).isEqualTo("0.800000");
        assertThat(oee(night).oee().text()).isEqualTo("0.400000");
    }

    @Test
    void anOrderAcrossShiftsCountsInBothAndIsOneFigureOfItsOwn() {
        states.add(state("2026-11-20T06:00", "2026-11-20T13:00", "no-order"));
        states.add(state("2026-11-20T13:00", "2026-11-20T15:30", "running"));
        states.add(state("2026-11-20T15:30", "2026-11-20T22:00", "no-order"));
        counts.add(Count.of(at("2026-11-20T13:30"), 50, 2));
        counts.add(Count.of(at("2026-11-20T15:00"), 60, 3));
        events.add(new Created(1, "", "4711", "bag", 110, 75_000_000L, null));
        events.add(new Started(2, "", "4711", at("2026-11-20T13:00")));
        events.add(new Stopped(3, "", "4711", at("2026-11-20T15:30")));
        Span late = span("2026-11-20T14:00", "2026-11-20T22:00");

        // 75 s a piece: 110 take 137.5 min of 150; early 62.5 of 60, late 75 of 90
        Oee order = facts().oee(Objects.requireNonNull(facts().orders().all().get("4711")), Long.MAX_VALUE, MINUTES);
        assertThat(order.busyMicros()).isEqualTo(150 * MINUTE);
        assertThat(order.performance().text()).isEqualTo("0.916667");
        assertThat(order.quality().text()).isEqualTo("0.954545");
        assertThat(order.tally().pieces().count()).isEqualTo(110);
        assertThat(oee(EARLY).performance().text()).isEqualTo("1.041667");
        assertThat(oee(EARLY).remarks()).anyMatch(remark -> remark.startsWith("Performance is above 100 %"));
        assertThat(oee(late).performance().text()).isEqualTo("0.833333");
        assertThat(oee(EARLY).tally().pieces().count()
                        + oee(late).tally().pieces().count())
                .isEqualTo(110);
    }

    @Test
    void anOrderThatStillRunsIsReckonedUntilNow() {
        states.add(state(EARLY, "running"));
        events.add(new Started(1, "", "A", at("2026-11-20T12:00")));
        counts.add(Count.of(at("2026-11-20T12:30"), 45, 0));

        Oee oee = facts().oee(Objects.requireNonNull(facts().orders().all().get("A")), at("2026-11-20T13:00"), MINUTES);
        assertThat(oee.tally().times().total()).isEqualTo(HOUR);
        assertThat(oee.oee().text()).isEqualTo("0.750000");
    }

    @Test
    void scrapThatIsFoundLaterChangesTheShiftInWhichItWasMade() {
        states.add(state(EARLY, "running"));
        counts.add(Count.of(at("2026-11-20T10:00"), 400, 0));
        // 480 min, for the machine ran through its break of 30
        assertThat(oee(EARLY).oee().text()).isEqualTo("0.833333");

        events.add(new Spoiled(at("2026-11-23T09:00"), "", "bag", at("2026-11-20T10:00"), 40));
        assertThat(oee(EARLY).quality().text()).isEqualTo("0.900000");
        // 360 / 480
        assertThat(oee(EARLY).oee().text()).isEqualTo("0.750000");

        events.add(new Spoiled(at("2026-11-23T10:00"), "", "bag", at("2026-11-20T10:00"), 16));
        assertThat(oee(EARLY).oee().text()).isEqualTo("0.800000");
    }

    @Test
    void aStateThatIsCorrectedMovesTimeFromOneLossToAnother() {
        states.add(state("2026-11-20T06:00", "2026-11-20T12:00", "running"));
        states.add(state("2026-11-20T12:00", "2026-11-20T14:00", "stopped"));
        counts.add(Count.of(at("2026-11-20T10:00"), 360, 0));
        // 6 h of 8
        assertThat(oee(EARLY).availability().text()).isEqualTo("0.750000");
        assertThat(lost(oee(EARLY), Loss.UNPLANNED_STOPS)).isEqualTo(120 * MINUTE);

        states.set(1, state("2026-11-20T12:00", "2026-11-20T14:00", "maintenance"));
        assertThat(oee(EARLY).availability().text()).isEqualTo("1.000000");
        assertThat(lost(oee(EARLY), Loss.PLANNED_STOPS)).isEqualTo(120 * MINUTE);
        assertThat(oee(EARLY).oee().text()).isEqualTo("1.000000");
    }

    @Test
    void aShiftThatIsMadeLongerTakesInWhatWasMadeThen() {
        Span overtime = span("2026-11-21T06:00", "2026-11-21T10:00");
        calendar = ShiftCalendar.of(
                options(List.of(week(Map.of("mon-fri", List.of("early")))), List.of(), List.of()), BRUSSELS);
        states.add(state(overtime, "running"));
        counts.add(Count.of(at("2026-11-21T08:00"), 120, 0));
        assertThat(oee(overtime).oee().absent()).isEqualTo("Nothing was planned in this time.");
        assertThat(oee(overtime).remarks())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("120 pieces were made when nothing");

        calendar = calendar.with(List.of(new ShiftChange.Added(1, "", overtime, "overtime")));
        assertThat(oee(overtime).oee().text()).isEqualTo("0.500000");
        assertThat(oee(overtime).remarks()).isEmpty();
    }

    @Test
    void anEmptyShiftSaysWhy() {
        // no shift at all
        ShiftCalendar closed = ShiftCalendar.of(
                options(List.of(week(Map.of("mon-fri", List.of("early")))), List.of("2026-11-20"), List.of()),
                BRUSSELS);
        Oee holiday = new Facts(List.of(), List.of(), orders(), closed).oee(EARLY, MINUTES);
        assertThat(holiday.availability().absent()).isEqualTo("Nothing was planned in this time.");
        assertThat(holiday.performance().isPresent()).isFalse();
        assertThat(holiday.oee().value()).isEmpty();

        // planned, and nobody knows anything
        assertThat(oee(EARLY).availability().absent()).startsWith("Nobody knows what the machine was doing");
        assertThat(oee(EARLY).quality().absent()).isEqualTo("No piece was made in this time.");
        // the break is known from the calendar
        assertThat(oee(EARLY).tally().times().of(TimeClass.UNKNOWN)).isEqualTo(450 * MINUTE);
        assertThat(oee(EARLY).tally().times().of(TimeClass.PLANNED_STOP)).isEqualTo(30 * MINUTE);

        // planned, and the machine stood
        states.add(state(EARLY, "fault"));
        assertThat(oee(EARLY).availability().text()).isEqualTo("0.000000");
        assertThat(oee(EARLY).performance().absent()).isEqualTo("The machine was never producing in this time.");
        assertThat(oee(EARLY).oee().text()).isEqualTo("0.000000");
    }

    @Test
    void withoutAnIdealCycleTimePerformanceAndOeeAreAbsentAndSayWhose() {
        states.add(state(EARLY, "running"));
        counts.add(Count.of(at("2026-11-20T10:00"), 100, 5));
        Oee bare = facts().oee(EARLY, LossModel.USUAL);

        assertThat(bare.availability().text()).isEqualTo("1.000000");
        assertThat(bare.quality().text()).isEqualTo("0.950000");
        assertThat(bare.performance().absent())
                .isEqualTo("No ideal cycle time is known: no order was running, and the machine has none of its own.");
        assertThat(bare.oee()).isEqualTo(bare.performance());
        assertThat(bare.waterfall().steps())
                .last()
                .extracting(Waterfall.Step::loss)
                .isEqualTo(Loss.UNKNOWN);

        events.add(new Created(1, "", "A", "bag", 100, null, null));
        events.add(new Started(1, "", "A", EARLY.startMicros()));
        assertThat(facts().oee(EARLY, LossModel.USUAL).oee().absent())
                .isEqualTo("No ideal cycle time is known for bag.");

        events.add(new Typed(2, "", "bag", 4 * MINUTE));
        // 400 min of 480, 380 of them good
        assertThat(facts().oee(EARLY, LossModel.USUAL).oee().text()).isEqualTo("0.791667");
    }

    @Test
    void theIdealCycleTimeIsThatOfTheOrderThenOfTheProductThenOfTheMachine() {
        states.add(state(EARLY, "running"));
        counts.add(new Count(at("2026-11-20T10:00"), 10, 0, "box"));
        assertThat(oee(EARLY).tally().pieces().idealMicros()).isEqualTo(10 * MINUTE);
        events.add(new Typed(1, "", "box", 2 * MINUTE));
        assertThat(oee(EARLY).tally().pieces().idealMicros()).isEqualTo(20 * MINUTE);
        // an order of another product says nothing about boxes
        events.add(new Created(2, "", "A", "bag", 1, 3 * MINUTE, null));
        events.add(new Started(2, "", "A", EARLY.startMicros()));
        assertThat(oee(EARLY).tally().pieces().idealMicros()).isEqualTo(20 * MINUTE);
        events.add(new Created(3, "", "A", "box", 1, 3 * MINUTE, null));
        assertThat(oee(EARLY).tally().pieces().idealMicros()).isEqualTo(30 * MINUTE);
    }

    @Test
    void unknownTimeIsToldAsUnknownAndLeavesOeeRight() {
        states.add(state("2026-11-20T06:00", "2026-11-20T10:00", "running"));
        states.add(state("2026-11-20T10:00", "2026-11-20T12:00", "unknown"));
        counts.add(Count.of(at("2026-11-20T08:00"), 225, 0));

        // 450 planned, and the machine ran through the break: 480. Known 240, unknown 240.
        Oee oee = oee(EARLY);
        assertThat(oee.tally().times().of(TimeClass.PRODUCTION)).isEqualTo(240 * MINUTE);
        assertThat(oee.tally().times().of(TimeClass.UNKNOWN)).isEqualTo(240 * MINUTE);
        assertThat(oee.availability().text()).isEqualTo("0.500000");
        // 225 / 480
        assertThat(oee.oee().text()).isEqualTo("0.468750");
        assertThat(oee.remarks()).hasSize(1).first().asString().startsWith("For 240 min nobody knows");
    }

    @Test
    void microstopsAreALossOfAvailabilityOrOfSpeedAndOeeIsTheSame() {
        Span late = span("2026-11-20T14:00", "2026-11-20T22:00");
        states.add(state("2026-11-20T14:00", "2026-11-20T21:00", "running"));
        states.add(new StateStretch(span("2026-11-20T21:00", "2026-11-20T22:00"), "stopped", 50_000, "", true));
        counts.add(Count.of(at("2026-11-20T15:00"), 378, 0));
        Oee iso = oee(late);
        Oee six = facts().oee(late, new LossModel(Map.of(), Microstops.PERFORMANCE, MINUTE));

        // 420 of 480 min and 378 of 420; or 480 of 480 and 378 of 480
        assertThat(iso.availability().text()).isEqualTo("0.875000");
        assertThat(iso.performance().text()).isEqualTo("0.900000");
        assertThat(six.availability().text()).isEqualTo("1.000000");
        assertThat(six.performance().text()).isEqualTo("0.787500");
        assertThat(six.oee()).isEqualTo(iso.oee());
        assertThat(lost(six, Loss.MICROSTOPS)).isEqualTo(60 * MINUTE);
        assertThat(lost(six, Loss.SPEED)).isEqualTo(lost(iso, Loss.SPEED)).isEqualTo(42 * MINUTE);
    }

    @Test
    void codesAndWordsMeanTheSameAndMayMeanSomethingElse() {
        assertThat(timeClass(LossModel.USUAL, "10000", 0)).isEqualTo(TimeClass.PRODUCTION);
        assertThat(timeClass(LossModel.USUAL, "181000", 0)).isEqualTo(TimeClass.UNPLANNED_STOP);
        assertThat(timeClass(LossModel.USUAL, "50000", 0)).isEqualTo(TimeClass.MICROSTOP);
        assertThat(timeClass(LossModel.USUAL, "setup", 0)).isEqualTo(TimeClass.CHANGEOVER);
        assertThat(timeClass(LossModel.USUAL, "no-shift", 160_000)).isEqualTo(TimeClass.NOT_PLANNED);
        assertThat(timeClass(LossModel.USUAL, "dancing", 0)).isEqualTo(TimeClass.UNKNOWN);

        LossModel own = new LossModel(
                Map.of(
                        "fault", TimeClass.PLANNED_STOP,
                        "181000-181999", TimeClass.CHANGEOVER,
                        "181500", TimeClass.NOT_PLANNED),
                Microstops.AVAILABILITY,
                null);
        assertThat(timeClass(own, "fault", 180_000)).isEqualTo(TimeClass.PLANNED_STOP);
        assertThat(timeClass(own, "fault", 181_000)).isEqualTo(TimeClass.CHANGEOVER);
        assertThat(timeClass(own, "fault", 181_500)).isEqualTo(TimeClass.NOT_PLANNED);
        assertThat(timeClass(own, "stopped", 40_000)).isEqualTo(TimeClass.UNPLANNED_STOP);
        assertThatThrownBy(() -> new LossModel(Map.of("dancing", TimeClass.UNKNOWN), Microstops.AVAILABILITY, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("'dancing' is no state.");
    }

    @Test
    void moreScrapThanPiecesIsToldAndNotHidden() {
        Span hour = span("2026-11-20T10:00", "2026-11-20T11:00");
        states.add(state(EARLY, "running"));
        counts.add(Count.of(at("2026-11-20T10:10"), 10, 0));
        events.add(new Spoiled(1, "", "bag", at("2026-11-20T10:10"), 15));

        assertThat(oee(hour).quality().text()).isEqualTo("-0.500000");
        assertThat(oee(hour).remarks()).contains("More pieces were found bad (15) than were made (10).");
    }

    private Oee oee(Span span) {
        return facts().oee(span, MINUTES);
    }

    private Facts facts() {
        return new Facts(states, counts, orders(), calendar);
    }

    private Orders orders() {
        return Orders.of(events, Map.of());
    }

    private static long lost(Oee oee, Loss loss) {
        return oee.waterfall().steps().stream()
                .filter(step -> step.loss() == loss)
                .findFirst()
                .orElseThrow()
                .lossMicros();
    }

    private static TimeClass timeClass(LossModel model, String state, int code) {
        return model.classOf(new StateStretch(new Span(0, 1), state, code, "", false));
    }

    private static StateStretch state(String from, String to, String state) {
        return state(span(from, to), state);
    }

    private static StateStretch state(Span span, String state) {
        return new StateStretch(span, state, 0, "", false);
    }
}

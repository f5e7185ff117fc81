package io.millrace.process.state;

import static io.millrace.process.state.Bench.options;
import static io.millrace.process.state.Bench.pieces;
import static io.millrace.process.state.Bench.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MachineState;
import io.millrace.model.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checked by hand: times are seconds, stopped after 120 s, a microstop is shorter than 300 s. */
class MachineStateProcessorTest {

    private static final String FAULT = "_historian/fault";
    private static final String MODE = "_historian/mode";
    private static final String SPEED = "_historian/speed";
    private static final String TOTAL = "_historian/total";
    private static final String WORD = "_historian/word";

    private static Bench bySignals() {
        return new Bench(options(signalRules(), null, null));
    }

    private static List<StateRule> signalRules() {
        return List.of(
                new StateRule(FAULT, "true", null, null, null, MachineState.FAULT, "drive"),
                rule(MODE, "cleaning", MachineState.CLEANING),
                new StateRule(SPEED, null, null, 0.0, 50.0, MachineState.SLOW, ""),
                new StateRule(SPEED, null, null, 0.0, null, MachineState.RUNNING, ""));
    }

    private static Bench byPieces() {
        return new Bench(options(List.of(), null, pieces()));
    }

    @Test
    void anEventAndASampleAreToldAtTheSameTime() {
        Bench bench = bySignals().say(0, SPEED, 80).say(10, FAULT, true);

        assertThat(bench.events().get(Bench.micros(10)))
                .isEqualTo("{\"timestamp_ms\":" + Bench.millis(10)
                        + ",\"state\":\"fault\",\"code\":180000,\"reason\":\"drive\",\"microstop\":false}");
        assertThat(bench.tags().get(Bench.micros(10))).isEqualTo("fault");
    }

    @Test
    void theFirstRuleThatFitsWins() {
        Bench bench = bySignals()
                .say(0, SPEED, 80)
                .say(10, SPEED, 30)
                .say(20, MODE, "cleaning")
                .say(30, FAULT, true)
                .say(40, FAULT, false)
                .say(50, MODE, "auto")
                .say(60, SPEED, 0);

        assertThat(bench.told())
                .containsExactly(
                        "0 running",
                        "10 slow",
                        "20 cleaning",
                        "30 fault(drive)*",
                        "40 cleaning",
                        "50 slow",
                        "60 stopped");
    }

    @Test
    void nothingIsToldWhenNothingChanges() {
        Bench bench = bySignals().say(0, SPEED, 80);
        int before = bench.tellings();

        bench.say(1, SPEED, 81).say(2, SPEED, 90.5).say(3, MODE, "auto").say(4, FAULT, false);

        assertThat(bench.tellings()).isEqualTo(before);
    }

    @Test
    void twoSignalsOfOneTimeCorrectWhatWasTold() {
        Bench bench = bySignals().say(0, SPEED, 80).say(10, SPEED, 0);
        assertThat(bench.told()).containsExactly("0 running", "10 stopped");

        bench.say(10, "_historian/mode", "cleaning");
        assertThat(bench.told()).containsExactly("0 running", "10 cleaning");

        Bench takenBack = bySignals().say(0, SPEED, 80).say(10, FAULT, true);
        // the same second: no time was spent in the fault
        takenBack.say(10, FAULT, false);
        assertThat(takenBack.told()).containsExactly("0 running");
        takenBack.say(20, FAULT, true);
        assertThat(takenBack.told()).containsExactly("0 running", "20 fault(drive)");
    }

    @Test
    void aStaleOrBadSignalMakesTheStateUnknownWhereItWouldHaveASay() {
        Bench bench = new Bench(options(signalRules(), null, null, null, Duration.ofSeconds(60)))
                .say(0, SPEED, 80)
                .pass(60);
        assertThat(bench.told()).containsExactly("0 running");
        bench.pass(61); // silent for longer than 60 s: unknown from second 60 on
        assertThat(bench.told()).containsExactly("0 running", "60 unknown(no signal: _historian/speed)");
        bench.say(100, FAULT, true); // decides without the speed
        bench.say(110, SPEED, 80).bad(120, FAULT).say(130, FAULT, false);
        assertThat(bench.told())
                .containsExactly(
                        "0 running",
                        "60 unknown(no signal: _historian/speed)",
                        "100 fault(drive)",
                        "120 unknown(no signal: _historian/fault)",
                        "130 running");
    }

    @Test
    void aSampleAtTheLastMomentIsNotLate() {
        Bench bench = new Bench(options(signalRules(), null, null, null, Duration.ofSeconds(60)))
                .say(0, SPEED, 80)
                .say(60, SPEED, 80)
                .pass(120);

        assertThat(bench.told()).containsExactly("0 running");
    }

    @Test
    void aStopBeginsWithTheLastPiece() {
        Bench bench = byPieces()
                .say(0, TOTAL, 100)
                .say(10, TOTAL, 101)
                .say(70, TOTAL, 102)
                .say(90, TOTAL, 102);
        assertThat(bench.told()).containsExactly("10 running");

        bench.pass(190); // 120 s after second 70: not longer
        assertThat(bench.told()).containsExactly("10 running");
        bench.pass(191);
        assertThat(bench.told()).containsExactly("10 running", "70 stopped");

        bench.say(400, TOTAL, 103); // 400 - 70 = 330 s, no microstop
        assertThat(bench.told()).containsExactly("10 running", "70 stopped", "400 running");
    }

    @Test
    void aShortStopBecomesAMicrostopWhenItIsOver() {
        Bench bench =
                byPieces().say(0, TOTAL, 1).say(1, TOTAL, 2).say(60, TOTAL, 3).pass(359);
        assertThat(bench.told()).containsExactly("1 running", "60 stopped");
        assertThat(bench.codes()).containsExactly(10_000L, 40_000L);

        bench.say(359, TOTAL, 4); // 359 - 60 = 299 s
        assertThat(bench.told()).containsExactly("1 running", "60 stopped*", "359 running");
        assertThat(bench.codes()).containsExactly(10_000L, 50_000L, 10_000L);

        Bench longer =
                byPieces().say(0, TOTAL, 1).say(1, TOTAL, 2).say(60, TOTAL, 3).say(360, TOTAL, 4); // 300 s
        assertThat(longer.told()).containsExactly("1 running", "60 stopped", "360 running");
    }

    @Test
    void severalReasonsOneAfterAnotherAreOneStop() {
        Bench bench = new Bench(options(
                        List.of(
                                rule(FAULT, "true", MachineState.FAULT),
                                rule(MODE, "starved", MachineState.STARVED),
                                rule(MODE, "run", MachineState.RUNNING)),
                        null,
                        null))
                .say(0, MODE, "run")
                .say(100, FAULT, true)
                .say(110, MODE, "starved")
                .say(280, FAULT, false)
                .say(420, MODE, "run"); // 320 s in all, none of its parts 300
        assertThat(bench.told()).containsExactly("0 running", "100 fault", "280 starved", "420 running");

        bench.say(500, FAULT, true)
                .say(510, MODE, "starved")
                .say(600, FAULT, false)
                .say(700, MODE, "run"); // 200 s
        assertThat(bench.told().subList(3, 7))
                .containsExactly("420 running", "500 fault*", "600 starved*", "700 running");
    }

    @Test
    void aStopWhoseBeginOrEndNobodyKnowsIsNoMicrostop() {
        Bench bench = bySignals().say(0, SPEED, 0).say(10, SPEED, 80); // stopped when first seen
        assertThat(bench.told()).containsExactly("0 stopped", "10 running");

        bench.say(20, SPEED, 0).bad(30, SPEED).say(40, SPEED, 0).say(50, SPEED, 80);
        assertThat(bench.told().subList(2, 6))
                .containsExactly("20 stopped", "30 unknown(no signal: _historian/speed)", "40 stopped", "50 running");
    }

    @Test
    void aSinglePieceDoesNotInterruptAStop() {
        Bench bench = byPieces().say(0, TOTAL, 1).pass(121);
        assertThat(bench.told()).containsExactly("0 stopped");
        bench.say(500, TOTAL, 2);
        assertThat(bench.told()).containsExactly("0 stopped", "500 running");
        bench.pass(621);
        assertThat(bench.told()).containsExactly("0 stopped");
        bench.overwrite(700, 500L, 600L, "\"state\":\"changeover\""); // the same identity once more
        assertThat(bench.told()).containsExactly("0 stopped", "500 changeover", "600 stopped");
    }

    @Test
    void whatAPieceIs() {
        // counts, wraps at 65536, is set back to 0, counts again
        Bench total = byPieces()
                .say(0, TOTAL, 65_534)
                .say(10, TOTAL, 65_535)
                .say(100, TOTAL, 3)
                .say(150, TOTAL, 0)
                .pass(221);
        assertThat(total.told()).containsExactly("10 running", "100 stopped");
        assertThat(total.say(250, TOTAL, 1).told()).containsExactly("10 running", "100 stopped*", "250 running");

        Bench barrier = byPieces()
                .say(0, TOTAL, true)
                .say(10, TOTAL, false)
                .say(20, TOTAL, true)
                .say(50, TOTAL, false)
                .say(60, TOTAL, true)
                .say(61, TOTAL, true)
                .pass(181);
        assertThat(barrier.told()).containsExactly("20 running", "60 stopped");

        Bench events = byPieces()
                .event(0, TOTAL, "{\"count\":1}")
                .event(60, TOTAL, "{\"count\":0,\"scrap\":1}")
                .event(100, TOTAL, "{\"count\":0,\"scrap\":0}")
                .event(110, TOTAL, "{\"count\":-1}")
                .pass(181);
        assertThat(events.told()).containsExactly("0 running", "60 stopped");
    }

    @Test
    void aLostCounterIsNotAStop() {
        Bench bench =
                byPieces().say(0, TOTAL, 1).say(10, TOTAL, 2).bad(50, TOTAL).pass(500);
        assertThat(bench.told()).containsExactly("10 running", "50 unknown");

        bench.say(600, TOTAL, 2).pass(720); // seen again; nothing for 120 s, not longer
        assertThat(bench.told()).containsExactly("10 running", "50 unknown");
        bench.pass(721);
        assertThat(bench.told()).containsExactly("10 running", "50 unknown", "600 stopped");

        Bench made =
                byPieces().say(0, TOTAL, 1).say(10, TOTAL, 2).bad(50, TOTAL).say(600, TOTAL, 9);
        assertThat(made.told()).containsExactly("10 running", "50 unknown", "600 running");
    }

    @Test
    void rulesGoBeforeTheStateWordAndThatBeforePieces() {
        Bench bench = new Bench(options(
                        List.of(rule(FAULT, "true", MachineState.FAULT)),
                        new MachineStateOptions.Word(
                                WORD,
                                MachineStateOptions.Standard.OWN,
                                null,
                                Map.of("1", MachineState.CHANGEOVER),
                                Map.of()),
                        pieces()))
                .say(0, TOTAL, 1)
                .say(10, TOTAL, 2)
                .say(20, WORD, 1)
                .say(50, FAULT, true)
                .say(60, FAULT, false);
        assertThat(bench.told()).containsExactly("10 running", "20 changeover", "50 fault*", "60 changeover");

        bench.pass(131); // silent since second 10, and until second 20 nobody said anything else
        assertThat(bench.told()).containsExactly("10 stopped", "20 changeover", "50 fault*", "60 changeover");
        bench.say(200, WORD, 99);
        assertThat(bench.told().get(4)).isEqualTo("200 unknown(state word 99)");
    }

    @Test
    void aModeIsAStateWhateverTheWordSays() {
        Bench bench = new Bench(options(
                        List.of(),
                        new MachineStateOptions.Word(
                                WORD,
                                MachineStateOptions.Standard.WEIHENSTEPHAN,
                                MODE,
                                Map.of("8192", MachineState.SLOW),
                                Map.of()),
                        null))
                .say(0, WORD, 128)
                .say(10, MODE, 8)
                .say(20, MODE, 1)
                .say(30, WORD, 8192)
                .say(40, WORD, 1024 + 1);

        assertThat(bench.told()).containsExactly("0 running", "10 cleaning", "20 running", "30 slow", "40 fault");
    }

    @Test
    void theMachineGivesTheReasonOfTheWholeStop() {
        Bench bench = new Bench(options(
                        List.of(),
                        null,
                        pieces(),
                        new MachineStateOptions.Reason("_historian/why", Map.of("12", "jam at the infeed")),
                        null))
                .say(0, TOTAL, 1)
                .say(10, TOTAL, 2)
                .say(40, "_historian/why", 12) // before the silence is known to be a stop
                .pass(131);
        assertThat(bench.told()).containsExactly("10 stopped(jam at the infeed)");

        bench.say(200, "_historian/why", 7).say(260, "_historian/why", 0).say(600, TOTAL, 3);
        assertThat(bench.told()).containsExactly("10 stopped(jam at the infeed)", "200 stopped(7)", "600 running");
    }

    @Test
    void anOverwriteChangesSeveralStatesAndInsertsItsBounds() {
        Bench bench = bySignals()
                .say(0, SPEED, 80)
                .say(100, SPEED, 0)
                .say(200, SPEED, 80)
                .say(300, FAULT, true)
                .say(900, FAULT, false);
        assertThat(bench.told())
                .containsExactly("0 running", "100 stopped*", "200 running", "300 fault(drive)", "900 running");

        // [50, 400): the states at 100, 200 and 300 vanish, 50 and 400 are inserted
        bench.overwrite(1000, 50, 400L, "\"state\":\"maintenance\",\"reason\":\"belt\"");
        assertThat(bench.told())
                .containsExactly("0 running", "50 maintenance(belt)", "400 fault(drive)", "900 running");

        // the second wins where they overlap: [300, 500) over [50, 400)
        bench.overwrite(1100, 300, 500L, "\"state\":100000");
        assertThat(bench.told())
                .containsExactly(
                        "0 running", "50 maintenance(belt)", "300 changeover", "500 fault(drive)", "900 running");
    }

    @Test
    void anOverwriteMayMakeAStopAMicrostop() {
        Bench bench = bySignals().say(0, SPEED, 80).say(100, SPEED, 0).say(500, SPEED, 80);
        assertThat(bench.told()).containsExactly("0 running", "100 stopped", "500 running");

        bench.overwrite(600, 100, 250L, "\"state\":\"cleaning\""); // 500 - 250 = 250 s remain
        assertThat(bench.told()).containsExactly("0 running", "100 cleaning", "250 stopped*", "500 running");
    }

    @Test
    void anOverwriteWithoutEndHoldsUntilTheMachineBeginsSomethingElse() {
        Bench bench =
                bySignals().say(0, SPEED, 80).say(100, SPEED, 0).overwrite(200, 100, null, "\"state\":\"no-order\"");
        assertThat(bench.told()).containsExactly("0 running", "100 no-order");
        bench.say(250, SPEED, 0).say(300, SPEED, 80).say(400, SPEED, 0);
        assertThat(bench.told()).containsExactly("0 running", "100 no-order", "300 running", "400 stopped");
    }

    @Test
    void silenceThatBeganBeforeDoesNotEndWhatAPersonSaid() {
        Bench bench = byPieces().say(0, TOTAL, 1).say(10, TOTAL, 2);
        bench.overwrite(60, 30, null, "\"state\":\"break\"").pass(200); // stopped since 10, which is before 60
        assertThat(bench.told()).containsExactly("10 stopped", "30 break");
        bench.say(300, TOTAL, 3);
        assertThat(bench.told()).containsExactly("10 stopped", "30 break", "300 running");
    }

    @Test
    void whatEndsInTheFutureIsToldWhenItEnds() {
        Bench bench = bySignals()
                .say(0, SPEED, 0)
                .overwrite(100, 50, 500L, "\"state\":210000")
                .say(200, SPEED, 80);
        assertThat(bench.told()).containsExactly("0 stopped", "50 maintenance");
        assertThat(bench.processor().nextTime(bench.state())).isEqualTo(Bench.micros(500) + 1);
        bench.pass(500);
        assertThat(bench.told()).hasSize(2);
        bench.pass(501);
        assertThat(bench.told()).containsExactly("0 stopped", "50 maintenance", "500 running");
    }

    @Test
    void aReasonAloneIsThatOfTheStops() {
        Bench bench = bySignals().say(0, SPEED, 80).say(100, SPEED, 0).say(500, SPEED, 80);
        bench.overwrite(600, 50, 550L, "\"reason\":\"no bags\"");
        assertThat(bench.told()).containsExactly("0 running", "100 stopped(no bags)", "500 running");
        bench.overwrite(610, 100, 200L, "\"state\":70000").overwrite(620, 100, 300L, "\"reason\":\"palletizer\"");
        assertThat(bench.told())
                .containsExactly(
                        "0 running",
                        "100 blocked(palletizer)",
                        "200 stopped(palletizer)",
                        "300 stopped(no bags)",
                        "500 running");
    }

    @Test
    void aPersonMayTellOfTheTimeBeforeTheFirstSignal() {
        Bench bench = bySignals().say(1000, SPEED, 80).overwrite(1100, 100, 200L, "\"state\":\"setup\"");

        assertThat(bench.told()).containsExactly("100 setup", "200 unknown", "1000 running");
    }

    @Test
    void anOverwriteThatCannotBeUsedSaysWhy() {
        Bench bench = bySignals().say(0, SPEED, 80).say(200_000, SPEED, 80);

        assertRefused(bench, 20_000, 30_000L, "\"state\":\"stopped\"", "before what is remembered");
        assertRefused(bench, 200_101, null, "\"state\":\"stopped\"", "begins in the future");
        assertRefused(bench, 200_050, 200_050L, "\"state\":\"stopped\"", "ends before it begins");
        assertRefused(bench, 200_050, null, "\"state\":\"sleeping\"", "'sleeping' is no state");
        assertRefused(bench, 200_050, null, "\"state\":5", "'5' is no state");
        assertRefused(bench, 200_050, null, "\"note\":5", "neither a state nor a reason");
        assertThatThrownBy(() -> bench.event(200_100, "_analytics/state/overwrite", "{\"state\":40000}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("does not say when it begins");
        assertThatThrownBy(() -> bench.event(
                        200_100, "_analytics/state/overwrite", "{\"startTime\":9223372036854775807,\"state\":40000}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no time in milliseconds");
        assertThatThrownBy(() -> bench.event(200_100, "_analytics/state/overwrite", "{\"startTime\":\"8:00\"}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no whole number");
        assertThatThrownBy(() -> bench.say(200_100, "_analytics/state/overwrite", 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("an overwrite is an event");
        assertThat(bench.told()).containsExactly("0 running");
    }

    private static void assertRefused(Bench bench, long start, Long end, String fields, String message) {
        assertThatThrownBy(() -> bench.overwrite(200_100, start, end, fields))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @Test
    void signalsThatCannotBeUsedSayWhy() {
        assertThatThrownBy(() -> bySignals().say(0, SPEED, "fast"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'_historian/speed' says a text");
        assertThatThrownBy(() -> bySignals().event(0, SPEED, "{\"value\":1}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("carries events");
        assertThatThrownBy(() -> byPieces().say(0, TOTAL, "ten"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("says a text");
        assertThatThrownBy(() -> byPieces().event(0, TOTAL, "{\"amount\":1}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("neither a count nor a scrap");
    }

    @Test
    void onlySoMuchIsRemembered() {
        Bench bench = bySignals();
        for (int i = 0; i < 3000; i++) {
            bench.say(i * 10, SPEED, i % 2 == 0 ? 80 : 0);
        }
        assertThat(bench.state().told().size()).isLessThanOrEqualTo(StateMemory.MOST + 1);
        assertThat(bench.told()).hasSize(3000);
        assertThat(bench.told().subList(0, 4)).containsExactly("0 running", "10 stopped*", "20 running", "30 stopped*");

        assertRefusedAt(bench, 30_000, 10_000);
        bench.overwrite(30_000, 25_000, 29_000L, "\"state\":\"maintenance\"");
        assertThat(bench.told()).hasSize(3000 - 400 + 1);

        Bench days = bySignals();
        for (int hour = 0; hour < 24 * 20; hour++) {
            days.say(hour * 3600L, SPEED, hour % 2 == 0 ? 80 : 0);
        }
        assertThat(days.state().told().size()).isLessThan(24 * 3);
    }

    private static void assertRefusedAt(Bench bench, long second, long start) {
        assertThatThrownBy(() -> bench.overwrite(second, start, null, "\"state\":\"maintenance\""))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("1000 changes of state");
    }
}

package io.millrace.process.alarm;

import static io.millrace.process.alarm.Rig.alarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.expression.InputType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checked by hand: times are seconds, the limit is 1150 with a hysteresis of 10 where nothing else is said. */
class AlarmProcessorTest {

    private static Rig.Written hot() {
        return alarm().high(1150, 10);
    }

    @Test
    void anEventSaysWhatHappened() {
        Rig rig = hot().message("{alarm} at {location}: {value} above {limit} ({severity}, {group})")
                .rig()
                .say(0, 1100.0)
                .say(10, 1151.5);

        assertThat(((Content.Happened) rig.outputs().get(1).content()).json())
                .isEqualTo("{\"timestamp_ms\":1795219210000,\"id\":\"1-raised\",\"alarm\":\"hot\","
                        + "\"transition\":\"raised\",\"state\":\"unacknowledged\",\"letter\":\"B\","
                        + "\"occurrence\":\"2026-11-21T00:00:10Z\",\"severity\":\"high\",\"severity_number\":700,"
                        + "\"group\":\"burner\",\"message\":\"hot at plant/kiln: 1151.5 above 1150 (high, burner)\","
                        + "\"value\":1151.5,\"limit\":1150.0,\"since\":\"2026-11-21T00:00:10Z\"}");
        assertThat(rig.tag()).containsExactly("0 false", "10 true");
    }

    @Test
    void itIsRaisedAboveTheLimitAndClearedBehindTheHysteresis() {
        Rig rig = hot().rig().say(0, 1150.0).say(10, 1150.1).say(20, 1145.0).say(30, 1140.5);
        assertThat(rig.told()).containsExactly("10 raised B");

        // 1150 - 10 = 1140 is well again
        rig.say(40, 1140.0);
        assertThat(rig.told()).containsExactly("10 raised B", "40 cleared D");
        assertThat(rig.tag()).containsExactly("0 false", "10 true", "40 false");
    }

    @Test
    void aLowLimitIsTheSameUpsideDown() {
        Rig rig = alarm().low(5, 1).rig().say(0, 5).say(10, 4.9).say(20, 5.9).say(30, 6);

        assertThat(rig.told()).containsExactly("10 raised B", "30 cleared D");
        assertThat(rig.last()).containsEntry("limit", Value.of(5.0));
    }

    @Test
    void peopleAcknowledgeBeforeOrAfterItIsCleared() {
        Rig before = hot().rig().say(0, 1200).act(5, "acknowledge").say(10, 1000);
        assertThat(before.told()).containsExactly("0 raised B", "5 acknowledged C", "10 cleared A");

        Rig after = hot().rig().say(0, 1200).say(10, 1000).act(15, "acknowledge");
        assertThat(after.told()).containsExactly("0 raised B", "10 cleared D", "15 acknowledged A");
        assertThat(after.last())
                .containsEntry("user", Value.of("ann"))
                .containsEntry("comment", Value.of("seen"))
                .containsEntry("occurrence", Value.of("2026-11-21T00:00:00Z"));
    }

    @Test
    void whatIsSoAlreadyChangesNothing() {
        Rig rig = hot().rig()
                .act(0, "acknowledge")
                .act(1, "reset")
                .act(2, "unshelve")
                .act(3, "unsuppress")
                .act(4, "in-service")
                .say(10, 1200)
                .act(11, "acknowledge")
                .act(12, "acknowledge");

        assertThat(rig.told()).containsExactly("10 raised B", "11 acknowledged C");
    }

    @Test
    void withoutAcknowledgementItEndsWithItsReason() {
        Rig rig = hot().withoutAcknowledgement().rig().say(0, 1200).say(10, 1000);

        assertThat(rig.told()).containsExactly("0 raised C", "10 cleared A");
    }

    @Test
    void raisedAgainBeforeAnybodyAcknowledgedItIsANewOccurrence() {
        Rig rig = hot().rig().say(0, 1200).say(10, 1000).say(20, 1200);

        assertThat(rig.told()).containsExactly("0 raised B", "10 cleared D", "20 raised B");
        assertThat(rig.last()).containsEntry("occurrence", Value.of("2026-11-21T00:00:20Z"));
    }

    @Test
    void aLatchHoldsUntilItIsAcknowledgedAndReset() {
        Rig rig = hot().latching()
                .rig()
                .say(0, 1200)
                .act(5, "reset")
                .say(10, 1000)
                .act(15, "reset")
                .act(20, "acknowledge")
                .act(25, "reset");
        assertThat(rig.told()).containsExactly("0 raised B", "10 cleared E", "20 acknowledged F", "25 reset A");

        Rig again = hot().latching()
                .rig()
                .say(0, 1200)
                .act(5, "acknowledge")
                .say(10, 1000)
                .say(20, 1200);
        assertThat(again.told()).containsExactly("0 raised B", "5 acknowledged C", "10 cleared F", "20 raised B");
    }

    @Test
    void theReasonMustLastAsLongAsTheDelay() {
        Rig rig = hot().delays(10, 20).rig().say(0, 1200).say(9, 1000).say(20, 1200);
        assertThat(rig.told()).isEmpty();

        rig.pass(30); // one at second 30 itself may still come
        assertThat(rig.told()).isEmpty();
        rig.pass(30.000_001);
        assertThat(rig.told()).containsExactly("30 raised B");
        assertThat(rig.last()).containsEntry("since", Value.of("2026-11-21T00:00:20Z"));

        // well for 15 s only, then for 20
        rig.say(40, 1000).say(55, 1200).say(60, 1000).pass(100);
        assertThat(rig.told()).containsExactly("30 raised B", "80 cleared D");
    }

    @Test
    void aValueAtTheLastMomentOfTheDelayCounts() {
        Rig rig = hot().delays(10, 0).rig().say(0, 1200).say(10, 1000).pass(100);

        assertThat(rig.told()).isEmpty();
    }

    @Test
    void aRateIsReckonedOverItsSpan() {
        // 5 in a minute, over 30 s: a rise of more than 2.5 in 30 s
        Rig rig = alarm().rate(5.0, null, 30).rig().say(0, 100).say(15, 110).say(30, 102.5);
        assertThat(rig.told()).isEmpty(); // before second 30 there is nothing to compare with, then 2.5 is not more
        rig.say(40, 102.6); // with second 0, the last at 10 or before: 2.6 in 40 s is 3.9 a minute
        assertThat(rig.told()).isEmpty();
        rig.say(60, 105.1); // with second 30: 2.6 in 30 s is 5.2 a minute
        assertThat(rig.told()).containsExactly("60 raised B");
        assertThat(rig.outputs().get(rig.outputs().size() - 1).timestampMicros())
                .isEqualTo(Rig.micros(60));
        rig.say(90, 105.1);
        assertThat(rig.told()).containsExactly("60 raised B", "90 cleared D");

        Rig falling = alarm().rate(null, 5.0, 30).rig().say(0, 100).say(30, 90);
        assertThat(falling.last()).containsEntry("value", Value.of(-20.0)).containsEntry("limit", Value.of(-5.0));
    }

    @Test
    void aWordIsComparedAsTextAndANumberAsANumber() {
        Rig rig = alarm().is("fault", "17")
                .rig()
                .say(0, "running")
                .say(1, "fault")
                .say(2, "idle")
                .say(3, 17.0);

        assertThat(rig.told()).containsExactly("1 raised B", "2 cleared D", "3 raised B");
        assertThat(alarm().is("true").rig().say(0, true).told()).containsExactly("0 raised B");
    }

    @Test
    void silenceIsHeardWhenTimePasses() {
        Rig rig = alarm().silentFor(60).rig().pass(1000);
        assertThat(rig.told()).isEmpty(); // it never spoke

        rig.say(1000, 20).pass(1060);
        assertThat(rig.told()).isEmpty();
        rig.pass(1061);
        assertThat(rig.told()).containsExactly("1060 raised B");
        rig.say(1100, 21);
        assertThat(rig.told()).containsExactly("1060 raised B", "1100 cleared D");

        // what cannot be trusted is no sign of life: silent since 1100
        rig.sayBad(1150).pass(1200);
        assertThat(rig.told()).containsExactly("1060 raised B", "1100 cleared D", "1160 raised B");
    }

    @Test
    void inputsOfOneTimeAreJudgedTogether() {
        Map<String, String> inputs = Map.of("supply", "_historian/supply", "back", "_historian/back");
        Rig rig = alarm().when(inputs, "supply - back < 2.0")
                .rig()
                .say(0, "_historian/back", 50)
                .say(0, "_historian/supply", 60)
                // both rise by 20 at once: with the old value of the other it would be -10
                .say(10, "_historian/back", 70)
                .say(10, "_historian/supply", 80)
                .pass(11);
        assertThat(rig.told()).isEmpty();

        rig.say(20, "_historian/back", 79).pass(21);
        assertThat(rig.told()).containsExactly("20 raised B");
    }

    @Test
    void anExpressionMayBeOfOneInputAndOfOtherTypes() {
        Rig rig = alarm().when(Map.of(), "value.startsWith('F')")
                .types(Map.of("value", InputType.TEXT))
                .rig()
                .say(0, "F17")
                .say(1, "ok");

        assertThat(rig.told()).containsExactly("0 raised B", "1 cleared D");
    }

    @Test
    void anExpressionWithoutAResultKeepsWhatWas() {
        Rig rig = alarm().when(Map.of(), "10 / value > 2")
                .rig()
                .say(0, 1)
                .say(1, 0)
                .say(2, 20);

        assertThat(rig.told()).containsExactly("0 raised B", "2 cleared D");
    }

    @Test
    void aBadValueKeepsOrRaises() {
        Rig keeps = hot().rig().say(0, 1200).sayBad(10).say(20, 1000).sayBad(30);
        assertThat(keeps.told()).containsExactly("0 raised B", "20 cleared D");

        Rig raises = hot().badRaises().rig().say(0, 1000).sayBad(10).say(20, 1000);
        assertThat(raises.told()).containsExactly("10 raised B", "20 cleared D");
    }

    @Test
    void aShelvedAlarmIsNotRaisedUntilShelvingEnds() {
        Rig rig = hot().rig().say(0, 1000).act(5, "shelve", Rig.shelving(100)).say(10, 1200);
        assertThat(rig.told()).containsExactly("5 shelved G");
        assertThat(rig.last()).containsEntry("until", Value.of("2026-11-21T00:01:40Z"));

        rig.pass(101);
        assertThat(rig.told()).containsExactly("5 shelved G", "100 unshelved A", "100 raised B");
        assertThat(rig.outputs().stream()
                        .filter(output -> output.timestampMicros() == Rig.micros(100))
                        .map(output -> output.id()))
                .containsExactly("1-unshelved", "2-raised", "");
        assertThat(rig.tag()).containsExactly("0 false", "100 true");
    }

    @Test
    void shelvingAnAlarmThatIsRaisedQuietensIt() {
        Rig rig = hot().rig().say(0, 1200).act(5, "shelve", Rig.shelving(100)).act(10, "unshelve");
        assertThat(rig.told()).containsExactly("0 raised B", "5 shelved G", "10 unshelved B");
        assertThat(rig.tag()).containsExactly("0 true", "5 false", "10 true");

        Rig over = hot().rig()
                .say(0, 1200)
                .act(5, "shelve", Rig.shelving(100))
                .say(50, 1000)
                .pass(101);
        assertThat(over.told()).containsExactly("0 raised B", "5 shelved G", "50 cleared G", "100 unshelved D");
    }

    @Test
    void whatLastsLongestShows() {
        Rig rig = hot().rig()
                .say(0, 1200)
                .act(1, "shelve", Rig.shelving(100))
                .act(2, "suppress")
                .act(3, "out-of-service")
                .act(4, "unsuppress")
                .act(5, "in-service")
                .act(6, "unshelve");

        assertThat(rig.told())
                .containsExactly(
                        "0 raised B",
                        "1 shelved G",
                        "2 suppressed H",
                        "3 out-of-service I",
                        "4 unsuppressed I",
                        "5 in-service G",
                        "6 unshelved B");
    }

    @Test
    void aStoppedMachineSuppressesByDesign() {
        Rig rig = alarm().input("_historian/flow")
                .low(5, 0)
                .suppressedBy("_historian/state", "stopped")
                .rig()
                .say(0, "_historian/flow", 10)
                .say(0, "_historian/state", "running")
                // both at once: it is suppressed before it could be raised
                .say(10, "_historian/flow", 0)
                .say(10, "_historian/state", "stopped")
                .pass(11);
        assertThat(rig.told()).containsExactly("10 suppressed H");

        rig.say(20, "_historian/flow", 10)
                .say(20, "_historian/state", "running")
                .pass(21);
        assertThat(rig.told()).containsExactly("10 suppressed H", "20 unsuppressed A");
        rig.say(30, "_historian/state", "stopped").say(31, "_historian/flow", 0).say(40, "_historian/state", "running");
        rig.pass(41);
        assertThat(rig.told())
                .containsExactly(
                        "10 suppressed H", "20 unsuppressed A", "30 suppressed H", "40 unsuppressed A", "40 raised B");
    }

    @Test
    void anotherAlarmsEventsAreNotForThisOne() {
        Rig rig = hot().rig().say(0, 1200);
        rig.act(1, "acknowledge", new Content.Happened("{\"alarm\":\"cold\"}"));
        assertThat(rig.told()).containsExactly("0 raised B");

        rig.act(2, "acknowledge", new Content.Happened("{\"alarm\":\"*\"}"));
        assertThat(rig.told()).containsExactly("0 raised B", "2 acknowledged C");
    }

    @Test
    void whatCannotBeUsedIsRefusedWithAReason() {
        Rig rig = hot().rig().say(0, 1200);

        refused(() -> rig.say(1, "warm"), "compares numbers");
        refused(() -> rig.act(1, "acknowledge", new Content.Happened("{\"user\":\"ann\"}")), "which alarm");
        refused(() -> rig.act(1, "acknowledge", Rig.value(1)), "is an event");
        refused(() -> rig.take(rig.input(1, Rig.INPUT, new Content.Happened("{}"))), "carries events");
        refused(() -> rig.act(1, "shelve"), "until when");
        refused(() -> rig.act(10, "shelve", Rig.shelving(10)), "cannot be shelved");
        refused(() -> rig.act(10, "shelve", Rig.shelving(10 + 8 * 3600 + 1)), "may be shelved for 8h at most");
        refused(() -> rig.act(10, "shelve", Rig.action(",\"until_ms\":" + Long.MAX_VALUE)), "for 8h at most");
        rig.act(10, "shelve", Rig.shelving(10 + 8 * 3600));
        assertThat(rig.told()).containsExactly("0 raised B", "10 shelved G");
    }

    private static void refused(Runnable what, String because) {
        assertThatThrownBy(what::run).isInstanceOf(ProblemException.class).hasMessageContaining(because);
    }

    @Test
    void longWordsOfPeopleAreCut() {
        Rig rig = hot().rig().say(0, 1200);
        rig.act(1, "acknowledge", Rig.action(",\"comment\":\"" + "x".repeat(10_000) + "\""));

        assertThat(((Value.Text) rig.last().get("comment")).value()).hasSize(200);
    }

    @Test
    void theTrackOfARateStaysSmall() {
        Rig rig = alarm().rate(5.0, 5.0, 60).rig();
        for (int i = 0; i < 3000; i++) {
            rig.say(i * 0.1, 100.0);
        }

        // a value each 0.3 s, which is 60 s / 200
        assertThat(rig.state().track().points()).hasSizeLessThanOrEqualTo(202);
        assertThat(rig.told()).isEmpty();
        assertThat(List.copyOf(rig.tag())).containsExactly("60 false");
    }
}

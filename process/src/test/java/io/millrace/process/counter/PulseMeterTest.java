package io.millrace.process.counter;

import static io.millrace.process.counter.Counting.options;
import static io.millrace.process.counter.Counting.pulses;
import static io.millrace.process.counter.Counting.rejects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.counter.CounterOptions.Edge;
import io.millrace.process.counter.CounterOptions.Pulses;
import io.millrace.process.counter.CounterOptions.Running;
import io.millrace.process.counter.CounterOptions.Scrap;
import org.junit.jupiter.api.Test;

/** Pulses, count events, and scrap beside them. */
class PulseMeterTest {

    private static final String NOON = "2026-11-20T12:00:00Z";

    @Test
    void aNumberAddsItself() {
        Counting counting = new Counting(pulses(null))
                .count("2026-11-20T10:00:00Z", 3)
                .count("2026-11-20T10:00:01Z", 0)
                .count("2026-11-20T10:00:02Z", Value.of(2.0));
        assertThat(counting.told("_historian/pieces/total"))
                .containsExactly("2026-11-20T10:00:00Z 3", "2026-11-20T10:00:02Z 5");
    }

    @Test
    void aBooleanAddsOneForEachEdge() {
        boolean[] signal = {true, true, false, false, true, false, true, true};
        // the first true says not whether it rose: two rising edges, two falling ones
        assertThat(edges(Edge.RISING, signal)).isEqualTo(2);
        assertThat(edges(Edge.FALLING, signal)).isEqualTo(2);
        assertThat(edges(Edge.FALLING, true, false)).isEqualTo(1);
        assertThat(edges(Edge.RISING, true, false)).isZero();
    }

    private static long edges(Edge edge, boolean... signal) {
        Counting counting = new Counting(options(new Pulses(Counting.TAG, edge), null, null, null));
        for (int i = 0; i < signal.length; i++) {
            counting.count("2026-11-20T10:00:0" + i + "Z", Value.of(signal[i]));
        }
        return counting.state().pieces();
    }

    @Test
    void anEdgeIsSeenThroughAMomentOfBadQuality() {
        Counting counting = new Counting(pulses(null))
                .count("2026-11-20T10:00:00Z", Value.of(false))
                .bad("2026-11-20T10:00:01Z")
                .count("2026-11-20T10:00:02Z", Value.of(true));
        assertThat(counting.state().pieces()).isEqualTo(1);
    }

    @Test
    void aCountEventAddsItsCountAndItsScrap() {
        Counting counting = new Counting(options(new Pulses("_analytics/count", Edge.RISING), null, null, null))
                .event("2026-11-20T10:00:00Z", "bag-1", 1, 0)
                .event("2026-11-20T10:00:03Z", "bag-2", 1, 1)
                .event("2026-11-20T10:00:06Z", "bag-3", 4, 0);
        assertThat(counting.values("_historian/pieces/total")).containsExactly("1", "2", "6");
        assertThat(counting.told("_historian/pieces/scrap")).containsExactly("2026-11-20T10:00:03Z 1");
        assertThat(counting.told("_analytics/pieces/count"))
                .element(1)
                .isEqualTo("2026-11-20T10:00:03Z {\"timestamp_ms\":1795168803000,\"id\":\"bag-2\",\"count\":1,"
                        + "\"scrap\":1}");
    }

    @Test
    void twoEventsOfOneTimeAreTwoIncrements() {
        Counting counting = new Counting(options(new Pulses("_analytics/count", Edge.RISING), null, null, null))
                .event(NOON, "", 1, 0)
                .event(NOON, "bag-1", 1, 0)
                .event(NOON, "bag-2", 1, 0)
                .event(NOON, "pieces/scrap", 1, 0)
                .event(NOON, "scrap", 1, 0);
        assertThat(counting.outputs().stream()
                        .filter(output -> output.topic().tag().equals("count"))
                        .map(output -> output.id()))
                .containsExactly("", "bag-1", "bag-2", "pieces/pieces/scrap", "pieces/scrap");
        assertThat(counting.values("_historian/pieces/total")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void scrapThatIsSortedOutBehindTheCounterIsPartOfIt() {
        Counting counting = new Counting(pulses(rejects(true)))
                .count("2026-11-20T10:00:00Z", 10)
                .scrap("2026-11-20T10:00:05Z", 2)
                .count("2026-11-20T10:00:06Z", 1);
        // 11 pieces, 2 of them scrap
        assertThat(counting.values("_historian/pieces/total")).containsExactly("10", "11");
        assertThat(counting.values("_historian/pieces/scrap")).containsExactly("2");
        assertThat(counting.values("_analytics/pieces/count"))
                .element(1)
                .isEqualTo("{\"timestamp_ms\":1795168805000,\"id\":\"scrap\",\"count\":0,\"scrap\":2}");
    }

    @Test
    void scrapThatIsSortedOutBeforeTheCounterIsAddedToIt() {
        Counting counting = new Counting(pulses(rejects(false))).count(NOON, 10).scrap(NOON, 2);
        // 10 good ones and 2 bad ones are 12 pieces; both have a time, and an identity each
        assertThat(counting.values("_historian/pieces/total")).containsExactly("10", "12");
        assertThat(counting.values("_historian/pieces/scrap")).containsExactly("2");
        assertThat(counting.values("_analytics/pieces/count"))
                .containsExactly(
                        "{\"timestamp_ms\":1795176000000,\"count\":10,\"scrap\":0}",
                        "{\"timestamp_ms\":1795176000000,\"id\":\"scrap\",\"count\":2,\"scrap\":2}");
    }

    @Test
    void scrapMayComeFromARunningCounter() {
        Scrap scrap = new Scrap(null, new Running(Counting.REJECTS, 1000L, 50, CounterOptions.OnReset.COUNT), true);
        Counting counting = new Counting(pulses(scrap))
                .scrap("2026-11-20T10:00:00Z", 998)
                .count("2026-11-20T10:00:01Z", 20)
                .scrap("2026-11-20T10:00:02Z", 1)
                .scrap("2026-11-20T10:00:03Z", 400);
        // 998 -> 1 at 1000: 3; -> 400 is a jump
        assertThat(counting.state().pieces()).isEqualTo(20);
        assertThat(counting.state().scrap()).isEqualTo(3);
        assertThat(counting.values("_analytics/pieces/not-counted"))
                .singleElement()
                .asString()
                .contains("\"id\":\"scrap\",\"reason\":\"jump\",\"before\":1,\"after\":400");
    }

    @Test
    void aCountEventAtTheInputOfScrapIsScrap() {
        Scrap scrap = new Scrap(new Pulses("_analytics/rejects/count", Edge.RISING), null, true);
        Counting counting = new Counting(pulses(scrap));
        counting.send(Counting.input(
                "scrap",
                "_analytics/rejects/count",
                Counting.micros(NOON),
                "r-1",
                new Content.Happened("{\"count\":3,\"scrap\":3}")));
        assertThat(counting.values("_analytics/pieces/count"))
                .containsExactly("{\"timestamp_ms\":1795176000000,\"id\":\"scrap/r-1\",\"count\":0,\"scrap\":3}");
        assertThat(counting.state().scrap()).isEqualTo(3);
    }

    @Test
    void whatIsNoNumberOfPiecesIsRefusedWithASentence() {
        Counting counting = new Counting(pulses(null));
        assertThatThrownBy(() -> counting.count(NOON, Value.of("three")))
                .hasMessage("For the number of pieces came the text 'three'. Send a whole number.");
        assertThatThrownBy(() -> counting.count(NOON, -3))
                .hasMessage("For the number of pieces came -3. Pieces are counted from 0 on.");
        assertThatThrownBy(() -> counting.count(NOON, Value.of(0.5)))
                .hasMessage("For the number of pieces came 0.5. Pieces are whole: send a whole number.");
        assertThatThrownBy(() -> event(counting, "{\"pieces\":1}"))
                .hasMessage(
                        "The event carries neither count nor scrap. Give 'input' a topic of count events, or add the"
                                + " fields.");
        assertThatThrownBy(() -> event(counting, "{\"count\":\"one\"}"))
                .hasMessage("For the field count came the text 'one'. Send a whole number.");
        assertThatThrownBy(() -> event(counting, "{\"count\":1,\"scrap\":-1}"))
                .hasMessage("For the field scrap came -1. Pieces are counted from 0 on.");
        assertThatThrownBy(() -> event(counting, "[1]")).hasMessage("The event is no JSON object.");
        assertThat(counting.state()).isEqualTo(CounterState.begin(0));
    }

    @Test
    void whatWasTakenBackOrSaysNothingChangesNothing() {
        Counting counting = new Counting(pulses(rejects(true)));
        counting.send(Counting.input("pieces", Counting.TAG, 1, "", Content.RETRACTED));
        counting.send(Counting.input("scrap", Counting.REJECTS, 2, "", Content.RETRACTED));
        assertThat(counting.state()).isEqualTo(CounterState.begin(0));
    }

    private static void event(Counting counting, String json) {
        counting.send(
                Counting.input("pieces", "_analytics/count", Counting.micros(NOON), "", new Content.Happened(json)));
    }
}

package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.LedgerFact;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a connection should have delivered and did not is noted for the ledger. */
class ConnectionLoopLossTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Bench bench = new Bench();

    @Test
    void pollsThatWereLeftOutAreNotedForTheTagsOfTheSlowLaneOnly() {
        bench.device.answersLane = lane -> lane.equals("unit 1");
        bench.with(Bench.polled("unit 1", "quick", SECOND))
                .with(Bench.polled("unit 2", "lame", SECOND))
                .with(Bench.polled("unit 2", "halt", SECOND));
        long started = bench.time.micros();

        bench.start().passSeconds(3);

        List<LedgerFact> facts = bench.losses.take(true);
        assertThat(facts).hasSize(2).allSatisfy(fact -> {
            assertThat(fact.kind()).isEqualTo(LedgerFact.Kind.LOST);
            assertThat(fact.source()).isEqualTo("kiln");
            assertThat(fact.topic()).containsPattern("lame|halt");
            assertThat(fact.reason()).isEqualTo("missed-polls");
            assertThat(fact.count()).isEqualTo(3);
            assertThat(fact.fromMicros()).isEqualTo(started + 1_000_000);
            assertThat(fact.toMicros()).isEqualTo(started + 3_000_000);
            assertThat(fact.sentence()).contains("1000 ms");
        });
    }

    @Test
    void ofManyTagsThePollsAreNotedForTheConnectionAsAWhole() {
        bench.device.answersLane = lane -> false;
        for (int i = 0; i < 100; i++) {
            bench.with(Bench.polled("", "t" + i, SECOND));
        }
        bench.start().passSeconds(2);

        assertThat(bench.losses.take(true)).singleElement().satisfies(fact -> {
            assertThat(fact.topic()).isNull();
            assertThat(fact.count()).as("each tag should have been read twice").isEqualTo(200);
        });
    }

    @Test
    void aDeviceThatKeepsUpMissesNothing() {
        bench.with(Bench.polled("", "t", SECOND))
                .with(Bench.subscribed("s"))
                .start()
                .passSeconds(10);
        bench.device.session().says(0, 1);
        bench.device.session().listener.lost("The device hung up.");
        bench.passSeconds(10);

        assertThat(bench.losses.take(true)).isEmpty();
    }

    @Test
    void whatTheDeviceCannotRepeatIsNotedSinceItWasLastHeardOf() {
        bench.with(Bench.subscribed("s")).start();
        bench.passSeconds(5);
        bench.device.session().says(0, 1);
        long heard = bench.time.micros();
        bench.passSeconds(7);

        bench.device.session().listener.missed(3, "The server cannot repeat 3 notifications.");
        bench.device.session().listener.missed(0, "Nothing.");

        assertThat(bench.losses.take(true)).singleElement().satisfies(fact -> {
            assertThat(fact.reason()).isEqualTo("missed-intervals");
            assertThat(fact.topic()).isNull();
            assertThat(fact.count()).isEqualTo(3);
            assertThat(fact.fromMicros()).isEqualTo(heard);
            assertThat(fact.toMicros()).isEqualTo(heard + 7_000_000);
            assertThat(fact.sentence()).isEqualTo("The server cannot repeat 3 notifications.");
        });
        assertThat(bench.metric("connection_missed_intervals")).isEqualTo(3);
    }

    @Test
    void whatIsMissedIsNotedThoughTheSessionIsGivenUpForIt() {
        bench.with(Bench.subscribed("s")).start();
        FakeDevice.FakeSession session = bench.device.session();

        session.listener.lost("The server has dropped the subscription.");
        bench.settle();
        session.listener.missed(2, "The server cannot repeat 2 notifications.");

        assertThat(bench.losses.take(true)).singleElement().satisfies(fact -> assertThat(fact.count())
                .isEqualTo(2));
    }
}

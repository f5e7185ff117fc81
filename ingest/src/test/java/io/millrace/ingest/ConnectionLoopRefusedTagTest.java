package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Reading;
import io.millrace.model.ConnectionState;
import io.millrace.model.Quality;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tags that a device refuses to monitor, mostly because the program of the PLC is not loaded yet. */
class ConnectionLoopRefusedTagTest {

    private static final String UNKNOWN = "null " + Quality.BAD_NODE_ID_UNKNOWN.unsigned();

    private final Bench bench = new Bench();

    private Bench startWithOneUnknown() {
        bench.device.unknown = Set.of("late");
        return bench.with(Bench.subscribed("early"))
                .with(Bench.subscribed("late"))
                .start();
    }

    private int timesMonitored() {
        return bench.device.session().timesMonitored.get();
    }

    @Test
    void areAskedForAgainUntilTheDeviceKnowsThem() {
        startWithOneUnknown();
        bench.device.session().says(0, 1);
        bench.passSeconds(59);
        assertThat(timesMonitored()).isEqualTo(1);

        bench.device.unknown = Set.of();
        bench.passSeconds(1);
        assertThat(timesMonitored()).isEqualTo(2);
        assertThat(bench.device.session().monitored)
                .extracting(tag -> tag.handle() + " " + tag.address().name())
                .as("all of them: the session works out the difference")
                .containsExactly("0 early", "1 late");
        bench.device.session().says(1, 7);
        bench.passSeconds(600);

        assertThat(timesMonitored()).as("once it is known").isEqualTo(2);
        assertThat(bench.log.values("/late")).containsExactly(UNKNOWN, "7");
        assertThat(bench.log.values("/early")).as("undisturbed").containsExactly("1");
        assertThat(bench.device.sessions).hasSize(1);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
    }

    @Test
    void areAskedForOnceAMinuteAndTheirRefusalIsWrittenOnce() {
        startWithOneUnknown().passSeconds(600);

        assertThat(timesMonitored()).isEqualTo(11);
        assertThat(bench.log.values("/late")).containsExactly(UNKNOWN);
    }

    @Test
    void areNotAskedForWhileNoneIsBad() {
        bench.with(Bench.subscribed("a")).start().passSeconds(600);
        bench.device.session().says(0, 1);
        bench.settle();
        assertThat(timesMonitored()).isEqualTo(1);

        bench.device.session().listener.received(0, Reading.bad(Quality.BAD_SENSOR_FAILURE, "broken wire"));
        bench.settle();
        assertThat(timesMonitored()).as("not at once").isEqualTo(1);
        bench.passSeconds(60);
        assertThat(timesMonitored()).isEqualTo(2);
    }

    @Test
    void aBadPolledTagIsNothingToMonitor() {
        bench.device.values = address -> FakeDevice.UNKNOWN;
        bench.with(Bench.subscribed("a"))
                .with(Bench.polled("", "p", Duration.ofSeconds(1)))
                .start()
                .passSeconds(300);

        assertThat(bench.log.values("/p")).containsExactly(UNKNOWN);
        assertThat(timesMonitored()).isEqualTo(1);
    }

    @Test
    void aRepetitionThatFailsCostsNothing() {
        startWithOneUnknown();
        bench.device.session().confirmed =
                CompletableFuture.failedFuture(new IllegalStateException("busy with something else"));
        bench.passSeconds(180);

        assertThat(timesMonitored()).isEqualTo(4);
        assertThat(bench.device.sessions).hasSize(1);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
    }

    @Test
    void aRepetitionThatIsNotAnsweredIsNotRepeatedAndCostsNothing() {
        startWithOneUnknown();
        bench.device.confirms = false;
        CompletableFuture<Void> pending = new CompletableFuture<>();
        bench.device.session().confirmed = pending;
        bench.passSeconds(300);
        assertThat(timesMonitored()).isEqualTo(2);
        assertThat(bench.device.sessions).hasSize(1);

        pending.complete(null);
        bench.passSeconds(60);
        assertThat(timesMonitored()).isEqualTo(3);
    }

    @Test
    void aLostSessionBeginsAnew() {
        startWithOneUnknown().passSeconds(59);
        FakeDevice.FakeSession old = bench.device.session();
        old.listener.lost("The device hung up.");
        bench.passSeconds(30);

        assertThat(old.timesMonitored).hasValue(1);
        assertThat(timesMonitored()).as("of the new session").isEqualTo(1);
        bench.passSeconds(60);
        assertThat(timesMonitored()).isEqualTo(2);
    }

    @Test
    void keepTheDevicesOwnWordThoughTheyAreSilent() {
        bench.device.unknown = Set.of("late");
        bench.with(Bench.subscribed("early"))
                .with(Bench.subscribed("late", Duration.ofSeconds(10)))
                .start()
                .passSeconds(300);

        assertThat(timesMonitored()).isEqualTo(6);
        assertThat(bench.log.values("/late")).containsExactly(UNKNOWN);
    }
}

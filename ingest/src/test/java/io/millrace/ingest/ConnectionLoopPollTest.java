package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Reading;
import io.millrace.model.ConnectionState;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConnectionLoopPollTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String NO_COMMUNICATION = "null " + Quality.BAD_NO_COMMUNICATION.unsigned();
    private static final String TIMEOUT = "null " + Quality.BAD_TIMEOUT.unsigned();
    private static final String NO_DATA = "null " + Quality.BAD_NO_DATA.unsigned();

    private final Bench bench = new Bench();

    @Test
    void readsEachScanClassAtItsOwnInterval() {
        bench.with(Bench.polled("", "fast", SECOND)).with(Bench.polled("", "slow", Duration.ofSeconds(5)));

        bench.start().passSeconds(10);

        assertThat(bench.log.values("fast")).hasSize(11);
        assertThat(bench.log.values("slow")).hasSize(3);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
    }

    @Test
    void splitsAGroupIntoReadsThatTheConnectorAllows() {
        bench.device.maxBatch = 2;
        for (int i = 0; i < 5; i++) {
            bench.with(Bench.polled("", "t" + i, SECOND));
        }

        bench.start();

        assertThat(bench.device.session().reads)
                .extracting(read -> read.addresses().size())
                .containsExactly(2, 2, 1);
        assertThat(bench.log.records()).hasSize(5);
    }

    @Test
    void aSlowLaneDoesNotHoldUpTheOthersAndIsNotAskedTwiceAtOnce() {
        bench.device.answersLane = lane -> lane.equals("unit 1");
        bench.with(Bench.polled("unit 1", "quick", SECOND)).with(Bench.polled("unit 2", "lame", SECOND));

        bench.start().passSeconds(3);

        assertThat(bench.log.values("quick")).hasSize(4);
        assertThat(bench.device.session().open).hasSize(1);
        assertThat(bench.metric("connection_polls_skipped")).isEqualTo(3);

        bench.device.session().open.get(0).with(7);
        bench.settle();
        assertThat(bench.log.values("lame")).containsExactly("7");
    }

    @Test
    void aReadThatNeverCompletesTurnsItsTagsBadAndThenTheConnectionIsOpenedAgain() {
        bench.device.answersLane = lane -> false;
        bench.with(Bench.polled("", "t", SECOND)).start();
        assertThat(bench.state()).isEqualTo(new ConnectionState.Starting());

        bench.passSeconds(5);

        assertThat(bench.log.values("t")).containsExactly(NO_DATA);
        assertThat(bench.state())
                .isInstanceOfSatisfying(ConnectionState.Degraded.class, degraded -> assertThat(degraded.reason())
                        .startsWith("Connected, but silent since"));
        assertThat(bench.device.sessions).hasSize(1);

        bench.passSeconds(12);
        assertThat(bench.device.sessions.get(0).closed).isTrue();
        assertThat(bench.device.sessions).hasSize(2);

        bench.device.sessions.get(0).open.get(0).with(66);
        bench.settle();
        assertThat(bench.log.values("t")).containsExactly(NO_DATA, NO_COMMUNICATION);

        bench.device.session().open.get(0).with(5);
        bench.settle();
        assertThat(bench.log.values("t")).containsExactly(NO_DATA, NO_COMMUNICATION, "5");
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
    }

    @Test
    void aSilentTagIsGoodAgainWithItsNextReading() {
        bench.with(Bench.polled("", "t", SECOND)).start();
        bench.device.answersLane = lane -> false;
        bench.passSeconds(6);
        assertThat(bench.log.values("t")).containsExactly("1", NO_DATA);
        assertThat(bench.loop.status().badTags()).isEqualTo(1);

        bench.device.session().open.get(0).with(1);
        bench.settle();

        assertThat(bench.log.values("t")).containsExactly("1", NO_DATA, "1");
        assertThat(bench.loop.status().badTags()).isZero();
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
    }

    @Test
    void aLaneThatFailsTurnsItsTagsBadOnceWhileTheOthersGoOn() {
        AtomicLong counter = new AtomicLong();
        bench.device.values = address -> Reading.good(Value.of(counter.incrementAndGet()));
        bench.with(Bench.polled("unit 1", "quick", SECOND)).with(Bench.polled("unit 2", "dead", SECOND));
        bench.device.answersLane = lane -> lane.equals("unit 1");
        bench.start();
        for (int i = 0; i < 5; i++) {
            bench.device.session().open.get(i).answer().completeExceptionally(new TimeoutException("no answer in 1 s"));
            bench.passSeconds(1);
        }

        assertThat(bench.log.values("dead")).containsExactly(TIMEOUT);
        assertThat(bench.log.values("quick")).hasSize(6);
        assertThat(bench.device.sessions).hasSize(1);
        assertThat(bench.loop.status().lastError()).isEqualTo("no answer in 1 s");
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
        assertThat(bench.metric("connection_read_errors")).isEqualTo(5);
    }

    @Test
    void threeFailedReadsInARowOnTheOnlyLaneLoseTheSession() {
        bench.with(Bench.polled("", "t", SECOND)).start();
        bench.device.readFailure = new IllegalStateException("connection reset");
        bench.passSeconds(2);
        assertThat(bench.device.session().closed).isFalse();

        bench.passSeconds(1);

        assertThat(bench.device.sessions.get(0).closed).isTrue();
        assertThat(bench.state())
                .isEqualTo(new ConnectionState.Degraded("The device does not answer: connection reset"));
        bench.device.readFailure = null;
        bench.passSeconds(2);
        assertThat(bench.device.sessions).hasSize(2);
        assertThat(bench.log.values("t")).startsWith("1", NO_COMMUNICATION, "1");
    }

    @Test
    void aBadItemDoesNotDisturbItsNeighboursAndIsWrittenOnce() {
        bench.device.values = address -> address.name().equals("unknown")
                ? Reading.bad(Quality.BAD_NODE_ID_UNKNOWN, "no such node")
                : Reading.good(Value.of(3));
        bench.with(Bench.polled("", "known", SECOND)).with(Bench.polled("", "unknown", SECOND));

        bench.start().passSeconds(2);

        assertThat(bench.log.values("/known")).containsExactly("3", "3", "3");
        assertThat(bench.log.values("/unknown")).containsExactly("null " + Quality.BAD_NODE_ID_UNKNOWN.unsigned());
        assertThat(bench.loop.status().badTags()).isEqualTo(1);
        assertThat(bench.loop.tags().get(1).state(bench.time.time()).nativeCode())
                .isEqualTo("no such node");
    }

    @Test
    void aConnectionWithNothingButBadTagsIsNotHealthy() {
        bench.device.values = address -> Reading.bad(Quality.BAD_SENSOR_FAILURE, "broken wire");
        bench.with(Bench.polled("", "t", SECOND)).start().passSeconds(1);
        assertThat(bench.state())
                .isEqualTo(new ConnectionState.Degraded("Connected, but every tag is bad: broken wire."));

        bench.device.values = address -> Reading.good(Value.of(1));
        bench.passSeconds(1);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
    }

    @Test
    void anAnswerOfTheWrongLengthIsAFailedRead() {
        bench.with(Bench.polled("", "t", SECOND));
        bench.device.answersLane = lane -> false;
        bench.start();
        bench.device.session().open.get(0).answer().complete(List.of());
        bench.settle();

        assertThat(bench.log.values("t")).containsExactly(NO_COMMUNICATION);
        assertThat(bench.loop.status().lastError()).isEqualTo("The connector answered 0 readings for 1 tags.");
    }

    @Test
    void tenThousandTagsAreEachDeliveredOnceAPollWithUnbrokenSequence() {
        for (int i = 0; i < 10_000; i++) {
            bench.with(Bench.polled("", "t" + i, SECOND));
        }
        bench.limits(1000, 8).start().passSeconds(4);

        assertThat(bench.log.records()).hasSize(50_000);
        assertThat(bench.log.records().stream().map(FakeLog::sequence).collect(Collectors.toSet()))
                .hasSize(50_000)
                .contains(1L, 50_000L);
        assertThat(bench.loop.status().samples()).isEqualTo(50_000);
        assertThat(bench.loop.status().badTags()).isZero();
    }
}

package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Reading;
import io.millrace.model.ConnectionState;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionLoopSessionTest {

    private static final String NO_COMMUNICATION = "null " + Quality.BAD_NO_COMMUNICATION.unsigned();
    private static final String NO_DATA = "null " + Quality.BAD_NO_DATA.unsigned();
    private static final String OUT_OF_SERVICE = "null " + Quality.BAD_OUT_OF_SERVICE.unsigned();

    private final Bench bench = new Bench();

    @Test
    void deliversWhatTheDeviceTellsUnderItsHandles() {
        bench.with(Bench.subscribed("a")).with(Bench.subscribed("b")).start();

        bench.device.session().says(0, 10);
        bench.device.session().says(1, 20);
        bench.device.session().says(0, 11);
        bench.settle();

        assertThat(bench.log.values("/a")).containsExactly("10", "11");
        assertThat(bench.log.values("/b")).containsExactly("20");
        assertThat(bench.device.session().monitored)
                .extracting(tag -> tag.handle() + " " + tag.address().name())
                .containsExactly("0 a", "1 b");
    }

    @Test
    void recordsSayWhereTheyComeFrom() {
        bench.with(Bench.subscribed("a")).start();
        bench.device.session().says(0, 10);
        bench.device.session().says(0, 11);
        bench.settle();

        LogRecord second = bench.log.records().get(1);
        long received = bench.time.micros();
        assertThat(second.key()).isEqualTo("umh/v1/works/_historian/a");
        assertThat(second.headers())
                .containsEntry(Headers.ORIGIN, "site/hub/kiln")
                .containsEntry(Headers.SOURCE, "kiln")
                .containsEntry(Headers.EPOCH, Long.toString(bench.loop.status().epoch()))
                .containsEntry(Headers.SEQUENCE, "2")
                .containsEntry(Headers.RECEIVED, Long.toString(received))
                .containsEntry(Headers.TIME, "received")
                .containsEntry(Headers.TRACE, "fake@" + received + ",ingest@" + received);
    }

    @Test
    void aConnectionWithoutTagsIsIdle() {
        bench.start();
        assertThat(bench.state()).isEqualTo(new ConnectionState.Idle());
    }

    @Test
    void anOpenSessionIsNotActiveBeforeTheDeviceHasAnswered() {
        bench.device.confirms = false;
        bench.with(Bench.subscribed("a")).start().passSeconds(10);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Starting());

        bench.device.session().confirmed.complete(null);
        bench.settle();
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
    }

    @Test
    void startsBeforeTheDeviceIsThereAndTriesWithGrowingPauses() {
        bench.device.refusal = "Nobody listens at kiln-1:4840. Is the PLC switched on?";
        bench.with(Bench.subscribed("a")).with(Bench.subscribed("b")).start();
        assertThat(bench.state()).isEqualTo(new ConnectionState.Degraded(bench.device.refusal));
        assertThat(bench.loop.status().lastError()).isEqualTo(bench.device.refusal);

        // pauses with the middle of the jitter: 0.75, 1.5, 3, 6, 12, 22.5, 22.5 s
        bench.pass(Duration.ofMillis(23_250));
        assertThat(bench.metric("connection_open_errors")).isEqualTo(6);
        assertThat(bench.log.values("/a")).as("once per outage").containsExactly(NO_COMMUNICATION);
        assertThat(bench.log.values("/b")).containsExactly(NO_COMMUNICATION);

        bench.device.refusal = "";
        bench.pass(Duration.ofMillis(22_500));
        bench.device.session().says(0, 4);
        bench.settle();
        assertThat(bench.log.values("/a")).containsExactly(NO_COMMUNICATION, "4");
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
        assertThat(bench.loop.status().lastError()).as("kept after recovery").startsWith("Nobody listens");
    }

    @Test
    void aLostSessionTurnsEveryTagBadAndAnotherIsOpenedWithANewEpoch() {
        bench.with(Bench.subscribed("a")).with(Bench.subscribed("b")).start();
        bench.device.session().says(0, 1);
        long firstEpoch = bench.loop.status().epoch();

        bench.device.session().listener.lost("The device hung up.");
        bench.settle();

        assertThat(bench.device.sessions.get(0).closed).isTrue();
        assertThat(bench.log.values("/a")).containsExactly("1", NO_COMMUNICATION);
        assertThat(bench.log.values("/b")).containsExactly(NO_COMMUNICATION);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Degraded("The device hung up."));

        bench.passSeconds(1);
        bench.device.session().says(1, 2);
        bench.settle();
        assertThat(bench.loop.status().epoch()).isEqualTo(firstEpoch + 1);
        LogRecord last = bench.log.records().get(3);
        assertThat(last.headers())
                .containsEntry(Headers.EPOCH, Long.toString(firstEpoch + 1))
                .containsEntry(Headers.SEQUENCE, "1");
        assertThat(bench.metric("connection_reconnects")).isEqualTo(1);
    }

    @Test
    void lateCallbacksOfAnOldSessionAreDroppedAndCounted() {
        bench.with(Bench.subscribed("a"))
                .with(Bench.polled("", "p", Duration.ofSeconds(1)))
                .start();
        bench.device.answersLane = lane -> false;
        bench.passSeconds(1);
        FakeDevice.FakeSession old = bench.device.session();
        old.listener.lost("The device hung up.");
        bench.passSeconds(1);
        int written = bench.log.records().size();

        old.says(0, 99);
        old.listener.lost("The device hung up.");
        old.open.get(0).with(99);
        bench.settle();

        assertThat(bench.log.records()).hasSize(written);
        assertThat(bench.metric("connection_late")).isEqualTo(3);
        assertThat(bench.device.sessions).hasSize(2);
    }

    @Test
    void aSessionLostWhileItsTagsAreBeingMonitoredIsReplaced() {
        bench.device.confirms = false;
        bench.with(Bench.subscribed("a")).start();
        FakeDevice.FakeSession old = bench.device.session();

        old.listener.lost("The device hung up.");
        bench.settle();
        old.confirmed.complete(null);
        bench.settle();

        assertThat(bench.state()).isEqualTo(new ConnectionState.Degraded("The device hung up."));
        bench.passSeconds(1);
        assertThat(bench.device.sessions).hasSize(2);
        assertThat(bench.metric("connection_late")).isEqualTo(1);
    }

    @Test
    void aRefusedSubscriptionLosesTheSession() {
        bench.device.confirms = false;
        bench.with(Bench.subscribed("a")).start();
        bench.device.session().confirmed.completeExceptionally(new IllegalStateException("too many items"));
        bench.settle();

        assertThat(bench.state())
                .isEqualTo(new ConnectionState.Degraded("The device refused the subscription: too many items"));
    }

    @Test
    void aSubscriptionThatIsNeverConfirmedLosesTheSession() {
        bench.device.confirms = false;
        bench.with(Bench.subscribed("a")).start().passSeconds(61);

        assertThat(bench.loop.status().lastError())
                .isEqualTo("The device did not confirm the subscription of 1 tags within 60 s.");
        assertThat(bench.device.sessions).hasSize(2);
    }

    @Test
    void aTagWithALimitTurnsBadWhenSilentAndTheOthersDoNot() {
        bench.with(Bench.subscribed("watched", Duration.ofSeconds(3)))
                .with(Bench.subscribed("patient"))
                .start();
        bench.device.session().says(0, 1);
        bench.device.session().says(1, 1);
        bench.passSeconds(4);

        assertThat(bench.log.values("watched")).containsExactly("1", NO_DATA);
        assertThat(bench.log.values("patient")).containsExactly("1");
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
    }

    @Test
    void aConnectionWhoseTagsAreAllSilentIsDegradedUntilOneSpeaks() {
        bench.with(Bench.subscribed("a", Duration.ofSeconds(3)))
                .with(Bench.subscribed("b", Duration.ofSeconds(3)))
                .start();
        bench.device.session().says(0, 1);
        bench.passSeconds(4);
        assertThat(bench.state())
                .isEqualTo(new ConnectionState.Degraded(
                        "Connected, but silent since 2026-03-01T06:00:00Z. Check the device."));

        bench.device.session().says(1, 1);
        bench.settle();
        bench.passSeconds(1);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
        assertThat(bench.device.sessions).hasSize(1);
    }

    @Test
    void aConstantThatIsReportedAgainAfterAnOutageIsGoodAgain() {
        Reading constant = new Reading(Value.of(5), Quality.GOOD, FakeTime.START.minusSeconds(3600), null, null);
        bench.with(Bench.subscribed("a")).start();
        bench.device.session().listener.received(0, constant);
        bench.device.session().listener.lost("The device hung up.");
        bench.passSeconds(1);

        bench.device.session().listener.received(0, constant);
        bench.device.session().listener.received(0, constant);
        bench.settle();

        assertThat(bench.log.values("/a")).containsExactly("5", NO_COMMUNICATION, "5");
        assertThat(bench.log.payloads("/a")).doesNotHaveDuplicates();
    }

    @Test
    void aReadingOfNoKnownTagIsCountedAndNothingElse() {
        bench.with(Bench.subscribed("a")).start();
        bench.device.session().says(7, 1);
        bench.device.session().says(-1, 1);
        bench.settle();

        assertThat(bench.log.records()).isEmpty();
        assertThat(bench.metric("connection_unknown_handles")).isEqualTo(2);
    }

    @Test
    void aTextThatNoPayloadCanCarryBecomesABadSample() {
        bench.with(Bench.subscribed("a")).start();
        bench.device.session().listener.received(0, Reading.good(Value.of("x".repeat(Delivery.MAX_TEXT + 1))));
        bench.settle();

        assertThat(bench.log.values("/a")).containsExactly("null " + 0x80080000L);
        assertThat(bench.loop.tags().get(0).nativeCode()).contains("131073 characters");
    }

    @Test
    void whenTheHubStopsEveryTagSaysSo() {
        bench.with(Bench.subscribed("a")).with(Bench.subscribed("b")).start();
        bench.device.session().says(0, 1);

        bench.loop.requestStop();
        bench.settle();

        assertThat(bench.loop.isFinished()).isTrue();
        assertThat(bench.device.session().closed).isTrue();
        assertThat(bench.log.values("/a")).containsExactly("1", OUT_OF_SERVICE);
        assertThat(bench.log.values("/b")).containsExactly(OUT_OF_SERVICE);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Stopped());
    }

    @Test
    void aStopWithAStuckLogEndsInBoundedTime() {
        bench.with(Bench.subscribed("a")).start();
        bench.log.stick();
        bench.device.session().says(0, 1);
        bench.loop.requestStop();
        bench.settle();
        assertThat(bench.loop.isFinished()).isFalse();

        bench.passSeconds(5);

        assertThat(bench.loop.isFinished()).isTrue();
    }

    @Test
    void aConnectorThatThrowsWhatItShouldNotIsTriedAgain() {
        bench.with(Bench.polled("", "t", Duration.ofSeconds(1)));
        bench.device.values = address -> {
            throw new IllegalArgumentException("bug");
        };
        bench.start().passSeconds(3);
        assertThat(bench.loop.status().lastError()).endsWith("bug");

        bench.device.values = address -> Reading.good(Value.of(1));
        bench.passSeconds(2);
        assertThat(bench.log.values("/t")).last().isEqualTo("1");
    }

    @Test
    void aDeviceWithAnAbsurdClockGetsTheReceivedTime() {
        bench.with(Bench.subscribed("a")).start();
        for (String time : List.of("1601-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "1970-01-01T00:00:01Z")) {
            bench.passSeconds(1);
            bench.device
                    .session()
                    .listener
                    .received(0, new Reading(Value.of(1), Quality.GOOD, java.time.Instant.parse(time), null, null));
            bench.settle();
        }

        assertThat(bench.log.payloads("/a"))
                .containsExactly(payload(1), payload(2), payload(3))
                .hasSize(3);
        assertThat(bench.metric("connection_odd_times")).isEqualTo(3);
    }

    private static String payload(int second) {
        return "{\"timestamp_ms\":" + FakeTime.START.plusSeconds(second).toEpochMilli() + ",\"value\":1}";
    }
}

package io.millrace.connector.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.Capability;
import io.millrace.connector.Monitored;
import io.millrace.connector.Session;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of the exam about monitored tags, for connectors that can subscribe. */
abstract class MonitoringQuestions<S extends Record, A extends Record> extends Examinee<S, A> {

    @Test
    void monitoredTagsAreAddedAndRemovedWithoutDisturbingOthers() throws Exception {
        assumeCan(Capability.SUBSCRIBE);
        Session<A> session = bench.open(device.port());
        Heard heard = bench.heard(session);

        bench.monitor(session, List.of(monitored(0), monitored(1)));
        awaitValue(heard, 0);
        awaitValue(heard, 1);
        int before0 = heard.readings(0).size();
        int before1 = heard.readings(1).size();

        bench.monitor(session, List.of(monitored(0), monitored(1), monitored(2), unknownMonitored(99)));
        awaitValue(heard, 2);
        await("the unknown tag is bad").atMost(SOON).until(() -> heard.readings(99).stream()
                .anyMatch(reading -> reading.quality().isBad()));
        bench.monitor(session, List.of(monitored(0), monitored(1)));

        assertThat(heard.readings(0)).as("undisturbed").hasSize(before0);
        assertThat(heard.readings(1)).as("undisturbed").hasSize(before1);
        assertThat(heard.isLost()).isFalse();
    }

    @Test
    void changesOfAMonitoredTagArriveUntilItIsRemoved() throws Exception {
        assumeCan(Capability.SUBSCRIBE);
        assumeCan(Capability.WRITE);
        Session<A> session = bench.open(device.port());
        Heard heard = bench.heard(session);
        Monitored<A> changing = new Monitored<>(7, writable(), Duration.ofMillis(50));

        bench.monitor(session, List.of(changing, monitored(1)));
        awaitValue(heard, 1);
        bench.write(session, writable(), valueToWrite(1));
        await("the change arrives").atMost(SOON).until(() -> heard.goodValues(7).contains(valueToWrite(1)));

        bench.monitor(session, List.of(monitored(1)));
        bench.write(session, writable(), valueToWrite(2));
        await("a removed tag is silent")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> !heard.goodValues(7).contains(valueToWrite(2)));
    }

    @Test
    void aDeviceThatDeliversEverythingIsNotSaidToMissAnything() throws Exception {
        assumeCan(Capability.SUBSCRIBE);
        assumeCan(Capability.WRITE);
        Session<A> session = bench.open(device.port());
        Heard heard = bench.heard(session);

        bench.monitor(session, List.of(new Monitored<>(7, writable(), Duration.ofMillis(50)), monitored(1)));
        awaitValue(heard, 1);
        for (int n = 1; n <= 3; n++) {
            int change = n;
            bench.write(session, writable(), valueToWrite(change));
            await("the change arrives").atMost(SOON).until(() -> heard.goodValues(7)
                    .contains(valueToWrite(change)));
        }
        session.close();

        assertThat(heard.missed()).as("missed: %s", heard.missedReasons()).isZero();
    }

    @Test
    void aKilledDeviceIsNoticedWhileOnlyMonitoring() throws Exception {
        assumeCan(Capability.SUBSCRIBE);
        Session<A> session = monitoringSession();
        device.kill();
        awaitHeard(session, SOON);
    }

    @Test
    void aFrozenDeviceIsNoticedWhileOnlyMonitoring() throws Exception {
        assumeCan(Capability.SUBSCRIBE);
        Session<A> session = monitoringSession();
        device.freeze();
        awaitHeard(session, frozenNoticed());
        device.thaw();
    }

    private Session<A> monitoringSession() throws Exception {
        Session<A> session = bench.open(device.port());
        bench.monitor(session, List.of(monitored(0)));
        awaitValue(bench.heard(session), 0);
        return session;
    }

    private void awaitHeard(Session<A> session, Duration patience) {
        Heard heard = bench.heard(session);
        await("the session tells it is over").atMost(patience).until(() -> heard.isLost() || heard.anyBad());
        heard.lostReasons().forEach(MonitoringQuestions::assertSentence);
        heard.missedReasons().forEach(MonitoringQuestions::assertSentence);
    }

    private Monitored<A> unknownMonitored(int handle) {
        return new Monitored<>(handle, unknown(), Duration.ofMillis(100));
    }

    private void awaitValue(Heard heard, int n) {
        await("tag " + n + " is received").atMost(SOON).until(() -> heard.goodValues(n)
                .contains(known().get(n).value()));
    }
}

package io.millrace.connector.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.Capability;
import io.millrace.connector.Connector;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.WriteOutcome;
import io.millrace.connector.WriteOutcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The exam every connector passes. Its test extends this class and says what the device holds; each question is one
 * test with a device that is as it is when freshly started. Questions about capabilities a connector has not are skipped.
 *
 * @param <S> the record of the settings
 * @param <A> the record of an address
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class ConnectorExam<S extends Record, A extends Record> extends MonitoringQuestions<S, A> {

    @Test
    void describesItself() {
        Connector<S, A> connector = connector();
        assertThat(connector.type()).matches("[a-z0-9]+");
        assertThat(connector.title()).isNotBlank();
        assertThat(connector.capabilities()).containsAnyOf(Capability.READ, Capability.SUBSCRIBE);
        assertThat(connector.endpoint(settings(4711))).contains("4711");
        assertThat(connector.maxBatch(settings(4711))).isPositive();
        assertThat(known()).as("at least three known addresses").hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void settingsAndAddressesCanStandInTheSiteFile() {
        assertThat(Descriptions.faults(connector().settingsType())).isEmpty();
        assertThat(Descriptions.faults(connector().addressType())).isEmpty();
        for (Known<A> tag : known()) {
            assertThat(tag.address().toString())
                    .as("people read addresses")
                    .isNotBlank()
                    .doesNotContain("\n")
                    .doesNotStartWith(tag.address().getClass().getSimpleName() + "[");
        }
    }

    @Test
    void readsABatchInItsOrder() throws Exception {
        assumeCan(Capability.READ);
        Session<A> session = bench.open(device.port());

        List<Known<A>> backwards = new ArrayList<>(known());
        java.util.Collections.reverse(backwards);
        backwards.add(known().get(0));

        assertThat(bench.values(session, bench.addresses(known()))).isEqualTo(bench.expected(known()));
        assertThat(bench.values(session, bench.addresses(backwards))).isEqualTo(bench.expected(backwards));
        assertThat(bench.read(session, List.of())).isEmpty();
    }

    @Test
    void readsTheLargestBatch() throws Exception {
        assumeCan(Capability.READ);
        Session<A> session = bench.open(device.port());
        String lane = connector().lane(known().get(0).address());
        List<Known<A>> sameLane = known().stream()
                .filter(tag -> connector().lane(tag.address()).equals(lane))
                .toList();
        List<Known<A>> full = IntStream.range(0, connector().maxBatch(settings(device.port())))
                .mapToObj(i -> sameLane.get(i * 7 % sameLane.size()))
                .toList();

        assertThat(bench.values(session, bench.addresses(full))).isEqualTo(bench.expected(full));
    }

    @Test
    void anUnknownTagFailsOnlyItself() throws Exception {
        assumeCan(Capability.READ);
        Session<A> session = bench.open(device.port());
        List<A> batch =
                List.of(known().get(0).address(), unknown(), known().get(1).address());

        for (int round = 0; round < 3; round++) {
            List<Reading> readings = bench.read(session, batch);

            assertThat(readings).hasSize(3);
            assertThat(readings.get(0).value()).isEqualTo(known().get(0).value());
            assertThat(readings.get(1).quality().isBad()).isTrue();
            assertThat(readings.get(1).nativeCode())
                    .as("the device's own words")
                    .isNotBlank();
            assertThat(readings.get(2).value()).isEqualTo(known().get(1).value());
        }
        assertThat(bench.heard(session).isLost()).isFalse();
    }

    @Test
    void opensOnceTheDeviceIsThere() throws Exception {
        int port = device.port();
        device.kill();

        assertThatThrownBy(() -> bench.open(port))
                .isInstanceOf(ConnectorException.class)
                .satisfies(thrown -> assertSentence(thrown.getMessage()))
                .hasMessageContaining(connector().endpoint(settings(port)));

        device.restart();
        bench.awaitServing(bench.awaitOpen(port, SOON), known().get(0), SOON);
    }

    @Test
    void aKilledDeviceIsNoticedAndServesAgainOnceRestarted() throws Exception {
        Session<A> session = bench.open(device.port());
        bench.awaitServing(session, known().get(0), SOON);

        device.kill();
        bench.awaitNoticed(session, known().get(0), SOON);
        session.close();
        device.restart();

        bench.awaitServing(bench.awaitOpen(device.port(), SOON), known().get(0), SOON);
    }

    @Test
    void aFrozenDeviceIsNoticedAndServesAgainOnceItGoesOn() throws Exception {
        Session<A> session = bench.open(device.port());
        bench.awaitServing(session, known().get(0), SOON);

        device.freeze();
        bench.awaitNoticed(session, known().get(0), frozenNoticed());
        device.thaw();

        if (bench.heard(session).isLost()) {
            session.close();
            session = bench.awaitOpen(device.port(), SOON);
        }
        bench.awaitServing(session, known().get(0), SOON);
    }

    @Test
    void writesLandInTheDevice() throws Exception {
        assumeCan(Capability.WRITE);
        Session<A> session = bench.open(device.port());

        for (int n = 1; n <= 3; n++) {
            assertThat(bench.write(session, writable(), valueToWrite(n))).isEqualTo(WriteOutcome.ok());
            assertThat(valueInDevice(device)).isEqualTo(valueToWrite(n));
        }
    }

    @Test
    void whatMayNotBeWrittenIsRejectedWithAReason() throws Exception {
        assumeCan(Capability.WRITE);
        Session<A> session = bench.open(device.port());
        List<A> refused = new ArrayList<>(List.of(unknown()));
        readOnly().ifPresent(refused::add);

        for (A address : refused) {
            WriteOutcome outcome = bench.write(session, address, valueToWrite(1));
            assertThat(outcome.status()).as(address + ": " + outcome.detail()).isEqualTo(Status.REJECTED);
            assertThat(outcome.detail()).isNotBlank();
        }
        assertThat(bench.write(session, writable(), valueToWrite(2))).isEqualTo(WriteOutcome.ok());
    }

    @Test
    void aWriteToAKilledDeviceNeverArrivesLater() throws Exception {
        assumeCan(Capability.WRITE);
        Session<A> session = bench.open(device.port());

        device.kill();
        WriteOutcome first = bench.write(session, writable(), valueToWrite(1));
        bench.awaitNoticed(session, known().get(0), SOON);
        WriteOutcome second = bench.write(session, writable(), valueToWrite(2));
        device.restart();

        assertThat(first.status()).isIn(Status.NOT_SENT, Status.UNKNOWN);
        assertThat(second.status()).isIn(Status.NOT_SENT, Status.UNKNOWN);
        bench.awaitServing(bench.awaitOpen(device.port(), SOON), known().get(0), SOON);
        assertThat(valueInDevice(device)).isNotIn(valueToWrite(1), valueToWrite(2));
        session.close();
        assertThat(valueInDevice(device)).isNotIn(valueToWrite(1), valueToWrite(2));
    }

    @Test
    void aWriteToAFrozenDeviceNeverOvertakesALaterOne() throws Exception {
        assumeCan(Capability.WRITE);
        Session<A> session = bench.open(device.port());
        bench.awaitServing(session, known().get(0), SOON);

        device.freeze();
        WriteOutcome first = bench.write(session, writable(), valueToWrite(1));
        WriteOutcome second = bench.write(session, writable(), valueToWrite(2));
        device.thaw();

        assertThat(first.status()).isIn(Status.NOT_SENT, Status.UNKNOWN);
        assertThat(second.status()).isIn(Status.NOT_SENT, Status.UNKNOWN);
        Session<A> next = bench.awaitOpen(device.port(), SOON);
        bench.awaitServing(next, known().get(0), SOON);
        if (second.status() == Status.NOT_SENT) {
            assertThat(valueInDevice(device)).isNotEqualTo(valueToWrite(2));
        }
        assertThat(bench.write(next, writable(), valueToWrite(3))).isEqualTo(WriteOutcome.ok());
        await("the last write stays")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> valueInDevice(device).equals(valueToWrite(3)));
    }

    @Test
    void openGivesUpWhereNothingAnswers() {
        try (DeadEnd deadEnd = new DeadEnd()) {
            assertThatThrownBy(() -> bench.open(deadEnd.port()))
                    .isInstanceOf(ConnectorException.class)
                    .satisfies(thrown -> assertSentence(thrown.getMessage()))
                    .hasMessageContaining(connector().endpoint(settings(deadEnd.port())));
        }
    }

    @Test
    void openEndsPromptlyWhenInterrupted() throws Exception {
        try (DeadEnd deadEnd = new DeadEnd()) {
            assertThat(endAfterInterrupt(deadEnd.port())).isInstanceOf(InterruptedException.class);
        }
        device.freeze();
        // A protocol without a greeting cannot tell a frozen device from a quiet one: such an open may also succeed.
        endAfterInterrupt(device.port());
        device.thaw();
        bench.awaitServing(bench.awaitOpen(device.port(), SOON), known().get(0), SOON);
    }

    @Test
    void closeLeavesNoThreadBehind() throws Exception {
        int port = device.port();
        LiveThreads before = new LiveThreads();

        liveAndClose(port);
        before.awaitNoneMore(globalThreads());

        int afterOne = LiveThreads.count();
        for (int i = 0; i < 5; i++) {
            liveAndClose(port);
        }
        device.kill();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> bench.open(port)).isInstanceOf(ConnectorException.class);
        }
        before.awaitNoneMore(globalThreads());
        await("the threads a library keeps do not add up")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(LiveThreads.count()).isLessThanOrEqualTo(afterOne + 2));
    }

    @Test
    void closeEndsWhileTheDeviceIsFrozen() throws Exception {
        Session<A> session = bench.open(device.port());
        bench.awaitServing(session, known().get(0), SOON);

        device.freeze();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(session::close);

        assertThatCode(() -> closed.get(SOON.toSeconds(), TimeUnit.SECONDS)).doesNotThrowAnyException();
        device.thaw();
    }

    @Test
    void aClosedSessionRefusesEverythingAndHangsNowhere() throws Exception {
        Session<A> session = bench.open(device.port());
        session.close();
        session.close();

        if (can(Capability.READ)) {
            CompletableFuture<List<Reading>> read =
                    session.read(List.of(known().get(0).address())).toCompletableFuture();
            assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(Exception.class);
        }
        if (can(Capability.WRITE)) {
            assertThat(bench.write(session, writable(), valueToWrite(1)).status())
                    .isEqualTo(Status.NOT_SENT);
            assertThat(valueInDevice(device)).isNotEqualTo(valueToWrite(1));
        }
        assertThat(bench.heard(session).isLost()).as("closing is no loss").isFalse();
    }

    private void liveAndClose(int port) throws Exception {
        Session<A> session = bench.open(port);
        bench.awaitServing(session, known().get(0), SOON);
        session.close();
    }

    private Throwable endAfterInterrupt(int port) throws InterruptedException {
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread opening = new Thread(
                () -> {
                    try {
                        bench.open(port);
                    } catch (Throwable thrown) {
                        end.set(thrown);
                    }
                },
                "peer-opening");
        opening.start();
        await("it opens")
                .atMost(SOON)
                .until(() -> opening.getState() == Thread.State.WAITING
                        || opening.getState() == Thread.State.TIMED_WAITING
                        || !opening.isAlive());
        opening.interrupt();
        opening.join(5_000);
        assertThat(opening.isAlive()).as("open ends when interrupted").isFalse();
        return end.get();
    }
}

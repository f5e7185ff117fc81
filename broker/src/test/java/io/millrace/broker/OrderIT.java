package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was refused comes again, and nothing behind it may have come first. */
@Timeout(60)
class OrderIT {

    private static final Duration LONG_ENOUGH = Duration.ofMillis(300);
    private static final int BURST = 400;

    /** Fits into one read of the socket. */
    private static final int FEW = 60;

    @TempDir
    static Path folder;

    @TempDir
    Path another;

    private static final TestGate gate = new TestGate();
    private static Broker broker;

    @BeforeAll
    static void open() throws BrokerException {
        broker = Clients.open(folder, gate);
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @BeforeEach
    void forget() {
        gate.seen.clear();
        gate.held.clear();
        gate.mode = TestGate.Mode.TAKE;
    }

    @Test
    void nothingBehindARefusedMessageIsAdmitted() throws Exception {
        gate.mode = TestGate.Mode.REFUSE_FIRST;
        long shed = broker.figures().shed();
        try (RawClient client = RawClient.connect(broker, "burst", false)) {
            client.sendBytes(burst(1));
            client.sendBytes(burst(0));
            awaitEnd(client);
        } catch (IOException reset) {
            // closed while still writing
        }

        assertThat(gate.payloads()).containsExactly("1-1");
        assertThat(broker.figures().shed()).isLessThanOrEqualTo(shed + BURST);
    }

    @Test
    void qos0BehindARefusedMessageIsCountedAsShed() throws Exception {
        gate.mode = TestGate.Mode.REFUSE_FIRST;
        long shed = broker.figures().shed();
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        together.writeBytes(RawClient.publishPacket("plant/burst", bytes("refused"), 1, 1, false));
        for (int i = 0; i < 20; i++) {
            together.writeBytes(RawClient.publishPacket("plant/burst", bytes("0-" + i), 0, 0, false));
        }
        together.writeBytes(RawClient.publishPacket("elsewhere", bytes("x"), 0, 0, false));
        try (RawClient client = RawClient.connect(broker, "burst-0", false)) {
            client.sendBytes(together.toByteArray());
            awaitEnd(client);
        }

        await().untilAsserted(() -> assertThat(broker.figures().shed()).isEqualTo(shed + 20));
        assertThat(gate.payloads()).containsExactly("refused");
    }

    @Test
    void aRefusalThatIsKnownLaterStopsWhatStillWaitsToo() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (Broker narrow = Broker.start(narrow(), gate);
                RawClient client = RawClient.connect(narrow, "later", false)) {
            client.sendBytes(burst(1));
            await().until(() -> gate.seen.size() == 10);
            await().during(LONG_ENOUGH).until(() -> gate.seen.size() == 10);

            gate.mode = TestGate.Mode.TAKE;
            gate.held.get(3).completeExceptionally(new IllegalStateException("the log is away"));
            gate.release();

            awaitEnd(client);
            assertThat(gate.seen).hasSize(10);
        }
    }

    @Test
    void whatOneReadHeldBeyondTheShareOfAClientWaitsAndComesInOrder() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (Broker narrow = Broker.start(narrow(), gate);
                RawClient client = RawClient.connect(narrow, "patient", false)) {
            client.sendBytes(burst(0));
            await().until(() -> narrow.figures().paused() == 1);
            await().during(LONG_ENOUGH).until(() -> gate.seen.size() == 10);

            gate.mode = TestGate.Mode.TAKE;
            gate.release();

            await().until(() -> gate.seen.size() == BURST);
            assertThat(gate.payloads().get(BURST - 1)).isEqualTo("0-" + BURST);
            assertThat(gate.payloads()).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> number(a) - number(b));
            await().until(() -> narrow.figures().paused() == 0);
        }
    }

    @Test
    void qos0ThatWaitsWhenItsClientIsLostIsCountedAsShed() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        Broker narrow = Broker.start(narrow(), gate);
        try (RawClient client = RawClient.connect(narrow, "lost", false)) {
            client.sendBytes(burst(0, FEW));
            await().until(() -> narrow.figures().paused() == 1);
            await().until(() -> gate.seen.size() == 10);
        } finally {
            narrow.close();
        }
        assertThat(narrow.figures().shed()).isEqualTo(FEW - 10);
    }

    private static int number(String payload) {
        return Integer.parseInt(payload.substring(2));
    }

    private BrokerSettings narrow() {
        BrokerSettings standard = Clients.settings(another);
        return new BrokerSettings(
                standard.folder(),
                standard.listeners(),
                standard.users(),
                standard.maxPacketBytes(),
                10,
                standard.clientQueueLimit(),
                standard.maxInFlightMessages(),
                standard.maxInFlightBytes(),
                standard.maxConnections(),
                standard.gateTimeout());
    }

    private static byte[] burst(int qos) throws IOException {
        return burst(qos, BURST);
    }

    private static byte[] burst(int qos, int messages) throws IOException {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        for (int i = 1; i <= messages; i++) {
            together.writeBytes(RawClient.publishPacket("plant/burst", bytes(qos + "-" + i), qos, i, false));
        }
        return together.toByteArray();
    }

    private static void awaitEnd(RawClient client) throws IOException {
        RawClient.Packet packet = client.readPacket();
        assertThat(packet.type()).isZero();
    }
}

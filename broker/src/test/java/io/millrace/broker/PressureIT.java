package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when more comes in than the gate takes. */
@Timeout(60)
class PressureIT {

    private static final Duration LONG_ENOUGH = Duration.ofMillis(500);

    @TempDir
    Path folder;

    private final TestGate gate = new TestGate();

    @Test
    void anUnboundedFloodIsNotReadOnceTheGateHasEnoughAndNothingOfItIsLost() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        int messages = 20_000;
        byte[] payload = new byte[1_000]; // 20 MB, more than sockets hold
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try (Broker broker = Broker.start(settings(100, 1_000, 1_000_000), gate);
                RawClient client = RawClient.connect(broker, "flood", true)) {
            Future<?> flood = sender.submit(() -> {
                for (int i = 0; i < messages; i++) {
                    client.publish("plant/flood", payload, 0, 0, false);
                }
                return null;
            });

            await().until(() -> broker.figures().paused() == 1);
            await().during(LONG_ENOUGH).until(() -> !flood.isDone());
            assertThat(broker.figures().inFlight()).isEqualTo(100L);

            gate.mode = TestGate.Mode.TAKE;
            gate.release();
            await().until(() -> gate.seen.size() == messages);
            flood.get(10, TimeUnit.SECONDS);
            assertThat(broker.figures().inFlight()).isZero();
            assertThat(broker.figures().inFlightBytes()).isZero();
            await().until(() -> broker.figures().paused() == 0);
        } finally {
            sender.shutdownNow();
        }
    }

    @Test
    void bytesOfAllClientsTogetherAreBoundedAndAllComeThroughInTheEnd() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        byte[] payload = new byte[1_000_000];
        try (Broker broker = Broker.start(settings(100, 1_000, 3_100_000), gate)) {
            List<Mqtt5BlockingClient> clients = new ArrayList<>();
            List<CompletableFuture<?>> acknowledged = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Mqtt5BlockingClient client = Clients.connected(broker, "large-" + i);
                clients.add(client);
                for (int j = 0; j < 5; j++) {
                    acknowledged.add(client.toAsync()
                            .publishWith()
                            .topic("plant/large")
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(payload)
                            .send());
                }
            }
            await().until(() -> broker.figures().inFlightBytes() >= 2_000_000);
            await().during(LONG_ENOUGH).until(() -> broker.figures().inFlightBytes() <= 3_100_000);

            gate.mode = TestGate.Mode.TAKE;
            gate.release();

            await().until(() -> acknowledged.stream().allMatch(CompletableFuture::isDone));
            assertThat(gate.seen).hasSize(30);
            clients.forEach(Mqtt5BlockingClient::disconnect);
        }
    }

    @Test
    void aGateThatNeverAnswersCostsTheClientItsConnectionNotTheBroker() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (Broker broker = Broker.start(settings(100, 1_000, 1_000_000), gate);
                RawClient client = RawClient.connect(broker, "patient", true)) {
            client.publish("plant/a", bytes("x"), 1, 1, false);

            assertThat(client.readPacket().type()).isZero();
        }
    }

    @Test
    void aPacketThatIsTooLargeEndsItsConnectionAndNothingElse() throws Exception {
        try (Broker broker = Broker.start(settings(100, 1_000, 50_000_000), gate);
                RawClient client = RawClient.connect(broker, "too-large", true);
                RawClient neighbour = RawClient.connect(broker, "neighbour", true)) {
            try {
                client.publish("plant/a", new byte[1_100_000], 1, 1, false);
                assertThat(client.readPacket().type()).isZero();
            } catch (java.io.IOException reset) {
                // closed while still writing
            }
            neighbour.publish("plant/a", new byte[900_000], 1, 1, false);
            assertThat(neighbour.readPacket().type()).isEqualTo(RawClient.PUBACK);
        }
        assertThat(gate.seen).hasSize(1);
    }

    private BrokerSettings settings(int perClient, int inFlight, long inFlightBytes) {
        return new BrokerSettings(
                folder,
                List.of(ListenerSettings.tcp("127.0.0.1", 0)),
                List.of(),
                1_050_000,
                perClient,
                1_000,
                inFlight,
                inFlightBytes,
                100,
                Duration.ofSeconds(3));
    }
}

package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wills below the root reach the log like any message. */
@Timeout(60)
class WillIT {

    private static final Duration LONG_ENOUGH = Duration.ofMillis(300);

    @TempDir
    static Path folder;

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
        gate.mode = TestGate.Mode.TAKE;
    }

    @Test
    void aClientThatBreaksOffLeavesItsWillToTheGateAndThenToSubscribers() throws Exception {
        Mqtt5BlockingClient reader = Clients.connected(broker, "reader");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            reader.subscribeWith().topicFilter("plant/#").send();
            RawClient.connect(broker, "w", true, null, null, "plant/w/state").close();

            await().until(() -> gate.payloads().contains("gone"));
            var will = received.receive(10, TimeUnit.SECONDS).orElseThrow();
            assertThat(will.getTopic().toString()).isEqualTo("plant/w/state");
            assertThat(will.getPayloadAsBytes()).isEqualTo(bytes("gone"));
            assertThat(received.receive(200, TimeUnit.MILLISECONDS)).isEmpty();
        }
        assertThat(gate.seen).hasSize(1);
        assertThat(gate.seen.get(0).qos()).isEqualTo(1);
        assertThat(gate.seen.get(0).clientId()).isEqualTo("w");
        reader.disconnect();
    }

    @Test
    void aClientThatSaysGoodbyeTakesItsWillAlong() throws Exception {
        try (RawClient client = RawClient.connect(broker, "w", true, null, null, "plant/w/state")) {
            client.disconnect();
            assertThat(client.readPacket().type()).isZero();
        }
        await().during(LONG_ENOUGH).until(() -> gate.seen.isEmpty());
    }

    @Test
    void aWillIsOfferedUntilTheGateTakesIt() throws Exception {
        gate.mode = TestGate.Mode.REFUSE;
        RawClient.connect(broker, "w", true, null, null, "plant/w/state").close();
        await().until(() -> gate.seen.size() == 1);

        gate.mode = TestGate.Mode.TAKE;

        await().until(() -> gate.seen.size() == 2);
        await().during(LONG_ENOUGH).until(() -> gate.seen.size() == 2);
    }

    @Test
    void aDelayedWillIsTakenBackByTheResumedSessionAndDueWithANewOne() {
        Mqtt5BlockingClient client = withDelayedWill();
        client.disconnectWith()
                .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                .send();
        await().during(LONG_ENOUGH).until(() -> gate.seen.isEmpty());
        client = withDelayedWill();
        client.disconnectWith()
                .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                .send();
        assertThat(gate.seen).isEmpty();

        Mqtt5BlockingClient anew = Clients.connected(broker, "delayed"); // clean start

        await().until(() -> gate.payloads().contains("late"));
        anew.disconnect();
        assertThat(gate.seen).hasSize(1);
    }

    @Test
    void closingTheBrokerStoresTheWillsOfItsClients(@TempDir Path another) throws Exception {
        Broker closing = Clients.open(another, gate);
        try (RawClient client = RawClient.connect(closing, "w", true, null, null, "plant/w/state")) {
            closing.close();
            assertThat(client.readPacket().type()).isZero();
        }
        assertThat(gate.payloads()).containsExactly("gone");
    }

    @Test
    void aWillElsewhereIsOrdinaryMqtt() throws Exception {
        Mqtt5BlockingClient reader = Clients.connected(broker, "reader");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            reader.subscribeWith().topicFilter("elsewhere/#").send();
            RawClient.connect(broker, "w", true, null, null, "elsewhere/w").close();

            assertThat(received.receive(10, TimeUnit.SECONDS)).isPresent();
        }
        assertThat(gate.seen).isEmpty();
        reader.disconnect();
    }

    private Mqtt5BlockingClient withDelayedWill() {
        Mqtt5BlockingClient client = Clients.five(broker, "delayed").buildBlocking();
        client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(600)
                .willPublish()
                .topic("plant/delayed")
                .payload(bytes("late"))
                .delayInterval(60)
                .applyWillPublish()
                .send();
        return client;
    }
}

package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
        gate.held.clear();
        gate.mode = TestGate.Mode.TAKE;
    }

    @Test
    void aClientThatBreaksOffLeavesItsWillToTheGateAndThenToSubscribers() throws Exception {
        Mqtt5BlockingClient reader = Clients.connected(broker, "reader");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            reader.subscribeWith().topicFilter("plant/w/#").send();
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
    void aWillTheGateIsSlowWithComesBeforeTheBirthInTheLogAndAsRetainedMessage() throws Exception {
        Mqtt5BlockingClient reader = Clients.connected(broker, "slow-reader");
        gate.mode = TestGate.Mode.HOLD;
        die("slow", "plant/slow/state");
        await().until(() -> gate.payloads().equals(List.of("offline")));
        gate.mode = TestGate.Mode.TAKE;

        Mqtt5BlockingClient back = Clients.connected(broker, "slow");
        CompletableFuture<Mqtt5PublishResult> birth = birth(back, "plant/slow/state");
        await().during(LONG_ENOUGH).until(() -> gate.seen.size() == 1);
        gate.release();

        await().until(birth::isDone);
        assertThat(gate.payloads()).containsExactly("offline", "online");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            reader.subscribeWith().topicFilter("plant/slow/state").send();
            var retained = received.receive(10, TimeUnit.SECONDS).orElseThrow();
            assertThat(retained.getPayloadAsBytes()).isEqualTo(bytes("online"));
        }
        back.disconnect();
        reader.disconnect();
    }

    @Test
    void aRefusedWillIsOfferedOnceMoreWhenItsClientIsBackAndThenGivenUp() throws Exception {
        long shed = broker.figures().shed();
        gate.mode = TestGate.Mode.REFUSE;
        die("refused", "plant/refused/state");
        await().until(() -> gate.seen.size() == 1);

        Mqtt5BlockingClient back = Clients.connected(broker, "refused");
        await().until(() -> broker.figures().shed() == shed + 1);
        gate.mode = TestGate.Mode.TAKE;
        CompletableFuture<Mqtt5PublishResult> birth = birth(back, "plant/refused/state");

        await().until(birth::isDone);
        // longer than the pause after which it would be offered again
        await().during(Duration.ofMillis(1_300)).until(() -> gate.seen.size() == 3);
        assertThat(gate.payloads()).containsExactly("offline", "offline", "online");
        back.disconnect();
    }

    @Test
    void aRefusedWillIsTakenFirstWhenItsClientIsBackAndTheLogToo() throws Exception {
        gate.mode = TestGate.Mode.REFUSE;
        die("both-back", "plant/both/state");
        await().until(() -> gate.seen.size() == 1);
        gate.mode = TestGate.Mode.TAKE;

        Mqtt5BlockingClient back = Clients.connected(broker, "both-back");
        CompletableFuture<Mqtt5PublishResult> birth = birth(back, "plant/both/state");

        await().until(birth::isDone);
        assertThat(gate.payloads()).containsExactly("offline", "offline", "online");
        back.disconnect();
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
    void closingTheBrokerStoresTheDelayedWillsOfAllItsClients(@TempDir Path another) throws Exception {
        int clients = 50;
        try (Broker closing = Clients.open(another, gate)) {
            for (int i = 0; i < clients; i++) {
                withDelayedWill(closing, "delayed-" + i);
            }
        }
        assertThat(gate.payloads()).hasSize(clients).containsOnly("late");
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

    private static void die(String clientId, String topic) {
        Mqtt5BlockingClient client = Clients.five(broker, clientId).buildBlocking();
        client.connectWith()
                .willPublish()
                .topic(topic)
                .payload(bytes("offline"))
                .retain(true)
                .applyWillPublish()
                .send();
        client.disconnectWith()
                .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                .send();
    }

    private static CompletableFuture<Mqtt5PublishResult> birth(Mqtt5BlockingClient client, String topic) {
        return client.toAsync()
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(bytes("online"))
                .send();
    }

    private static Mqtt5BlockingClient withDelayedWill() {
        return withDelayedWill(broker, "delayed");
    }

    private static Mqtt5BlockingClient withDelayedWill(Broker broker, String clientId) {
        Mqtt5BlockingClient client = Clients.five(broker, clientId).buildBlocking();
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

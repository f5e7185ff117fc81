package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The acknowledgement gate, with a client of another maker. */
@Timeout(60)
class GateIT {

    private static final Duration LONG_ENOUGH = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private static Broker broker;
    private static volatile TestGate gate = new TestGate();

    @BeforeAll
    static void open() throws BrokerException {
        PublishGate current = new PublishGate() {
            @Override
            public boolean covers(String topic) {
                return gate.covers(topic);
            }

            @Override
            public CompletionStage<Void> admit(InboundPublish publish) {
                return gate.admit(publish);
            }
        };
        broker = Clients.open(folder, current);
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @BeforeEach
    void newGate() {
        gate = new TestGate();
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttQos.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void anAcknowledgementWaitsUntilTheGateHasTheMessage(MqttQos qos) {
        gate.mode = TestGate.Mode.HOLD;
        Mqtt5BlockingClient client = Clients.connected(broker, "waits-" + qos);

        CompletableFuture<Mqtt5PublishResult> acknowledged = publish(client, "plant/a", "1", qos);

        await().until(() -> gate.seen.size() == 1);
        await().during(LONG_ENOUGH).until(() -> !acknowledged.isDone());
        gate.release();
        await().until(acknowledged::isDone);
        assertThat(acknowledged.join().getError()).isEmpty();
        client.disconnect();
    }

    @Test
    void messagesBehindAHeldOneReachTheGateToo() {
        gate.mode = TestGate.Mode.HOLD;
        Mqtt5BlockingClient client = Clients.connected(broker, "behind");

        List<CompletableFuture<Mqtt5PublishResult>> acknowledged = IntStream.range(0, 100)
                .mapToObj(i -> publish(client, "plant/a", "" + i, MqttQos.AT_LEAST_ONCE))
                .toList();

        await().until(() -> gate.seen.size() == 100);
        assertThat(gate.payloads())
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
        // the last is taken first: its acknowledgement still waits for its turn
        gate.held.get(99).complete(null);
        await().during(LONG_ENOUGH).until(() -> acknowledged.stream().noneMatch(CompletableFuture::isDone));
        gate.release();
        await().until(() -> acknowledged.stream().allMatch(CompletableFuture::isDone));
        client.disconnect();
    }

    @ParameterizedTest
    @EnumSource(
            value = TestGate.Mode.class,
            names = {"REFUSE", "THROW"})
    void aRefusedMessageIsNotAcknowledgedAndComesAgain(TestGate.Mode refusal) {
        gate.mode = refusal;
        Mqtt5BlockingClient client = persistent("refused-" + refusal);

        CompletableFuture<Mqtt5PublishResult> acknowledged = publish(client, "plant/a", "again", MqttQos.AT_LEAST_ONCE);

        await().until(() -> gate.seen.size() >= 2); // reconnected and sent again
        assertThat(acknowledged).isNotDone();
        gate.mode = TestGate.Mode.TAKE;
        await().until(acknowledged::isDone);
        assertThat(gate.payloads()).containsOnly("again");
        assertThat(gate.seen.get(gate.seen.size() - 1).duplicate()).isTrue();
        assertThat(broker.figures().refused()).isPositive();
        client.disconnect();
    }

    @Test
    void aRefusedQos2MessageComesAgainUntilTheGateTakesIt() {
        gate.mode = TestGate.Mode.HOLD;
        Mqtt5BlockingClient client = persistent("refused-2");

        CompletableFuture<Mqtt5PublishResult> acknowledged = publish(client, "plant/a", "two", MqttQos.EXACTLY_ONCE);
        await().until(() -> gate.seen.size() == 1);
        gate.refuse();

        await().until(() -> gate.seen.size() == 2);
        assertThat(acknowledged).isNotDone();
        gate.mode = TestGate.Mode.TAKE;
        gate.release();
        await().until(acknowledged::isDone);
        assertThat(acknowledged.join().getError()).isEmpty();
        assertThat(gate.payloads()).containsExactly("two", "two");
        client.disconnect();
    }

    @Test
    void aQos2MessageSentAgainOverANewConnectionIsNotGivenToTheGateTwice() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (RawClient first = RawClient.connect(broker, "once", false)) {
            first.publish("plant/once", bytes("x"), 2, 7, false);
            await().until(() -> gate.seen.size() == 1);
        }
        try (RawClient second = RawClient.connect(broker, "once", false)) {
            second.publish("plant/once", bytes("x"), 2, 7, true);
            assertThat(second.readsNothingFor(LONG_ENOUGH)).isTrue();

            gate.release();

            assertThat(second.readPacket().type()).isEqualTo(RawClient.PUBREC);
            second.pubrel(7);
            assertThat(second.readPacket().type()).isEqualTo(RawClient.PUBCOMP);
            // the identifier is free again: the next message with it is another one
            gate.mode = TestGate.Mode.TAKE;
            second.publish("plant/once", bytes("y"), 2, 7, false);
            assertThat(second.readPacket().type()).isEqualTo(RawClient.PUBREC);
        }
        assertThat(gate.payloads()).containsExactly("x", "y");
    }

    @Test
    void aQos2MessageRefusedAfterItsConnectionBrokeIsAskedForAgain() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (RawClient first = RawClient.connect(broker, "broke", false)) {
            first.publish("plant/broke", bytes("x"), 2, 9, false);
            await().until(() -> gate.seen.size() == 1);
        }
        gate.refuse();
        gate.mode = TestGate.Mode.TAKE;
        try (RawClient second = RawClient.connect(broker, "broke", false)) {
            second.publish("plant/broke", bytes("x"), 2, 9, true);
            assertThat(second.readPacket().type()).isEqualTo(RawClient.PUBREC);
        }
        assertThat(gate.payloads()).containsExactly("x", "x");
    }

    @Test
    void aNewSessionMayUseThePacketIdentifiersOfTheOldOne() throws Exception {
        try (RawClient first = RawClient.connect(broker, "anew", false)) {
            first.publish("plant/anew", bytes("old"), 2, 3, false);
            assertThat(first.readPacket().type()).isEqualTo(RawClient.PUBREC);
        }
        try (RawClient second = RawClient.connect(broker, "anew", true)) {
            second.publish("plant/anew", bytes("new"), 2, 3, false);
            assertThat(second.readPacket().type()).isEqualTo(RawClient.PUBREC);
        }
        assertThat(gate.payloads()).containsExactly("old", "new");
    }

    @Test
    void aQos1MessageSentAgainOverTheSameConnectionIsNotGivenToTheGateTwice() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (RawClient client = RawClient.connect(broker, "impatient", true)) {
            client.publish("plant/a", bytes("x"), 1, 5, false);
            client.publish("plant/a", bytes("x"), 1, 5, true);
            client.publish("plant/a", bytes("y"), 1, 6, false);
            await().until(() -> gate.seen.size() >= 2);
            gate.release();
            assertThat(client.readPacket().packetId()).isEqualTo(5);
            assertThat(client.readPacket().packetId()).isEqualTo(6);
        }
        assertThat(gate.payloads()).containsExactly("x", "y");
    }

    @ParameterizedTest
    @EnumSource(MqttQos.class)
    void theSameBytesReachTheGateAndTheSubscribers(MqttQos qos) throws Exception {
        byte[] payload = new byte[3_000];
        new Random(qos.getCode()).nextBytes(payload);
        Mqtt5BlockingClient subscriber = Clients.connected(broker, "reads-" + qos);
        try (Mqtt5BlockingClient.Mqtt5Publishes received = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
            subscriber.subscribeWith().topicFilter("plant/bytes").qos(qos).send();
            Mqtt5BlockingClient publisher = Clients.connected(broker, "writes-" + qos);
            publisher
                    .publishWith()
                    .topic("plant/bytes")
                    .qos(qos)
                    .payload(payload)
                    .userProperties()
                    .add("traceparent", "00-1")
                    .applyUserProperties()
                    .send();

            Optional<Mqtt5Publish> message = received.receive(10, TimeUnit.SECONDS);

            assertThat(message).isPresent();
            assertThat(message.get().getPayloadAsBytes())
                    .matches(bytes -> Arrays.equals(bytes, payload), "the bytes that were sent");
            await().until(() -> gate.seen.size() == 1);
            InboundPublish seen = gate.seen.get(0);
            assertThat(seen.payload()).matches(bytes -> Arrays.equals(bytes, payload), "the bytes that were sent");
            assertThat(seen.topic()).isEqualTo("plant/bytes");
            assertThat(seen.clientId()).isEqualTo("writes-" + qos);
            assertThat(seen.user()).isNull();
            assertThat(seen.qos()).isEqualTo(qos.getCode());
            assertThat(seen.userProperties()).isEqualTo(Map.of("traceparent", "00-1"));
            publisher.disconnect();
        }
        subscriber.disconnect();
    }

    @Test
    void otherTopicsAreOrdinaryMqtt() {
        gate.mode = TestGate.Mode.REFUSE;
        Mqtt5BlockingClient client = Clients.connected(broker, "ordinary");

        client.publishWith().topic("elsewhere").qos(MqttQos.AT_LEAST_ONCE).send();
        client.publishWith().topic("elsewhere").qos(MqttQos.EXACTLY_ONCE).send();

        assertThat(gate.seen).isEmpty();
        client.disconnect();
    }

    @Test
    void aRefusedQos0MessageIsCountedAsShedAndItsClientStays() {
        gate.mode = TestGate.Mode.REFUSE;
        long before = broker.figures().shed();
        Mqtt5BlockingClient client = Clients.connected(broker, "shed");

        client.publishWith().topic("plant/a").payload(bytes("lost")).send();

        await().until(() -> broker.figures().shed() == before + 1);
        gate.mode = TestGate.Mode.TAKE;
        client.publishWith().topic("plant/a").qos(MqttQos.AT_LEAST_ONCE).send();
        client.disconnect();
    }

    @Test
    void anOldClientIsServedToo() {
        var client = Clients.connectedThree(broker, "three");

        for (MqttQos qos : MqttQos.values()) {
            client.publishWith()
                    .topic("plant/three")
                    .qos(qos)
                    .payload(bytes(qos.name()))
                    .send();
        }

        await().until(() -> gate.seen.size() == 3);
        client.disconnect();
    }

    @Test
    void whatIsPublishedFromInsideDoesNotPassTheGate() throws Exception {
        Mqtt5BlockingClient subscriber = Clients.connected(broker, "mirror-reader");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
            subscriber
                    .subscribeWith()
                    .topicFilter("plant/mirror")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();

            broker.publish("plant/mirror", bytes("42"), true)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);

            assertThat(received.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes())
                    .isEqualTo(bytes("42"));
        }
        assertThat(gate.seen).isEmpty();
        assertThat(broker.figures().retained()).isPositive();
        for (String bad : Arrays.asList("", "plant/#", "plant/+/x", "$SYS/x")) {
            assertThat(broker.publish(bad, bytes("x"), false).toCompletableFuture())
                    .isCompletedExceptionally();
        }
        subscriber.disconnect();
    }

    @Test
    void whatAClientSentBeforeItLeftReachesTheGateAndSubscribers() throws Exception {
        Mqtt5BlockingClient subscriber = Clients.connected(broker, "stays");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
            subscriber.subscribeWith().topicFilter("plant/leaves").send();
            gate.mode = TestGate.Mode.HOLD;
            try (RawClient client = RawClient.connect(broker, "leaves", true)) {
                client.publish("plant/leaves", bytes("bye"), 0, 0, false);
                client.disconnect();
            }
            assertThat(received.receive(10, TimeUnit.SECONDS)).isPresent();
            await().until(() -> gate.payloads().contains("bye"));
            gate.release();
            await().until(() -> broker.figures().inFlight() == 0);
        }
        subscriber.disconnect();
    }

    private Mqtt5BlockingClient persistent(String id) {
        Mqtt5BlockingClient client = Clients.five(broker, id)
                .automaticReconnect()
                .initialDelay(50, TimeUnit.MILLISECONDS)
                .maxDelay(100, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .buildBlocking();
        client.connectWith().cleanStart(false).sessionExpiryInterval(600).send();
        return client;
    }

    private static CompletableFuture<Mqtt5PublishResult> publish(
            Mqtt5BlockingClient client, String topic, String payload, MqttQos qos) {
        Mqtt5AsyncClient async = client.toAsync();
        return async.publishWith().topic(topic).qos(qos).payload(bytes(payload)).send();
    }
}

package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static io.millrace.broker.Clients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult.Mqtt5Qos1Result;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Messages nobody is subscribed to end at the gate; nobody may notice a difference. */
@Timeout(60)
class NobodyListensIT {

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
    void aClientOfMqtt5IsToldOnceTheGateHasTheMessage() {
        gate.mode = TestGate.Mode.HOLD;
        Mqtt5BlockingClient client = Clients.connected(broker, "five");

        CompletableFuture<Mqtt5PublishResult> acknowledged = publish(client, "plant/nobody", "1");

        await().until(() -> gate.seen.size() == 1);
        await().during(LONG_ENOUGH).until(() -> !acknowledged.isDone());
        gate.release();
        assertThat(reason(acknowledged)).isEqualTo(Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS);
        client.disconnect();
    }

    @Test
    void aClientOfMqtt3IsAcknowledgedOnceTheGateHasTheMessage() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (RawClient client = RawClient.connect(broker, "three", true)) {
            client.publish("plant/nobody", bytes("1"), 1, 77, false);
            await().until(() -> gate.seen.size() == 1);
            assertThat(client.readsNothingFor(LONG_ENOUGH)).isTrue();

            gate.release();

            assertThat(client.readPacket()).isEqualTo(new RawClient.Packet(RawClient.PUBACK, 77));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefusedMessageIsNotAcknowledgedWhetherSomebodyListensOrNot(boolean somebody) throws Exception {
        Mqtt5BlockingClient subscriber = Clients.connected(broker, "listens-" + somebody);
        if (somebody) {
            subscriber.subscribeWith().topicFilter("plant/refused").send();
        }
        gate.mode = TestGate.Mode.HOLD;
        try (RawClient client = RawClient.connect(broker, "refused-" + somebody, true)) {
            client.publish("plant/refused", bytes("1"), 1, 1, false);
            client.publish("plant/refused", bytes("2"), 1, 2, false);
            await().until(() -> gate.seen.size() == 2);

            gate.held.get(1).complete(null);
            gate.held.get(0).completeExceptionally(new IllegalStateException("the log is away"));

            assertThat(client.readPacket().type()).isZero();
        }
        subscriber.disconnect();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plant/later/1", "plant/later/+", "plant/#", "#", "$share/group/plant/later/1"})
    void whoSubscribesLaterGetsWhatComesAfterIt(String filter) throws Exception {
        Mqtt5BlockingClient client = Clients.connected(broker, "before");
        Mqtt5BlockingClient subscriber = Clients.connected(broker, "later");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
            for (int round = 0; round < 3; round++) {
                client.publishWith()
                        .topic("plant/later/1")
                        .payload(bytes("nobody hears"))
                        .send();
                assertThat(reason(publish(client, "plant/later/1", "nor this")))
                        .isEqualTo(Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS);

                subscriber
                        .subscribeWith()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send();
                assertThat(reason(publish(client, "plant/later/1", "first " + round)))
                        .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
                client.publishWith()
                        .topic("plant/later/1")
                        .payload(bytes("second " + round))
                        .send();
                assertThat(List.of(next(received), next(received))) // MQTT knows no order between QoS 0 and 1
                        .containsExactlyInAnyOrder("first " + round, "second " + round);
                subscriber.unsubscribeWith().topicFilter(filter).send();
            }
        }
        assertThat(gate.seen).hasSize(12);
        client.disconnect();
        subscriber.disconnect();
    }

    @Test
    void aSubscriptionThatSleepsIsSomebody() throws Exception {
        Mqtt5BlockingClient sleeper = Clients.five(broker, "sleeper").buildBlocking();
        sleeper.connectWith().cleanStart(false).sessionExpiryInterval(600).send();
        sleeper.subscribeWith()
                .topicFilter("plant/asleep")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        sleeper.disconnect();
        Mqtt5BlockingClient client = Clients.connected(broker, "wakes");
        assertThat(reason(publish(client, "plant/asleep", "1"))).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);

        try (Mqtt5BlockingClient.Mqtt5Publishes received = sleeper.publishes(MqttGlobalPublishFilter.ALL)) {
            sleeper.connectWith().cleanStart(false).sessionExpiryInterval(0).send();
            assertThat(next(received)).isEqualTo("1");
        }
        sleeper.disconnect();
        client.disconnect();
    }

    @ParameterizedTest
    @EnumSource(MqttQos.class)
    void aRetainedMessageIsKeptForLater(MqttQos qos) throws Exception {
        Mqtt5BlockingClient client = Clients.connected(broker, "keeps");
        String topic = "plant/kept/" + qos;
        client.publishWith()
                .topic(topic)
                .qos(qos)
                .retain(true)
                .payload(bytes("kept"))
                .send();
        client.publishWith().topic(topic).qos(qos).payload(bytes("not kept")).send();
        await().until(() -> gate.seen.size() == 2);

        Mqtt5BlockingClient subscriber = Clients.connected(broker, "asks-" + qos);
        try (Mqtt5BlockingClient.Mqtt5Publishes received = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
            await().untilAsserted(() -> {
                subscriber.subscribeWith().topicFilter(topic).send();
                Optional<Mqtt5Publish> first = received.receive(1, TimeUnit.SECONDS);
                assertThat(first).isPresent();
                assertThat(text(first.get().getPayloadAsBytes())).isEqualTo("kept");
            });
        }
        client.disconnect();
        subscriber.disconnect();
    }

    @Test
    void withQos2EverythingIsAsEver() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (RawClient client = RawClient.connect(broker, "two", false)) {
            client.publish("plant/two", bytes("1"), 2, 5, false);
            await().until(() -> gate.seen.size() == 1);
            assertThat(client.readsNothingFor(LONG_ENOUGH)).isTrue();
        }
        try (RawClient client = RawClient.connect(broker, "two", false)) {
            client.publish("plant/two", bytes("1"), 2, 5, true);
            assertThat(client.readsNothingFor(LONG_ENOUGH)).isTrue();
            gate.release();
            assertThat(client.readPacket()).isEqualTo(new RawClient.Packet(RawClient.PUBREC, 5));
            client.pubrel(5);
            assertThat(client.readPacket()).isEqualTo(new RawClient.Packet(RawClient.PUBCOMP, 5));
        }
        assertThat(gate.seen).hasSize(1);
    }

    @Test
    void acknowledgementsLeaveInTheOrderOfTheMessagesWhateverWayTheseTook() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        Mqtt5BlockingClient subscriber = Clients.connected(broker, "some");
        subscriber
                .subscribeWith()
                .topicFilter("plant/some")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        String[] ways = {"plant/some", "plant/none", "elsewhere", "plant/none", "plant/some"};
        try (RawClient client = RawClient.connect(broker, "mixed", true)) {
            ByteArrayOutputStream together = new ByteArrayOutputStream();
            for (int i = 1; i <= 300; i++) {
                String topic = ways[i % ways.length];
                int qos = i % 7 == 0 ? 2 : 1;
                together.writeBytes(RawClient.publishPacket(topic, bytes("" + i), qos, i, false));
            }
            client.sendBytes(together.toByteArray());
            await().until(() -> gate.seen.size() == 240);

            List<CompletableFuture<Void>> held = new ArrayList<>(gate.held);
            for (int i = held.size() - 1; i >= 0; i--) {
                held.get(i).complete(null);
            }

            for (int i = 1; i <= 300; i++) {
                assertThat(client.readPacket())
                        .isEqualTo(new RawClient.Packet(i % 7 == 0 ? RawClient.PUBREC : RawClient.PUBACK, i));
            }
        }
        subscriber.disconnect();
    }

    @Test
    void aSubscriberWhoComesInTheMiddleGetsTheRestInOrderAndWithoutAGap() throws Exception {
        int messages = 3_000;
        Mqtt5BlockingClient client = Clients.connected(broker, "counts");
        Mqtt5BlockingClient subscriber = Clients.connected(broker, "middle");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
            List<CompletableFuture<Mqtt5PublishResult>> acknowledged = IntStream.range(0, messages / 2)
                    .mapToObj(i -> publish(client, "plant/count", "" + i))
                    .toList();
            CompletableFuture<?> subscribed = subscriber
                    .toAsync()
                    .subscribeWith()
                    .topicFilter("plant/count")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            List<CompletableFuture<Mqtt5PublishResult>> after = IntStream.range(messages / 2, messages)
                    .mapToObj(i -> publish(client, "plant/count", "" + i))
                    .toList();
            subscribed.get(10, TimeUnit.SECONDS);
            publish(client, "plant/count", "" + messages).get(10, TimeUnit.SECONDS);

            int expected = Integer.parseInt(next(received));
            while (expected < messages) {
                assertThat(next(received)).isEqualTo("" + ++expected);
            }
            // More than a client of MQTT 5 may send without acknowledgement: all were counted back to it.
            assertThat(acknowledged).allMatch(CompletableFuture::isDone);
            assertThat(after).allMatch(CompletableFuture::isDone);
        }
        assertThat(gate.payloads())
                .containsExactlyElementsOf(IntStream.rangeClosed(0, messages)
                        .mapToObj(String::valueOf)
                        .toList());
        client.disconnect();
        subscriber.disconnect();
    }

    @Test
    void theyAreCounted() throws Exception {
        BrokerFigures before = broker.figures();
        Mqtt5BlockingClient client = Clients.connected(broker, "counted");
        for (int i = 0; i < 10; i++) {
            publish(client, "plant/counted", "" + i).get(10, TimeUnit.SECONDS);
            client.publishWith().topic("plant/counted").payload(bytes("" + i)).send();
        }

        await().untilAsserted(() -> {
            BrokerFigures after = broker.figures();
            assertThat(after.received()).isEqualTo(before.received() + 20);
            assertThat(after.gated()).isEqualTo(before.gated() + 20);
            assertThat(after.acknowledged()).isEqualTo(before.acknowledged() + 10);
            assertThat(after.inFlight()).isZero();
            assertThat(after.inFlightBytes()).isZero();
        });
        client.disconnect();
    }

    @Test
    void oneSentAgainWhileTheGateHasItIsAcknowledgedOnce() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        try (RawClient client = RawClient.connect(broker, "again", true)) {
            client.publish("plant/again", bytes("1"), 1, 3, false);
            client.publish("plant/again", bytes("1"), 1, 3, true);
            client.publish("plant/again", bytes("2"), 1, 4, false);
            await().until(() -> gate.seen.size() == 2);

            gate.release();

            assertThat(client.readPacket()).isEqualTo(new RawClient.Packet(RawClient.PUBACK, 3));
            assertThat(client.readPacket()).isEqualTo(new RawClient.Packet(RawClient.PUBACK, 4));
        }
        assertThat(gate.payloads()).containsExactly("1", "2");
    }

    private static CompletableFuture<Mqtt5PublishResult> publish(
            Mqtt5BlockingClient client, String topic, String payload) {
        return client.toAsync()
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(bytes(payload))
                .send();
    }

    private static Mqtt5PubAckReasonCode reason(CompletableFuture<Mqtt5PublishResult> acknowledged) {
        Mqtt5Qos1Result result =
                (Mqtt5Qos1Result) acknowledged.orTimeout(10, TimeUnit.SECONDS).join();
        return result.getPubAck().getReasonCode();
    }

    private static String next(Mqtt5BlockingClient.Mqtt5Publishes received) throws InterruptedException {
        return text(received.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes());
    }
}

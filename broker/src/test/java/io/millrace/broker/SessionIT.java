package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static io.millrace.broker.Clients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a connection, and what outlives the broker. */
@Timeout(60)
class SessionIT {

    @TempDir
    Path folder;

    @Test
    void retainedMessagesAndWhatSleepersMissedSurviveARestart() throws Exception {
        byte[] large = new byte[200_000];
        new Random(1).nextBytes(large);
        try (Broker broker = Clients.open(folder, new TestGate())) {
            Mqtt5BlockingClient sleeper = Clients.five(broker, "sleeper").buildBlocking();
            sleeper.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send();
            sleeper.subscribeWith()
                    .topicFilter("plant/news")
                    .qos(MqttQos.EXACTLY_ONCE)
                    .send();
            sleeper.disconnect();
            Mqtt5BlockingClient writer = Clients.connected(broker, "writer");
            for (MqttQos qos : List.of(MqttQos.AT_LEAST_ONCE, MqttQos.EXACTLY_ONCE)) {
                writer.publishWith()
                        .topic("plant/news")
                        .qos(qos)
                        .payload(bytes("news " + qos.getCode()))
                        .send();
            }
            writer.publishWith()
                    .topic("plant/large")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retain(true)
                    .payload(large)
                    .send();
            writer.publishWith()
                    .topic("plant/gone")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retain(true)
                    .payload(bytes("x"))
                    .send();
            writer.publishWith()
                    .topic("plant/gone")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retain(true)
                    .send();
            broker.publish("plant/mirrored", bytes("7"), true)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            writer.disconnect();
        }

        TestGate gate = new TestGate();
        try (Broker broker = Clients.open(folder, gate)) {
            Mqtt5BlockingClient sleeper = Clients.five(broker, "sleeper").buildBlocking();
            try (Mqtt5BlockingClient.Mqtt5Publishes received = sleeper.publishes(MqttGlobalPublishFilter.ALL)) {
                assertThat(sleeper.connectWith()
                                .cleanStart(false)
                                .sessionExpiryInterval(3_600)
                                .send()
                                .isSessionPresent())
                        .isTrue();
                assertThat(text(next(received).getPayloadAsBytes())).isEqualTo("news 1");
                assertThat(text(next(received).getPayloadAsBytes())).isEqualTo("news 2");
            }
            sleeper.disconnect();

            Mqtt5BlockingClient reader = Clients.connected(broker, "reader");
            try (Mqtt5BlockingClient.Mqtt5Publishes received = reader.publishes(MqttGlobalPublishFilter.ALL)) {
                reader.subscribeWith().topicFilter("plant/#").send();
                List<Mqtt5Publish> retained = List.of(next(received), next(received));
                assertThat(retained)
                        .allMatch(Mqtt5Publish::isRetain)
                        .extracting(message -> message.getTopic().toString())
                        .containsExactlyInAnyOrder("plant/large", "plant/mirrored");
                assertThat(retained).anyMatch(message -> java.util.Arrays.equals(message.getPayloadAsBytes(), large));
                assertThat(received.receive(200, TimeUnit.MILLISECONDS)).isEmpty();
            }
            reader.disconnect();
            assertThat(gate.seen).isEmpty(); // nothing of this is news to the log
        }
    }

    @Test
    void aSharedSubscriptionGivesEachMessageToOneOfTheGroup() throws Exception {
        try (Broker broker = Clients.open(folder, new TestGate())) {
            Mqtt5BlockingClient one = Clients.connected(broker, "one");
            Mqtt5BlockingClient two = Clients.connected(broker, "two");
            try (Mqtt5BlockingClient.Mqtt5Publishes ones = one.publishes(MqttGlobalPublishFilter.ALL);
                    Mqtt5BlockingClient.Mqtt5Publishes twos = two.publishes(MqttGlobalPublishFilter.ALL)) {
                for (Mqtt5BlockingClient client : List.of(one, two)) {
                    client.subscribeWith()
                            .topicFilter("$share/group/plant/work")
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .send();
                }
                Mqtt5BlockingClient writer = Clients.connected(broker, "writer");
                for (int i = 0; i < 50; i++) {
                    writer.publishWith()
                            .topic("plant/work")
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(bytes("" + i))
                            .send();
                }
                List<String> got = new ArrayList<>();
                await().until(() -> {
                    drain(ones, got);
                    drain(twos, got);
                    return got.size() >= 50;
                });
                drain(ones, got);
                drain(twos, got);
                assertThat(got).hasSize(50).doesNotHaveDuplicates();
                assertThat(new TreeSet<>(got)).hasSize(50);
                writer.disconnect();
            }
            one.disconnect();
            two.disconnect();
        }
    }

    @Test
    void webSocketsCarryTheSame() throws Exception {
        TestGate gate = new TestGate();
        try (Broker broker = Clients.open(folder, gate)) {
            BoundListener listener = broker.listeners().get(1);
            assertThat(listener.transport()).isEqualTo(Transport.WEBSOCKET);
            Mqtt5BlockingClient browser = com.hivemq.client.mqtt.mqtt5.Mqtt5Client.builder()
                    .identifier("browser")
                    .serverHost("127.0.0.1")
                    .serverPort(listener.port())
                    .webSocketConfig()
                    .serverPath("mqtt")
                    .applyWebSocketConfig()
                    .buildBlocking();
            browser.connect();
            try (Mqtt5BlockingClient.Mqtt5Publishes received = browser.publishes(MqttGlobalPublishFilter.ALL)) {
                browser.subscribeWith().topicFilter("plant/#").send();

                browser.publishWith()
                        .topic("plant/ws")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(bytes("ws"))
                        .send();

                assertThat(text(next(received).getPayloadAsBytes())).isEqualTo("ws");
            }
            assertThat(gate.payloads()).containsExactly("ws");
            browser.disconnect();
        }
    }

    private static Mqtt5Publish next(Mqtt5BlockingClient.Mqtt5Publishes received) throws InterruptedException {
        return received.receive(10, TimeUnit.SECONDS).orElseThrow();
    }

    private static void drain(Mqtt5BlockingClient.Mqtt5Publishes received, List<String> into)
            throws InterruptedException {
        Optional<Mqtt5Publish> message = received.receive(50, TimeUnit.MILLISECONDS);
        while (message.isPresent()) {
            into.add(text(message.get().getPayloadAsBytes()));
            message = received.receive(50, TimeUnit.MILLISECONDS);
        }
    }
}

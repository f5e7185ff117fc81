package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users, passwords and what they may do. */
@Timeout(60)
class AccessIT {

    private static final BrokerUser PACKER =
            new BrokerUser("packer", "lime&<stone>", List.of("plant/packing/#", "chat"), List.of("plant/#"));

    @TempDir
    static Path folder;

    private static final TestGate gate = new TestGate();
    private static Broker broker;

    @BeforeAll
    static void open() throws BrokerException {
        broker = Clients.open(folder, gate, PACKER, new BrokerUser("other", "secret", List.of(), List.of()));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @BeforeEach
    void forget() {
        gate.seen.clear();
    }

    @Test
    void aWrongPasswordAnUnknownUserAndNobodyAreTurnedAway() {
        for (String[] login : new String[][] {{"packer", "secret"}, {"nobody", "secret"}, {"packer", ""}}) {
            assertThatThrownBy(() -> connect("bad", login[0], login[1]))
                    .isInstanceOfSatisfying(Mqtt5ConnAckException.class, e -> assertThat(
                                    e.getMqttMessage().getReasonCode())
                            .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD));
        }
        assertThatThrownBy(() -> Clients.connected(broker, "nobody")).isInstanceOf(Mqtt5ConnAckException.class);
        assertThatThrownBy(() -> RawClient.connect(broker, "old", true, "packer", "wrong", null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aUserPublishesWithinTheListAndTheGateIsToldWhoItWas() {
        Mqtt5BlockingClient client = connect("good", "packer", "lime&<stone>");

        client.publishWith()
                .topic("plant/packing/count")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(bytes("1"))
                .send();

        assertThat(gate.seen).hasSize(1);
        assertThat(gate.seen.get(0).user()).isEqualTo("packer");
        client.disconnect();
    }

    @ParameterizedTest
    @EnumSource(MqttQos.class)
    void aDeniedMessageNeverReachesTheGateNorSubscribers(MqttQos qos) throws Exception {
        Mqtt5BlockingClient reader = connect("reader-" + qos, "packer", "lime&<stone>");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            reader.subscribeWith().topicFilter("plant/#").send();
            long denied = broker.figures().denied();
            Mqtt5BlockingClient client = connect("denied-" + qos, "packer", "lime&<stone>");

            try {
                client.publishWith()
                        .topic("plant/kiln/setpoint")
                        .qos(qos)
                        .payload(bytes("1200"))
                        .send();
            } catch (RuntimeException expected) {
                // QoS 1 and 2 tell their sender; QoS 0 only loses the connection
            }

            await().until(() -> broker.figures().denied() == denied + 1);
            await().until(() -> !client.getState().isConnected());
            assertThat(gate.seen).isEmpty();
            assertThat(received.receive(200, TimeUnit.MILLISECONDS)).isEmpty();
        }
        reader.disconnect();
    }

    @Test
    void anOldClientThatIsDeniedLosesItsConnection() throws Exception {
        try (RawClient client = RawClient.connect(broker, "old-denied", true, "packer", "lime&<stone>", null)) {
            client.publish("plant/kiln/x", bytes("1"), 1, 1, false);

            assertThat(client.readPacket().type()).isZero();
        }
        assertThat(gate.seen).isEmpty();
    }

    @Test
    void ordinaryTopicsAreUnderTheListToo() {
        Mqtt5BlockingClient client = connect("chatty", "packer", "lime&<stone>");
        client.publishWith().topic("chat").qos(MqttQos.AT_LEAST_ONCE).send();

        assertThatThrownBy(() -> client.publishWith()
                        .topic("gossip")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send())
                .isInstanceOf(RuntimeException.class);
        await().until(() -> !client.getState().isConnected());
    }

    @Test
    void subscriptionsStayWithinTheListSharedOnesToo() {
        Mqtt5BlockingClient client = connect("listens", "packer", "lime&<stone>");

        client.subscribeWith().topicFilter("plant/kiln/+").send();
        client.subscribeWith().topicFilter("$share/group/plant/#").send();
        for (String filter : List.of("#", "elsewhere", "$share/group/#", "+/kiln/x")) {
            assertThatThrownBy(() -> client.subscribeWith().topicFilter(filter).send())
                    .as(filter)
                    .isInstanceOf(Mqtt5SubAckException.class);
        }
        client.disconnect();
    }

    @Test
    void aWillThatMayNotBePublishedIsRefusedAtTheDoor() {
        assertThatThrownBy(() -> RawClient.connect(broker, "w", true, "packer", "lime&<stone>", "plant/kiln/state"))
                .isInstanceOf(IOException.class);
        assertThat(gate.seen).isEmpty();
    }

    @Test
    void aPasswordIsNeverPrinted() {
        assertThat(PACKER.toString()).doesNotContain("lime").contains("packer");
        assertThat(Clients.settings(folder, PACKER).toString()).doesNotContain("lime&");
    }

    private static Mqtt5BlockingClient connect(String id, String user, String password) {
        Mqtt5BlockingClient client = Clients.five(broker, id)
                .simpleAuth()
                .username(user)
                .password(bytes(password))
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        return client;
    }
}

package io.millrace.broker;

import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** MQTT clients of another maker, and brokers for them. */
final class Clients {

    private Clients() {}

    static Broker open(Path folder, PublishGate gate, BrokerUser... users) throws BrokerException {
        return Broker.start(settings(folder, users), gate);
    }

    static BrokerSettings settings(Path folder, BrokerUser... users) {
        return BrokerSettings.of(
                folder,
                List.of(ListenerSettings.tcp("127.0.0.1", 0), ListenerSettings.webSocket("127.0.0.1", 0)),
                List.of(users));
    }

    static int port(Broker broker) {
        return broker.listeners().get(0).port();
    }

    static Mqtt5ClientBuilder five(Broker broker, String id) {
        return Mqtt5Client.builder().identifier(id).serverHost("127.0.0.1").serverPort(port(broker));
    }

    static Mqtt5BlockingClient connected(Broker broker, String id) {
        Mqtt5BlockingClient client = five(broker, id).buildBlocking();
        client.connect();
        return client;
    }

    static Mqtt3BlockingClient connectedThree(Broker broker, String id) {
        Mqtt3BlockingClient client = Mqtt3Client.builder()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port(broker))
                .buildBlocking();
        client.connect();
        return client;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }
}

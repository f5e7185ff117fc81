package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting, not starting, and leaving nothing behind. */
@Timeout(60)
class StartIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path folder;

    @Test
    void anOccupiedPortIsAnErrorThatNamesTheListener() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
            BrokerSettings settings = BrokerSettings.of(
                    folder,
                    List.of(
                            ListenerSettings.tcp("127.0.0.1", 0),
                            ListenerSettings.webSocket("127.0.0.1", other.getLocalPort())),
                    List.of());

            assertThatThrownBy(() -> Broker.start(settings, new TestGate()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("MQTT listener 1 (websocket on 127.0.0.1:" + other.getLocalPort() + ")")
                    .hasMessageContaining("in use")
                    .asInstanceOf(type(BrokerException.class))
                    .satisfies(problem -> assertThat(problem.listener()).hasValue(1));
        }
    }

    @Test
    void aPortTakenInTheLastMomentIsTheSameErrorAndNothingStaysOpen() throws Exception {
        // Two listeners on one port: free when looked at, taken when the second one opens.
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            port = free.getLocalPort();
        }
        BrokerSettings settings = BrokerSettings.of(
                folder,
                List.of(ListenerSettings.tcp("127.0.0.1", port), ListenerSettings.webSocket("127.0.0.1", port)),
                List.of());
        Set<String> before = threads();

        assertThatThrownBy(() -> Broker.start(settings, new TestGate()))
                .asInstanceOf(type(BrokerException.class))
                .satisfies(problem -> assertThat(problem.listener()).hasValue(1));

        new ServerSocket(port, 1, LOOPBACK).close();
        assertNoThreadsSince(before);
        Clients.open(folder, new TestGate()).close(); // the folder is free as well
    }

    @Test
    void aListenerOpenToTheNetworkNeedsUsers() {
        BrokerSettings settings = BrokerSettings.of(folder, List.of(ListenerSettings.tcp("0.0.0.0", 0)), List.of());

        assertThatThrownBy(() -> Broker.start(settings, new TestGate()))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("without a password")
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsAnErrorThatNamesTheListener() {
        BrokerUser user = new BrokerUser("u", "p", List.of("#"), List.of("#"));
        for (String host : List.of("192.0.2.1", "no-such-host.invalid")) {
            BrokerSettings settings =
                    BrokerSettings.of(folder, List.of(ListenerSettings.tcp(host, 47_113)), List.of(user));

            assertThatThrownBy(() -> Broker.start(settings, new TestGate()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining(host);
        }
    }

    @Test
    void aFolderThatIsAFileIsAnErrorThatNamesIt() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> Clients.open(file, new TestGate()))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aSecondBrokerOnTheSameFolderIsRefusedAndTheFirstGoesOn() throws Exception {
        try (Broker first = Clients.open(folder, new TestGate())) {
            assertThatThrownBy(() -> Clients.open(folder, new TestGate()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("in use");

            Mqtt5BlockingClient client = Clients.connected(first, "goes-on");
            client.publishWith().topic("plant/a").payload(bytes("1")).send();
            client.disconnect();
        }
    }

    @Test
    void closingReleasesPortsThreadsAndFolderAndTwiceIsOnce() throws Exception {
        Set<String> before = threads();
        Broker broker = Clients.open(folder, new TestGate());
        Mqtt5BlockingClient client = Clients.five(broker, "c").buildBlocking();
        client.connect();
        int port = Clients.port(broker);

        broker.close();
        broker.close();

        new ServerSocket(port, 1, LOOPBACK).close();
        assertThat(broker.publish("plant/a", bytes("x"), false).toCompletableFuture())
                .isCompletedExceptionally();
        assertNoThreadsSince(before);
        try (Broker again = Clients.open(folder, new TestGate())) {
            assertThat(Clients.port(again)).isPositive();
        }
    }

    @Test
    void retainedMessagesAreThereAfterManyStartsAsTheyWereLeft() throws Exception {
        int topics = 300;
        for (int start = 0; start < 3; start++) {
            try (Broker broker = Clients.open(folder, new TestGate())) {
                assertThat(retained(broker)).isEqualTo(expected(topics, start));
                for (int i = start; i < topics; i++) {
                    broker.publish("plant/tag-" + i, bytes(start + "-" + i), true)
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
                }
            }
        }
        try (Broker broker = Clients.open(folder, new TestGate())) {
            assertThat(retained(broker)).isEqualTo(expected(topics, 3));
            assertThat(broker.figures().retained()).isEqualTo(topics);
        }
    }

    /** Each start overwrites all but the first few, so that some are of every start. */
    private static Map<String, String> expected(int topics, int starts) {
        return IntStream.range(0, starts == 0 ? 0 : topics)
                .boxed()
                .collect(Collectors.toMap(i -> "plant/tag-" + i, i -> Math.min(i, starts - 1) + "-" + i));
    }

    private static Map<String, String> retained(Broker broker) throws InterruptedException {
        Map<String, String> found = new HashMap<>();
        Mqtt5BlockingClient reader = Clients.connected(broker, "reader");
        try (Mqtt5BlockingClient.Mqtt5Publishes received = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            reader.subscribeWith()
                    .topicFilter("plant/#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            for (long i = broker.figures().retained(); i > 0; i--) {
                Mqtt5Publish message = received.receive(10, TimeUnit.SECONDS).orElseThrow();
                found.put(message.getTopic().toString(), Clients.text(message.getPayloadAsBytes()));
            }
        }
        reader.disconnect();
        return found;
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithASentence() {
        assertThatThrownBy(() -> new ListenerSettings(Transport.TCP, "127.0.0.1", 70_000, "/mqtt"))
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> BrokerSettings.of(folder, List.of(), List.of()))
                .hasMessageContaining("no listener");
        assertThatThrownBy(() -> new BrokerUser("u", "p", List.of("a/#/b"), List.of()))
                .hasMessageContaining("a/#/b");
    }

    private static void assertNoThreadsSince(Set<String> before) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(threads())
                .filteredOn(name -> !before.contains(name))
                .isEmpty());
    }

    /** Not the client's, not the JVM's, and not those of libraries that keep one thread for the whole process. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("com.hivemq.client") && !name.startsWith("awaitility"))
                .collect(Collectors.toSet());
    }
}

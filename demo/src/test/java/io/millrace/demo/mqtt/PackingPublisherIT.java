package io.millrace.demo.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.demo.FastClock;
import io.millrace.demo.LimeWorks;
import io.millrace.demo.LimeWorksSettings;
import io.millrace.demo.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packing line publishes to a broker by another hand (mosquitto), which comes and goes. */
final class PackingPublisherIT {

    private static final String TOPIC = "plant/line";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Process> subscribers = new ArrayList<>();
    private int port;
    private Path heard;

    @BeforeEach
    void choosePort() throws IOException {
        port = Peers.freePort();
        heard = Files.createFile(folder.resolve("heard"));
    }

    @AfterEach
    void endSubscribers() {
        subscribers.forEach(Process::destroyForcibly);
    }

    @Test
    void whatWasPublishedBeforeTheBrokerIsThereArrivesInOrder() throws Exception {
        try (PackingPublisher publisher = new PackingPublisher("line", "127.0.0.1", port)) {
            for (int i = 0; i < 500; i++) {
                publisher.publish(new DeviceMessage(TOPIC, Integer.toString(i)));
            }
            try (Mosquitto broker = Mosquitto.start(folder, port)) {
                subscribers.add(broker.subscribe(heard, "#"));
                // Mosquitto may be faster than its subscriber: what counts is what came after.
                await().atMost(PATIENCE).until(() -> publisher.unacknowledged() == 0);
                publish(publisher, "after");
                await().atMost(PATIENCE).until(() -> payloads().contains("after"));
            }
        }
        List<String> numbers =
                payloads().stream().filter(payload -> payload.matches("\\d+")).toList();
        assertThat(numbers.stream().map(Integer::parseInt).toList()).isSorted();
    }

    @Test
    void nothingIsLostAndFirstArrivalsStayInOrderWhenTheBrokerIsKilled() throws Exception {
        int next = 0;
        try (PackingPublisher publisher = new PackingPublisher("line", "127.0.0.1", port)) {
            for (int life = 0; life < 3; life++) {
                try (Mosquitto broker = Mosquitto.start(folder, port)) {
                    Process subscriber = broker.subscribe(heard, "#");
                    subscribers.add(subscriber);
                    // The subscriber is there once it hears our probe.
                    String probe = "probe-" + life;
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                        probe(broker, probe);
                        return payloads().contains(probe);
                    });
                    for (int i = 0; i < 300; i++) {
                        publish(publisher, Integer.toString(next++));
                    }
                    String last = Integer.toString(next - 1);
                    if (life == 2) {
                        await().atMost(PATIENCE).until(() -> payloads().contains(last));
                    } else {
                        int some = next - 200;
                        await().atMost(PATIENCE).until(() -> payloads().contains(Integer.toString(some)));
                    }
                    subscriber.destroyForcibly().onExit().join();
                }
            }
            await().atMost(PATIENCE).until(() -> publisher.unacknowledged() == 0);
        }

        // A message can be acknowledged to the publisher and yet not have reached the subscriber before the broker
        // died; so the order is asserted, and that every last life is complete.
        List<Integer> first = new ArrayList<>(new LinkedHashSet<>(payloads().stream()
                .filter(payload -> payload.matches("\\d+"))
                .map(Integer::parseInt)
                .toList()));
        assertThat(first).isSorted();
        assertThat(first).contains(0, 100, 599 + 300).hasSizeGreaterThan(500);
        assertThat(first.subList(first.size() - 300, first.size()))
                .first()
                .isEqualTo(first.get(first.size() - 1) - 299);
    }

    @Test
    void theLineTellsItsStateFirstAndThenWhatItsBarriersSee() throws Exception {
        LimeWorksSettings settings = LimeWorksSettings.anywhere(folder.resolve("pki"))
                .withClock(new FastClock(8))
                .withPackingLine("root/works/line-1");
        try (Mosquitto broker = Mosquitto.start(folder, port);
                LimeWorks works = LimeWorks.start(settings)) {
            subscribers.add(broker.subscribe(heard, "root/#"));
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                try (PackingPublisher probe = new PackingPublisher("probe", "127.0.0.1", port)) {
                    probe.publish(new DeviceMessage("root/probe", "probe"));
                    await().until(() -> probe.unacknowledged() == 0);
                }
                return payloads().contains("probe");
            });

            works.publishTo("127.0.0.1", port);

            String line = "root/works/line-1/";
            await().atMost(PATIENCE).until(() -> topics().containsAll(List.of(
                    line + "_analytics/work-order/start",
                    line + "_analytics/state/add",
                    line + "_historian/machine/running",
                    line + "_historian/infeed/count",
                    line + "_historian/checkweigher/weight",
                    line + "_analytics/count",
                    line + "_historian/outfeed/count",
                    line + "_historian/machine/speed",
                    line + "_historian/operator/message")));
            List<String> ours =
                    topics().stream().filter(topic -> topic.startsWith(line)).toList();
            assertThat(ours.get(0)).isEqualTo(line + "_analytics/work-order/create");
            assertThat(payloads())
                    .filteredOn(payload -> !payload.equals("probe"))
                    .allSatisfy(payload ->
                            assertThat(payload).startsWith("{\"timestamp_ms\":").endsWith("}"));
        }
    }

    private void probe(Mosquitto broker, String text) throws Exception {
        Path program = Peers.program("mosquitto_pub", "apt-get install mosquitto-clients");
        new ProcessBuilder(program.toString(), "-p", Integer.toString(port), "-t", "probe", "-m", text)
                .start()
                .waitFor();
    }

    private static void publish(PackingPublisher publisher, String payload) {
        publisher.publish(new DeviceMessage(TOPIC, payload));
    }

    private List<String> payloads() throws IOException {
        return lines().stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    private List<String> topics() throws IOException {
        return lines().stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private List<String> lines() throws IOException {
        String text = Files.readString(heard);
        // The last line may still be on its way.
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.indexOf(' ') > 0)
                .toList();
    }
}

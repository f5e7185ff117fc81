package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code mosquitto_pub} and {@code mosquitto_sub}, which is what an engineer types. */
@Timeout(60)
class MosquittoIT {

    private static final String HOW_TO_GET_IT = "mosquitto_pub is not installed: apt-get install mosquitto-clients";

    @TempDir
    static Path folder;

    private static final TestGate gate = new TestGate();
    private static Broker broker;

    @TempDir
    Path files;

    @BeforeAll
    static void open() throws BrokerException {
        if (!installed()) {
            if ("true".equals(System.getenv("MILLRACE_REQUIRE_PEERS"))) {
                fail(HOW_TO_GET_IT);
            }
            assumeTrue(false, HOW_TO_GET_IT);
        }
        broker = Clients.open(folder, gate, new BrokerUser("packer", "lime", List.of("plant/#"), List.of("plant/#")));
    }

    @AfterAll
    static void close() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void forget() {
        gate.seen.clear();
        gate.mode = TestGate.Mode.TAKE;
    }

    @ParameterizedTest
    @CsvSource({"mqttv311, 0", "mqttv311, 1", "mqttv311, 2", "mqttv5, 0", "mqttv5, 1", "mqttv5, 2"})
    void theSameBytesArriveAtTheGateAndAtASubscriber(String version, String qos) throws Exception {
        byte[] payload = new byte[5_000];
        new Random(7).nextBytes(payload);
        Path sent = Files.write(files.resolve("sent"), payload);
        Path received = files.resolve("received");
        String topic = "plant/" + version + "/" + qos;
        Process subscriber = start(received, "mosquitto_sub", version, "-q", qos, "-t", topic, "-C", "1", "-N");

        // repeated until the subscription is there: mosquitto_sub does not say when it is
        await().until(() -> {
            run("mosquitto_pub", version, "-q", qos, "-t", topic, "-f", sent.toString());
            return subscriber.waitFor(200, TimeUnit.MILLISECONDS);
        });

        assertThat(Arrays.equals(Files.readAllBytes(received), payload)).isTrue();
        assertThat(gate.seen).isNotEmpty().allMatch(seen -> Arrays.equals(seen.payload(), payload));
    }

    @Test
    void anAcknowledgementIsHeldFromMosquittoToo() throws Exception {
        gate.mode = TestGate.Mode.HOLD;
        Process publisher =
                start(files.resolve("out"), "mosquitto_pub", "mqttv5", "-q", "1", "-t", "plant/held", "-m", "1");
        await().until(() -> gate.seen.size() == 1);
        assertThat(publisher.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();

        gate.release();

        assertThat(publisher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(publisher.exitValue()).isZero();
    }

    @Test
    void aPayloadOfTenMebibytesComesThrough() throws Exception {
        byte[] payload = new byte[10 * 1_024 * 1_024];
        new Random(8).nextBytes(payload);
        Path sent = Files.write(files.resolve("large"), payload);

        assertThat(run("mosquitto_pub", "mqttv5", "-q", "1", "-t", "plant/large", "-f", sent.toString()))
                .isZero();

        assertThat(gate.seen).hasSize(1);
        assertThat(Arrays.equals(gate.seen.get(0).payload(), payload)).isTrue();
    }

    @Test
    void aWillOfMosquittoReachesTheGate() throws Exception {
        Process subscriber = start(
                files.resolve("out"),
                "mosquitto_sub",
                "mqttv311",
                "-t",
                "plant/x",
                "--will-topic",
                "plant/will",
                "--will-payload",
                "dead",
                "--will-qos",
                "2");
        await().until(() -> broker.figures().clients() == 1);

        subscriber.destroyForcibly();

        await().until(() -> gate.payloads().contains("dead"));
    }

    private static int run(String program, String version, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(null, program, version, arguments);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    private static Process start(@Nullable Path output, String program, String version, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program,
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(Clients.port(broker)),
                "-u",
                "packer",
                "-P",
                "lime",
                "-V",
                version));
        command.addAll(List.of(arguments));
        File to = output == null ? new File("/dev/null") : output.toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(to)
                .start();
    }

    private static boolean installed() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(part -> Files.isExecutable(Path.of(part, "mosquitto_pub")));
    }
}

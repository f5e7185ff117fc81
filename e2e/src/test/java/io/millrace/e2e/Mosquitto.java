package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.exam.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Mosquitto's clients, which are not ours, against a hub's broker. */
final class Mosquitto {

    private static final String HOW = "apt-get install mosquitto-clients";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Mosquitto() {}

    /** Publishes the bytes of a file with QoS 1 and returns when they are acknowledged. */
    static void publishFile(int port, String topic, Path file) {
        run(command("mosquitto_pub", port, "-q", "1", "-t", topic, "-f", file.toString()));
    }

    /** Publishes text with QoS 1 and returns when it is acknowledged. */
    static void publish(int port, String topic, String text) {
        run(command("mosquitto_pub", port, "-q", "1", "-t", topic, "-m", text));
    }

    /** Subscribes and writes {@code topic<TAB>payload as hex} lines into a file until it is closed. */
    static AutoCloseable subscribe(int port, String filter, Path into) {
        List<String> command = command("mosquitto_sub", port, "-q", "1", "-t", filter, "-F", "%t\t%x");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(into.toFile())
                    .start();
            return () -> {
                process.destroyForcibly();
                process.waitFor(5, TimeUnit.SECONDS);
            };
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> command(String program, int port, String... more) {
        List<String> command = new ArrayList<>(
                List.of(Peers.executable(program, HOW).toString(), "-h", "127.0.0.1", "-p", Integer.toString(port)));
        command.addAll(List.of(more));
        return command;
    }

    private static void run(List<String> command) {
        HubProcess.Outcome outcome = HubProcess.toItsEnd(LIMIT, new ProcessBuilder(command));
        assertThat(outcome.code())
                .as(String.join(" ", command) + "\n" + outcome.output())
                .isZero();
    }
}

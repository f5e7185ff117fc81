package io.millrace.demo.mqtt;

import io.millrace.demo.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;

/** A broker by another hand, on loopback. */
final class Mosquitto implements AutoCloseable {

    private final int port;
    private final Process process;

    private Mosquitto(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static Mosquitto start(Path folder, int port) throws IOException {
        Path program = Peers.program("mosquitto", "apt-get install mosquitto mosquitto-clients");
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(
                config,
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\n"
                        + "max_queued_messages 0\nset_tcp_nodelay true\n");
        Process process = new ProcessBuilder(program.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        Awaitility.await().until(() -> answers(port));
        return new Mosquitto(port, process);
    }

    /** A subscriber that appends what it hears to a file, a line each: topic, blank, payload. */
    Process subscribe(Path heard, String filter) throws IOException {
        Path program = Peers.program("mosquitto_sub", "apt-get install mosquitto-clients");
        return new ProcessBuilder(
                        List.of(program.toString(), "-p", Integer.toString(port), "-q", "1", "-v", "-t", filter))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(heard.toFile()))
                .start();
    }

    /** As when somebody pulls the plug. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}

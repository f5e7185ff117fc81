package io.millrace.bench.stack;

import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mosquitto as a part. What it holds for its sessions outlives a restart, and it discards nothing. */
final class Mosquitto {

    static final String HOW_TO_GET_IT = "Mosquitto is not installed: apt-get install mosquitto";
    private static final Duration START = Duration.ofSeconds(20);
    private static final long VERSION_SECONDS = 10;

    private Mosquitto() {}

    static Optional<Path> program() {
        return Program.find("mosquitto");
    }

    /** Listens on 127.0.0.1 when it returns. */
    static Program start(int port, Path folder) {
        Path program = program().orElseThrow(() -> new StageException(HOW_TO_GET_IT, null));
        Path file = folder.resolve("mosquitto.conf");
        try {
            Files.writeString(file, configuration(port, folder));
        } catch (IOException failed) {
            throw new StageException("The file " + file + " cannot be written: " + failed.getMessage(), failed);
        }
        Program mosquitto =
                Program.start("Mosquitto", List.of(program.toString(), "-c", file.toString()), Map.of(), folder);
        try {
            mosquitto.awaitListening(port, START);
            return mosquitto;
        } catch (StageException failed) {
            mosquitto.close();
            throw failed;
        }
    }

    /** Started by root it would take another user, who cannot write to a folder of ours. */
    private static String configuration(int port, Path folder) {
        return """
                listener %d 127.0.0.1
                allow_anonymous true
                user %s
                persistence true
                persistence_location %s/
                max_inflight_messages 0
                max_queued_messages 0
                max_queued_bytes 0
                set_tcp_nodelay true
                connection_messages false
                log_dest stderr
                log_type error
                log_type warning
                """.formatted(port, System.getProperty("user.name"), folder);
    }

    /** Such as {@code 2.0.11}. */
    static String version() {
        return Versions.first(
                program().map(Path::toString).orElse("mosquitto"), "-h", "mosquitto version (\\S+)", VERSION_SECONDS);
    }
}

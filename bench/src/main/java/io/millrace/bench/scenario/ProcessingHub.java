package io.millrace.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.Bed;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A hub with the role 'broker' alone: its log and its MQTT, and nobody who stores what is in the log. Used by one thread.
 */
final class ProcessingHub {

    private static final Duration START = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubProcess hub;
    private final String version;
    private final String bootstrap;
    private final String origin;

    private ProcessingHub(HubProcess hub, String version, String bootstrap, String origin) {
        this.hub = hub;
        this.version = version;
        this.bootstrap = bootstrap;
        this.origin = origin;
    }

    static ProcessingHub start(Bed bed) {
        Path folder = bed.folder("hub");
        List<String> command = new ArrayList<>(bed.settings().hubCommand());
        command.addAll(List.of("--roles", "broker"));
        Path site = folder.resolve("site.yaml");
        HubProcess hub = bed.closing(new HubProcess(
                command, bed.settings().hubEnvironment(), site, folder.resolve("data"), folder.resolve("hub.log")));
        try {
            Files.writeString(site, Flow.site("high-throughput"));
            hub.launch();
            return ready(hub);
        } catch (IOException failed) {
            throw new StageException(
                    "The hub under measurement cannot be set up in " + folder + ": " + failed.getMessage(), failed);
        }
    }

    /** It has no database, so it is known to be ready by what it announces of its log. */
    private static ProcessingHub ready(HubProcess hub) throws IOException {
        Path announcement = hub.data().resolve("hub.json");
        long deadline = System.nanoTime() + START.toNanos();
        while (!Files.exists(announcement)) {
            if (!hub.isRunning() || System.nanoTime() - deadline > 0) {
                throw new StageException("The hub under measurement did not get ready: " + hub.lastWords(), null);
            }
            Pause.millis(POLL_MILLIS);
        }
        JsonNode said = JSON.readTree(announcement.toFile());
        String identity = Files.readString(hub.data().resolve("hub-id")).trim();
        return new ProcessingHub(
                hub,
                said.path("version").asText(),
                said.path("kafka").asText(),
                said.path("site").asText() + "/" + identity + "/mqtt");
    }

    String version() {
        return version;
    }

    /** Of its log. */
    String bootstrap() {
        return bootstrap;
    }

    /** What the records name that came in by its MQTT. */
    String origin() {
        return origin;
    }

    Duration processorTime() {
        return hub.processorTime();
    }

    /** @throws StageException when it ended by itself */
    void check() {
        if (!hub.isRunning()) {
            throw new StageException("The hub under measurement ended by itself: " + hub.lastWords(), null);
        }
    }

    void end(Bed bed) {
        bed.end(hub);
    }
}

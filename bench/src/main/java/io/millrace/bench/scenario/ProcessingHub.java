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
        HubProcess hub = bed.prepared("hub", Flow.site("high-throughput"), "--roles", "broker");
        hub.launch();
        try {
            return ready(hub);
        } catch (IOException failed) {
            throw new StageException(
                    "What the hub under measurement announces in " + hub.data() + " cannot be read: "
                            + failed.getMessage(),
                    failed);
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

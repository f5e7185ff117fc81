package io.millrace.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.Bed;
import io.millrace.bench.stream.Job;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A hub with its log, its MQTT and its processors, and nobody who stores what is in the log. It begins without processors,
 * so that its log can be filled. Used by one thread.
 */
final class ProcessingHub implements AutoCloseable {

    /** How its site and so its processors are known to its log. */
    static final String GROUP = "millrace-process-bench";

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bed bed;
    private final HubProcess hub;
    private JsonNode announced = JSON.nullNode();
    private String identity = "";

    private ProcessingHub(Bed bed, HubProcess hub) {
        this.bed = bed;
        this.hub = hub;
    }

    static ProcessingHub start(Bed bed) {
        ProcessingHub hub = new ProcessingHub(bed, bed.prepared("hub", site("{}"), "--roles", "broker,process"));
        hub.launch();
        return hub;
    }

    private static String site(String processors) {
        return """
                site: bench
                location: bench
                log: {port: 0}
                mqtt: {listeners: [{port: 0}]}
                processors: %s
                """.formatted(processors);
    }

    /** Starts again, with processors. */
    void work(Job job) {
        hub.stop(STOP);
        try {
            Files.writeString(hub.data().resolveSibling("site.yaml"), site("{measured: " + job.site() + "}"));
        } catch (IOException failed) {
            throw new StageException("The site file cannot be written: " + failed.getMessage(), failed);
        }
        launch();
    }

    /** {@code kill -9}. */
    void kill() {
        hub.destroy();
        hub.awaitEnd();
    }

    /** Without a database, it is known to be ready by what it announces of its log. */
    void launch() {
        hub.launch();
        Path announcement = hub.data().resolve("hub.json");
        long deadline = System.nanoTime() + START.toNanos();
        while (!Files.exists(announcement)) {
            if (!hub.isRunning() || System.nanoTime() - deadline > 0) {
                throw new StageException("The hub under measurement did not get ready: " + hub.lastWords(), null);
            }
            Pause.millis(POLL_MILLIS);
        }
        try {
            announced = JSON.readTree(announcement.toFile());
            identity = Files.readString(hub.data().resolve("hub-id")).trim();
        } catch (IOException failed) {
            throw new StageException(
                    "What the hub under measurement announces in " + announcement + " cannot be read: "
                            + failed.getMessage(),
                    failed);
        }
    }

    String version() {
        return announced.path("version").asText();
    }

    /** Of its log; another one after each start. */
    String bootstrap() {
        return announced.path("kafka").asText();
    }

    /** What the records name that came in by its MQTT. */
    String origin() {
        return announced.path("site").asText() + "/" + identity + "/mqtt";
    }

    Duration processorTime() {
        return hub.processorTime();
    }

    long residentBytes() {
        return hub.residentBytes().orElse(0L);
    }

    /** @throws StageException when it ended by itself */
    void check() {
        if (!hub.isRunning()) {
            throw new StageException("The hub under measurement ended by itself: " + hub.lastWords(), null);
        }
    }

    /** The next measurement needs the room. */
    @Override
    public void close() {
        bed.end(hub);
    }
}

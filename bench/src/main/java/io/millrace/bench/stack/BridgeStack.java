package io.millrace.bench.stack;

import io.millrace.model.LogTopic;
import io.millrace.stage.FreePorts;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mosquitto, a bridge, Kafka, a writer, PostgreSQL. */
public final class BridgeStack implements Stack {

    private final Parts open = new Parts();
    private final int port = new FreePorts().next();
    private final Database database;
    private final List<Part> parts;

    private BridgeStack(Path folder, Path databaseFolder, String topicFilter) {
        try {
            database = Database.start(databaseFolder);
            open.add(database::close);
            String topic = LogTopic.SAMPLES.topicName();
            JavaPart log = started(JavaPart.start("Kafka", LogServer.class, List.of(folder + "/log"), folder));
            String bootstrap = log.awaitReady().get(0);
            Program broker = Mosquitto.start(port, folder);
            open.add(broker::close);
            JavaPart writer = started(JavaPart.start("writer", Writer.class, List.of(bootstrap, topic), folder));
            List.of(database.url(), database.user(), database.password()).forEach(writer::tell);
            JavaPart bridge = started(JavaPart.start(
                    "bridge", Bridge.class, List.of(Integer.toString(port), topicFilter, bootstrap, topic), folder));
            writer.awaitReady();
            bridge.awaitReady();
            parts = List.of(broker, bridge, log, writer, database.part());
        } catch (StageException failed) {
            open.close();
            throw failed;
        }
    }

    private JavaPart started(JavaPart part) {
        open.add(part::close);
        return part;
    }

    /** Why it cannot be started here, and what to do; empty when it can. */
    public static Optional<String> missing() {
        return Mosquitto.program().isPresent() ? Optional.empty() : Optional.of(Mosquitto.HOW_TO_GET_IT);
    }

    /**
     * Starts it, empty.
     *
     * @param folder an empty one
     * @param databaseFolder of a PostgreSQL; its data is removed first, its program files are not
     * @param topicFilter what the bridge subscribes to
     * @throws StageException when a part does not come up
     */
    public static BridgeStack start(Path folder, Path databaseFolder, String topicFilter) {
        return new BridgeStack(folder, databaseFolder, topicFilter);
    }

    /** Of the programs that are not the hub's too. */
    public static Map<String, String> versions() {
        return Map.of("Mosquitto", Mosquitto.version());
    }

    @Override
    public int mqttPort() {
        return port;
    }

    @Override
    public List<Part> parts() {
        return parts;
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public void close() {
        open.close();
    }
}

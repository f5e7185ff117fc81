package io.millrace.bench.stack;

import io.millrace.stage.FreePorts;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mosquitto, Node-RED, PostgreSQL. */
public final class NodeRedStack implements Stack {

    private final Parts open = new Parts();
    private final int port = new FreePorts().next();
    private final Database database;
    private final List<Part> parts;

    private NodeRedStack(Path folder, Path databaseFolder, Path nodeModules, String topicFilter) {
        try {
            database = Database.start(databaseFolder);
            open.add(database::close);
            Program broker = Mosquitto.start(port, folder);
            open.add(broker::close);
            Program nodeRed = NodeRed.start(nodeModules, port, topicFilter, database, folder);
            open.add(nodeRed::close);
            parts = List.of(broker, nodeRed, database.part());
        } catch (StageException failed) {
            open.close();
            throw failed;
        }
    }

    /**
     * Why it cannot be started here, and what to do; empty when it can.
     *
     * @param nodeModules where npm installed Node-RED and pg
     */
    public static Optional<String> missing(Path nodeModules) {
        return Mosquitto.program().isPresent() ? NodeRed.missing(nodeModules) : Optional.of(Mosquitto.HOW_TO_GET_IT);
    }

    /**
     * Starts it, empty. It has its subscription some seconds later.
     *
     * @param folder an empty one
     * @param databaseFolder of a PostgreSQL; its data is removed first, its program files are not
     * @param topicFilter what Node-RED subscribes to
     * @throws StageException when a part does not come up
     */
    public static NodeRedStack start(Path folder, Path databaseFolder, Path nodeModules, String topicFilter) {
        return new NodeRedStack(folder, databaseFolder, nodeModules, topicFilter);
    }

    /** Of the programs that are not the hub's too. */
    public static Map<String, String> versions(Path nodeModules) {
        return NodeRed.versions(nodeModules);
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

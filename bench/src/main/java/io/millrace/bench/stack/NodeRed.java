package io.millrace.bench.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Node-RED as a part, without editor and without any port of its own. Its flow is {@code node-red-flow.json} beside this
 * class; the code of a function stands in a file of its own, which the flow names.
 */
final class NodeRed {

    private static final String HOW_TO_GET_IT =
            ": npm ci --prefix peers, in the sources of Millrace; then name peers/node_modules";
    private static final List<String> CODE = List.of("func", "initialize", "finalize");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long VERSION_SECONDS = 10;

    private NodeRed() {}

    static Optional<String> missing(Path nodeModules) {
        if (Program.find("node").isEmpty()) {
            return Optional.of("Node.js is not installed: apt-get install nodejs npm");
        }
        for (String name : List.of("node-red", "pg")) {
            if (!Files.isDirectory(nodeModules.resolve(name))) {
                return Optional.of("The npm package '" + name + "' is not in " + nodeModules + HOW_TO_GET_IT);
            }
        }
        return Optional.empty();
    }

    static Program start(Path nodeModules, int mqttPort, String topicFilter, Database database, Path folder) {
        Path node = Program.find("node")
                .orElseThrow(() -> new StageException(missing(nodeModules).orElse("Node.js is gone"), null));
        try {
            Files.writeString(folder.resolve("settings.js"), resource("node-red-settings.js"));
            Files.writeString(folder.resolve("flow.json"), flow());
        } catch (IOException failed) {
            throw new StageException("The folder " + folder + " cannot be written: " + failed.getMessage(), failed);
        }
        Map<String, String> environment = new TreeMap<>(Map.of(
                "BENCH_MQTT_PORT", Integer.toString(mqttPort),
                "BENCH_TOPIC_FILTER", topicFilter,
                "BENCH_PG_MODULE", nodeModules.resolve("pg").toString(),
                "BENCH_INSERT", SampleInsert.SQL,
                "PGPASSWORD", database.password()));
        environment.put(
                "BENCH_POSTGRES",
                database.url().replace("jdbc:postgresql://", "postgresql://" + database.user() + "@"));
        return Program.start(
                "Node-RED",
                List.of(
                        node.toString(),
                        nodeModules.resolve("node-red/red.js").toString(),
                        "--userDir",
                        folder.toString(),
                        "--settings",
                        folder.resolve("settings.js").toString(),
                        "flow.json"),
                environment,
                folder);
    }

    /** The flow as Node-RED reads it, with the code of its functions inside. */
    static String flow() throws IOException {
        JsonNode flow = JSON.readTree(resource("node-red-flow.json"));
        for (JsonNode node : flow) {
            if (node instanceof ObjectNode function
                    && function.path("type").asText().equals("function")) {
                for (String part : CODE) {
                    String file = function.path(part).asText();
                    function.put(part, file.isEmpty() ? "" : resource(file));
                }
            }
        }
        return JSON.writeValueAsString(flow);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = NodeRed.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Map<String, String> versions(Path nodeModules) {
        return Map.of(
                "Node-RED", packaged(nodeModules.resolve("node-red")),
                "node-postgres", packaged(nodeModules.resolve("pg")),
                "Node.js",
                        Program.find("node")
                                .map(node -> Versions.first(node.toString(), "--version", "v(\\S+)", VERSION_SECONDS))
                                .orElse("none"));
    }

    private static String packaged(Path folder) {
        try {
            return JSON.readTree(folder.resolve("package.json").toFile())
                    .path("version")
                    .asText();
        } catch (IOException notThere) {
            return "none";
        }
    }
}

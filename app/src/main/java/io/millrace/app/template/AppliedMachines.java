package io.millrace.app.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the machines of a hub were when it was last started: a note in its data folder, from which {@code millrace check}
 * tells what a changed site file or another version of a template would change. Not thread-safe.
 */
public final class AppliedMachines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /**
     * How the machines of a site file differ from those of the hub.
     *
     * @param since when the hub was started with those that it has
     */
    public record Difference(Instant since, List<MachineChange> changes) {}

    private record Note(Instant since, Map<String, MachineContent> machines) {}

    /** @param dataFolder of the hub; need not be there */
    public AppliedMachines(Path dataFolder) {
        this.file = dataFolder.resolve("machines.json");
    }

    /**
     * Notes the machines that a hub runs with; where nothing differs, the note stays as it is.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    public void keep(Machines machines, Instant now) {
        try {
            Optional<Note> before = Files.exists(file) ? readIfLegible() : Optional.empty();
            Map<String, MachineContent> content = content(machines);
            boolean nothingNew =
                    before.map(note -> note.machines.equals(content)).orElse(content.isEmpty() && !Files.exists(file));
            if (!nothingNew) {
                Kept.write(file, write(content, now));
            }
        } catch (IOException denied) {
            throw new UncheckedIOException(denied);
        }
    }

    /** A note that is broken is written anew: what the hub runs with is known. */
    private Optional<Note> readIfLegible() {
        try {
            return Optional.of(read());
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    /**
     * What differs; empty where no hub was started with machines on this folder.
     *
     * @throws IOException when the note cannot be read
     */
    public Optional<Difference> compare(Machines machines) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Note note = read();
        return Optional.of(new Difference(note.since, MachineChange.between(note.machines, content(machines))));
    }

    private static Map<String, MachineContent> content(Machines machines) {
        Map<String, MachineContent> content = new LinkedHashMap<>();
        machines.all().forEach(machine -> content.put(machine.name(), MachineContent.of(machine)));
        return content;
    }

    private static String write(Map<String, MachineContent> machines, Instant now) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("since", now.toString());
        ObjectNode all = json.putObject("machines");
        machines.forEach((name, content) -> {
            ObjectNode one = all.putObject(name);
            content.parts().forEach((part, values) -> {
                ObjectNode inner = one.putObject(part);
                values.forEach(inner::put);
            });
        });
        return JSON.writeValueAsString(json) + "\n";
    }

    private Note read() throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            Map<String, MachineContent> machines = new LinkedHashMap<>();
            json.required("machines").properties().forEach(machine -> {
                Map<String, Map<String, String>> parts = new LinkedHashMap<>();
                machine.getValue().properties().forEach(part -> {
                    Map<String, String> values = new TreeMap<>();
                    part.getValue()
                            .properties()
                            .forEach(value ->
                                    values.put(value.getKey(), value.getValue().asText()));
                    parts.put(part.getKey(), values);
                });
                machines.put(machine.getKey(), new MachineContent(parts));
            });
            return new Note(Instant.parse(json.required("since").asText()), machines);
        } catch (IllegalArgumentException | DateTimeException broken) {
            throw new IOException("it is no note of machines: " + broken.getMessage(), broken);
        }
    }
}

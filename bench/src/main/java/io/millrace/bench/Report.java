package io.millrace.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.stage.Machine;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a scenario measured, and all that is needed to measure it again.
 *
 * @param scenario its name on the command line
 * @param at when, ISO 8601
 * @param command the command that repeats it
 * @param versions of the programs that took part
 * @param settings what the figures depend on
 * @param notes what a reader has to know to read the tables rightly; sentences
 */
public record Report(
        String scenario,
        String title,
        String at,
        String command,
        Machine machine,
        Map<String, String> versions,
        Map<String, String> settings,
        List<String> notes,
        List<Table> tables) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    public Report {
        versions = Map.copyOf(versions);
        settings = Map.copyOf(settings);
        notes = List.copyOf(notes);
        tables = List.copyOf(tables);
    }

    /** Writes it as {@code SCENARIO.json} into a folder. */
    public Path write(Path folder) {
        Path file = folder.resolve(scenario + ".json");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, JSON.writeValueAsString(this) + "\n");
            return file;
        } catch (IOException failed) {
            throw new StageException("The report " + file + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    /** @throws StageException when the file is no report */
    public static Report read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Report.class);
        } catch (IOException failed) {
            throw new StageException("The report " + file + " cannot be read: " + failed.getMessage(), failed);
        }
    }
}

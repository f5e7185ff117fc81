package io.millrace.prove.generator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a generator is told when it starts.
 *
 * @param folder holds the journals
 * @param mqttPort of a broker on this machine
 * @param devicePort where the device listens
 * @param registers counters of the device; there are as many noise registers
 * @param countsPerSecond of all lines together
 * @param valuesPerSecond of all lines together
 * @param duplicatePercent of all messages, how many are sent once more later
 * @param window messages of one line on their way at a time
 */
public record GeneratorSettings(
        String folder,
        int mqttPort,
        int devicePort,
        int lines,
        int registers,
        int countsPerSecond,
        int valuesPerSecond,
        int duplicatePercent,
        int window,
        long seed) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "generator.json";

    public Path messages() {
        return Path.of(folder, "messages.journal");
    }

    public Path device() {
        return Path.of(folder, "device.journal");
    }

    /** Writes the file that {@link #read} reads. */
    public Path write() throws IOException {
        Path file = Files.createDirectories(Path.of(folder)).resolve(FILE);
        return Files.write(file, JSON.writeValueAsBytes(this));
    }

    static GeneratorSettings read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), GeneratorSettings.class);
    }
}

package io.millrace.prove.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a running hub says of itself in {@code hub.json}.
 *
 * @param kafka bootstrap server
 */
public record HubAddresses(long pid, String version, String kafka, String jdbcUrl, String user, String password) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static HubAddresses read(Path file) {
        try {
            JsonNode hub = JSON.readTree(file.toFile());
            Path password = Path.of(hub.required("postgresPasswordFile").asText());
            return new HubAddresses(
                    hub.required("pid").asLong(),
                    hub.required("version").asText(),
                    hub.required("kafka").asText(),
                    hub.required("postgres").asText(),
                    hub.required("postgresUser").asText(),
                    Files.readString(password).trim());
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new StageException(
                    "The hub's " + file + " does not say where it listens: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public String toString() {
        return "HubAddresses[" + pid + ", " + version + "]";
    }
}

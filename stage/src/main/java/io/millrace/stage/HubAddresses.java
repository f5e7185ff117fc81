package io.millrace.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a running hub says of itself in {@code hub.json}.
 *
 * @param kafka bootstrap server
 * @param user who may read the historian
 * @param mqtt its listeners, as the hub writes them; empty when it has none
 * @param console its address; null when it has none
 */
public record HubAddresses(
        long pid,
        String version,
        String kafka,
        String jdbcUrl,
        String user,
        String password,
        List<String> mqtt,
        @Nullable String console) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public HubAddresses {
        mqtt = List.copyOf(mqtt);
    }

    static HubAddresses read(Path file) {
        try {
            JsonNode hub = JSON.readTree(file.toFile());
            Path password = Path.of(hub.required("postgresPasswordFile").asText());
            List<String> mqtt = new ArrayList<>();
            hub.path("mqtt").forEach(listener -> mqtt.add(listener.asText()));
            return new HubAddresses(
                    hub.required("pid").asLong(),
                    hub.required("version").asText(),
                    hub.required("kafka").asText(),
                    hub.required("postgres").asText(),
                    hub.required("postgresUser").asText(),
                    Files.readString(password).trim(),
                    mqtt,
                    hub.path("console").textValue());
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

package io.millrace.app.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a running hub listens, as its data folder tells other commands. A part that does not run here is absent.
 *
 * @param pid process id
 * @param started ISO 8601
 * @param localUser with the token, lets the owner of the data folder ask a console that has users
 */
public record HubAddresses(
        long pid,
        String version,
        String site,
        String started,
        @Nullable String console,
        String localUser,
        String token,
        List<String> mqtt,
        @Nullable String kafka,
        @Nullable String postgres,
        @Nullable String postgresUser,
        @Nullable String postgresPasswordFile) {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public HubAddresses {
        mqtt = List.copyOf(mqtt);
    }

    String toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of text cannot be written", impossible);
        }
    }

    static HubAddresses fromJson(String json) {
        try {
            return JSON.readValue(json, HubAddresses.class);
        } catch (JsonProcessingException damaged) {
            throw new HubException("The file hub.json in the data folder is damaged. Restart the hub.", damaged);
        }
    }

    @Override
    public String toString() {
        return "HubAddresses[" + site + ", " + pid + "]";
    }
}

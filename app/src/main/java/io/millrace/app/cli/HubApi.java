package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Asks the REST API of a running hub on this machine. */
final class HubApi {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HubAddresses hub;

    HubApi(HubAddresses hub) {
        this.hub = hub;
    }

    /** @throws HubException when the hub does not answer, or answers something else than JSON */
    JsonNode get(String path) {
        String console = hub.console();
        if (console == null) {
            throw new HubException("The hub of site '" + hub.site() + "' runs without the role 'console', which answers"
                    + " this question.");
        }
        String signIn = hub.localUser() + ":" + hub.token();
        HttpRequest request = HttpRequest.newBuilder(URI.create(console).resolve(path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(signIn.getBytes(StandardCharsets.UTF_8)))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body());
        } catch (IOException unreachable) {
            throw new HubException(
                    "The hub of site '" + hub.site() + "' (process " + hub.pid() + ") does not answer at " + console
                            + ". Look into its log.",
                    unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HubException("Interrupted while asking " + console + ".", interrupted);
        }
    }
}

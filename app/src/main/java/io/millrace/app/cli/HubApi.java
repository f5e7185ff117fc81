package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Asks the REST API of a running hub on this machine. */
final class HubApi {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A replay waits for the log, which has half a minute. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HubAddresses hub;

    HubApi(HubAddresses hub) {
        this.hub = hub;
    }

    /** @throws HubException when the hub does not answer, or answers something else than JSON */
    JsonNode get(String path) {
        return json(send(request(path).GET().build()).body());
    }

    /**
     * As {@link #get}, but an answer that tells of a problem is thrown as one.
     *
     * @throws HubException with the hub's own sentence
     */
    JsonNode ask(String path) {
        return answered(send(request(path).GET().build()));
    }

    /** Has the hub do something, which may take it a while. Problems as for {@link #ask}. */
    JsonNode post(String path) {
        return post(path, JSON.createObjectNode());
    }

    /** As {@link #post(String)}, with what it is to be done with. */
    JsonNode post(String path, JsonNode body) {
        return answered(send(request(path)
                .timeout(LONG_PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build()));
    }

    /** Sends a list, as {@link #post(String, JsonNode)} sends JSON. */
    JsonNode postCsv(String path, byte[] csv) {
        return answered(send(request(path)
                .timeout(LONG_PATIENCE)
                .header("Content-Type", "text/csv; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(csv))
                .build()));
    }

    /** An answer that is no JSON. Problems as for {@link #ask}. */
    String text(String path) {
        HttpResponse<String> response =
                send(request(path).timeout(LONG_PATIENCE).GET().build());
        if (response.statusCode() >= 400) {
            answered(response);
        }
        return response.body();
    }

    private JsonNode answered(HttpResponse<String> response) {
        JsonNode answer = json(response.body());
        if (response.statusCode() >= 400) {
            String message = answer.path("detail").asText(response.body());
            String remedy = answer.path("remedy").asText("");
            throw new HubException(remedy.isEmpty() ? message : message + " " + remedy);
        }
        return answer;
    }

    private JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException noJson) {
            throw new HubException(
                    "What answers at " + hub.console() + " is no hub of this version: " + noJson.getMessage(), noJson);
        }
    }

    private HttpRequest.Builder request(String path) {
        String console = hub.console();
        if (console == null) {
            throw new HubException("The hub of site '" + hub.site() + "' runs without the role 'console', which answers"
                    + " this question.");
        }
        String signIn = hub.localUser() + ":" + hub.token();
        return HttpRequest.newBuilder(URI.create(console).resolve(path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(signIn.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new HubException(
                    "The hub of site '" + hub.site() + "' (process " + hub.pid() + ") does not answer at "
                            + hub.console() + ". Look into its log.",
                    unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HubException("Interrupted while asking " + hub.console() + ".", interrupted);
        }
    }

    /** A value in a query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

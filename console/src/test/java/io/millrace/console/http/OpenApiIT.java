package io.millrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.ConsoleSettings;
import io.millrace.console.fixture.FixtureHub;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.MemoryHistory;
import io.millrace.console.live.LiveNamespace;
import io.millrace.console.live.LiveSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LimeWorks works = new LimeWorks(0);
    private final MemoryHistory history = new MemoryHistory(works.signals());
    private final LiveNamespace live = new LiveNamespace(LimeWorks.NAMESPACE, 100);
    private final HttpServer server = new HttpServer(
            new ConsoleSettings("127.0.0.1", 0, List.of()),
            LiveLimits.standard(),
            live,
            new LiveSink(live, history, Clock.systemUTC()),
            history,
            new FixtureHub(Instant.now(), works),
            Clock.systemUTC());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void describesEveryRouteAndNoOther() throws Exception {
        assertThat(names(document().path("paths"))).isEqualTo(new TreeSet<>(server.paths()));
    }

    @Test
    void describesEveryParameterAndNoOther() throws Exception {
        for (String path : server.paths()) {
            Set<String> described = new TreeSet<>();
            document()
                    .path("paths")
                    .path(path)
                    .path("get")
                    .path("parameters")
                    .forEach(parameter -> described.add(parameter.path("name").asText()));
            JsonNode problem = JSON.readTree(get(path + "?no-such-parameter=1").body());
            String remedy = problem.path("remedy").asText();
            Set<String> taken = remedy.equals("It takes none.")
                    ? Set.of()
                    : Set.of(remedy.replace("It takes ", "").replace(".", "").split(", "));
            assertThat(described).as(path).isEqualTo(new TreeSet<>(taken));
        }
    }

    @Test
    void refersOnlyToWhatItDefines() throws Exception {
        JsonNode document = document();
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private JsonNode document() throws Exception {
        return JSON.readTree(get("/api/openapi.json").body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}

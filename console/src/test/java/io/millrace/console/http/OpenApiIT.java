package io.millrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.ConsoleSettings;
import io.millrace.console.fixture.FixtureDeliveries;
import io.millrace.console.fixture.FixtureDesk;
import io.millrace.console.fixture.FixtureHub;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.MemoryHistory;
import io.millrace.console.live.LiveNamespace;
import io.millrace.console.live.LiveSink;
import io.millrace.console.processors.ProcessorWatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LimeWorks works = new LimeWorks(0);
    private final MemoryHistory history = new MemoryHistory(works.signals());
    private final FixtureDeliveries deliveries = new FixtureDeliveries(Instant.now());
    private final LiveNamespace live = new LiveNamespace(LimeWorks.NAMESPACE, 100);
    private final HttpServer server = new HttpServer(
            new ConsoleSettings("127.0.0.1", 0, List.of()),
            LiveLimits.standard(),
            live,
            new LiveSink(live, history, Clock.systemUTC()),
            history,
            deliveries,
            new FixtureHub(Instant.now(), works),
            new FixtureDesk(deliveries, Clock.systemUTC()),
            new ProcessorWatch(List::of, Clock.systemUTC(), System::nanoTime),
            Clock.systemUTC());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void describesEveryRouteAndNoOther() throws Exception {
        Map<String, Set<String>> described = new TreeMap<>();
        document()
                .path("paths")
                .fields()
                .forEachRemaining(path -> described.put(path.getKey(), names(path.getValue())));
        assertThat(described).isEqualTo(routes());
    }

    private Map<String, Set<String>> routes() {
        Map<String, Set<String>> routes = new TreeMap<>();
        server.routes().reading().keySet().forEach(path -> routes.computeIfAbsent(path, any -> new TreeSet<>())
                .add("get"));
        server.routes().acting().keySet().forEach(path -> routes.computeIfAbsent(path, any -> new TreeSet<>())
                .add("post"));
        return routes;
    }

    @Test
    void describesEveryParameterAndNoOther() throws Exception {
        for (Map.Entry<String, Set<String>> route : routes().entrySet()) {
            for (String method : route.getValue()) {
                String path = route.getKey();
                JsonNode parameters =
                        document().path("paths").path(path).path(method).path("parameters");
                String remedy = JSON.readTree(send(method, path.replaceAll("\\{.*?}", "1") + "?no-such-parameter=1")
                                .body())
                        .path("remedy")
                        .asText();
                Set<String> taken = remedy.equals("It takes none.")
                        ? Set.of()
                        : Set.of(
                                remedy.replace("It takes ", "").replace(".", "").split(", "));
                assertThat(named(parameters, "query")).as(path).isEqualTo(new TreeSet<>(taken));
                assertThat(named(parameters, "path")).as(path).isEqualTo(inPath(path));
            }
        }
    }

    private static Set<String> inPath(String path) {
        return Pattern.compile("\\{(.*?)}")
                .matcher(path)
                .results()
                .map(parameter -> parameter.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> named(JsonNode parameters, String where) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : parameters) {
            if (parameter.path("in").asText().equals(where)) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
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
        return send("get", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}

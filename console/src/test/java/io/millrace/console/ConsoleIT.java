package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.fixture.FixtureDeliveries;
import io.millrace.console.fixture.FixtureDesk;
import io.millrace.console.fixture.FixtureHub;
import io.millrace.console.fixture.FixtureProcessors;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.MemoryHistory;
import io.millrace.console.fixture.Plant;
import io.millrace.console.http.LiveLimits;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SITE = "umh/v1/limeworks/liege/";
    private static final String TOTAL = "packing/line-1/_historian/bags/total";
    private static final String TEMPERATURE = SITE + "kilns/kiln-1/_historian/burner/temperature";

    private final double now = Math.floor(System.currentTimeMillis() / 1000.0);
    private final LimeWorks works = new LimeWorks(now);
    private final MemoryHistory history = new MemoryHistory(works.signals());
    private final FixtureHub hub = new FixtureHub(Instant.now(), works);
    private final FixtureDeliveries deliveries = new FixtureDeliveries(Instant.now());
    private final FixtureDesk desk = new FixtureDesk(deliveries, Clock.systemUTC());
    private final Plant plant = new Plant(works);
    private Console console;

    @BeforeEach
    void start() throws Exception {
        console = console(List.of());
        plant.tick(console.live(), now);
    }

    private Console console(List<ConsoleUser> users) {
        return Console.start(
                new ConsoleSettings("127.0.0.1", 0, users),
                history,
                deliveries,
                hub,
                desk,
                LimeWorks.NAMESPACE,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void showsALevelOfTheNamespaceWithWhatIsBelowIt() throws Exception {
        JsonNode top = json("/api/topics?compact=true");
        assertThat(top.at("/children/0/name").asText()).isEqualTo("limeworks/liege");
        assertThat(top.at("/children/0/worst").asText()).isEqualTo("bad");
        assertThat(top.at("/children/0/bad").asInt()).isEqualTo(5);
        assertThat(top.at("/children/0/waiting").asInt())
                .as("the tag that never answered")
                .isEqualTo(1);

        JsonNode burner = json("/api/topics?under=" + SITE + "kilns/kiln-1/_historian/burner");
        assertThat(burner.path("children"))
                .extracting(child -> child.path("name").asText())
                .containsExactly("flame", "fuel-flow", "temperature");
        JsonNode value = burner.at("/children/2/value");
        assertThat(value.path("unit").asText()).isEqualTo("°C");
        assertThat(value.path("severity").asText()).isEqualTo("good");
        assertThat(value.path("value").isNumber()).isTrue();

        JsonNode page = json("/api/topics?under=" + SITE + "kilns/kiln-1/_historian/burner&offset=1&limit=1");
        assertThat(page.path("children")).hasSize(1);
        assertThat(page.path("total").asInt()).isEqualTo(3);
    }

    @Test
    void findsTagsByWords() throws Exception {
        JsonNode found = json("/api/topics?search=kiln-2%20waste%20ppm");
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/found/0/topic").asText()).endsWith("kiln-2/_historian/exhaust/co");
        assertThat(json("/api/topics?search=temperature&under=" + SITE + "kilns/kiln-2")
                        .path("total")
                        .asInt())
                .isEqualTo(2);
        assertThat(json("/api/topics?search=nothing-like-it").path("total").asInt())
                .isZero();
    }

    @Test
    void tellsTheNewestValues() throws Exception {
        assertThat(json("/api/latest?topic=" + TEMPERATURE)
                        .at("/values/0/topic")
                        .asText())
                .isEqualTo(TEMPERATURE);
        JsonNode kilns = json("/api/latest?under=" + SITE + "kilns&limit=3");
        assertThat(kilns.path("total").asInt()).isEqualTo(24);
        assertThat(kilns.path("values")).hasSize(3);
    }

    @Test
    void tellsAllThereIsToKnowOfATag() throws Exception {
        JsonNode detail = json("/api/detail?topic=" + TEMPERATURE);
        assertThat(detail.path("connection").asText()).isEqualTo("kilns-plc");
        assertThat(detail.path("address").asText()).isEqualTo("ns=2;s=Kiln1.Burner.Temperature");
        assertThat(detail.at("/status/state").asText()).isEqualTo("active");
        assertThat(detail.at("/trace/log").asText()).isEqualTo("millrace.samples");
        assertThat(detail.at("/trace/epoch").asInt()).isEqualTo(1);
        assertThat(detail.at("/trace/hops"))
                .extracting(hop -> hop.path("component").asText())
                .containsExactly("connector", "ingest");

        JsonNode meter = json("/api/detail?topic=" + SITE + "utilities/energy/_historian/power");
        assertThat(meter.at("/now/severity").asText()).isEqualTo("bad");
        assertThat(meter.at("/now/value").isMissingNode()).isTrue();
        assertThat(meter.at("/status/reason").asText()).contains("Check its power");
    }

    @Test
    void tellsWhatTheProcessorsDo() throws Exception {
        JsonNode all = json("/api/processors").path("processors");
        assertThat(all)
                .extracting(processor -> processor.path("name").asText())
                .containsExactly("bags", "kiln-states", "quarry-mean", "weighed");
        assertThat(all)
                .extracting(processor -> processor.path("state").asText())
                .containsExactly("running", "running", "waiting", "degraded");
        assertThat(all.at("/0/reads/0/filter").asText()).endsWith("/packing/+/_historian/palletiser/bags");
        assertThat(all.at("/0/latenessMillis").asLong()).isEqualTo(60_000);
        assertThat(all.at("/0/reason").isMissingNode()).isTrue();
        assertThat(all.at("/3/reason").asText()).contains("Make it a number");
        assertThat(all.at("/3/refused").asLong()).isEqualTo(270);

        hub.processors(FixtureProcessors.restoring(Instant.now(), 40, 60));
        JsonNode restoring = json("/api/processors").at("/processors/0");
        assertThat(restoring.path("state").asText()).isEqualTo("restoring");
        assertThat(restoring.path("restored").asLong()).isEqualTo(40);
        assertThat(restoring.path("toRestore").asLong()).isEqualTo(60);
    }

    @Test
    void ratesComeFromLookingTwice() {
        org.awaitility.Awaitility.await("a rate")
                .atMost(java.time.Duration.ofSeconds(10))
                .until(() -> json("/api/processors")
                                .at("/processors/0/inputsPerSecond")
                                .asDouble()
                        > 0);
    }

    @Test
    void aProcessorIsShownWithTheTopicsThatAreThere() throws Exception {
        plantOne("elsewhere", "{\"value\":1}");
        JsonNode bags = json("/api/processors/bags");
        assertThat(bags.at("/processor/kind").asText()).isEqualTo("counter");
        assertThat(bags.at("/reads/0/role").asText()).isEqualTo("pieces");
        assertThat(bags.at("/reads/0/topics"))
                .extracting(topic -> topic.path("topic").asText())
                .containsExactly(SITE + "packing/line-1/_historian/palletiser/bags");
        assertThat(bags.at("/writes/1/topics/0/topic").asText()).isEqualTo(SITE + TOTAL);
        assertThat(bags.at("/writes/2/topics")).isEmpty();

        HttpResponse<String> unknown = get("/api/processors/no-such");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(unknown.body()).path("title").asText()).isEqualTo("processor-unknown");
    }

    @Test
    void aTopicThatSomebodyElseWroteIsNoOutput() throws Exception {
        plant("packing/line-2/_historian/bags/total", "{\"value\":1}", Map.of("mr-source", "mqtt:somebody"));
        assertThat(json("/api/processors/bags").at("/writes/1/topics"))
                .extracting(topic -> topic.path("topic").asText())
                .containsExactly(SITE + TOTAL);
    }

    @Test
    void aDerivedValueTellsWhoMadeItOfWhat() throws Exception {
        JsonNode made = json("/api/detail?topic=" + SITE + TOTAL).path("made");
        assertThat(made.path("processor").asText()).isEqualTo("bags");
        assertThat(made.path("kind").asText()).isEqualTo("counter");
        assertThat(made.path("revision").asText()).isEqualTo(FixtureProcessors.REVISION);
        assertThat(made.at("/inputs/0/topic").asText()).endsWith("/palletiser/bags");
        assertThat(made.has("correction") || made.has("outdated")).isFalse();
        assertThat(json("/api/detail?topic=" + TEMPERATURE).has("made")).isFalse();

        plant(
                TOTAL,
                "{\"value\":9}",
                Map.of(
                        "mr-processor", "bags@00000000",
                        "mr-inputs", SITE + "packing/line-1/_historian/palletiser/bags@1795248000000000+40",
                        "mr-correction", "3"));
        JsonNode corrected = json("/api/detail?topic=" + SITE + TOTAL).path("made");
        assertThat(corrected.path("correction").asLong()).isEqualTo(3);
        assertThat(corrected.path("outdated").asBoolean()).isTrue();
        assertThat(corrected.path("more").asLong()).isEqualTo(40);
        assertThat(corrected.at("/inputs/0/time").asText()).isEqualTo("2026-11-21T08:00:00Z");
    }

    @Test
    void ofWhatTheHistorianTellsAloneTheProcessorIsKnownFromTheSite() throws Exception {
        stop();
        history.latest(new Plant(works).latest(now), Map.of());
        console = console(List.of());
        console.live().goesOnAt(Map.of());
        JsonNode made = json("/api/detail?topic=" + SITE + TOTAL).path("made");
        assertThat(made.path("processor").asText()).isEqualTo("bags");
        assertThat(made.has("revision")).isFalse();
        assertThat(made.path("inputs")).isEmpty();
    }

    @Test
    void drawsATrendByRelativeAndByAbsoluteTime() throws Exception {
        JsonNode hour = json("/api/trend?topic=" + TEMPERATURE + "&from=-1h&points=60");
        assertThat(hour.path("buckets").size()).isBetween(59, 60);
        assertThat(hour.at("/buckets/0/max").asDouble())
                .isGreaterThanOrEqualTo(hour.at("/buckets/0/min").asDouble());
        JsonNode day = json("/api/trend?topic=" + TEMPERATURE
                + "&from=2026-01-31T08:00:00%2B01:00&to=2026-01-31T10:00:00Z&points=10");
        assertThat(day.path("from").asText()).isEqualTo("2026-01-31T07:00:00Z");
        assertThat(day.path("buckets")).hasSize(10);
    }

    @Test
    void aHistorianThatIsAwayIsSaidAndTheRestGoesOn() throws Exception {
        history.unavailable(true);
        HttpResponse<String> trend = get("/api/trend?topic=" + TEMPERATURE);
        assertThat(trend.statusCode()).isEqualTo(503);
        assertThat(trend.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(trend.body()).path("detail").asText()).contains("refuses connections");
        assertThat(get("/api/latest").statusCode()).isEqualTo(200);

        console.live().goesOnAt(Map.of(new LogPartition(LogTopic.SAMPLES, 9), 1L));
        assertThat(json("/api/info").path("notices").get(0).asText()).contains("historian could not be reached");
    }

    @Test
    void refusesQueriesThatMakeNoSense() throws Exception {
        for (String query : List.of(
                "/api/topics?limit=0",
                "/api/topics?limit=1001",
                "/api/topics?offset=x",
                "/api/topics?compact=yes",
                "/api/topics?under=a&under=b",
                "/api/topics?colour=red",
                "/api/detail",
                "/api/trend?topic=",
                "/api/trend?topic=" + TEMPERATURE + "&from=yesterday",
                "/api/trend?topic=" + TEMPERATURE + "&from=now&to=-1h",
                "/api/trend?topic=" + TEMPERATURE + "&from=-99999999d",
                "/api/trend?topic=" + TEMPERATURE + "&points=5001",
                "/api/trend?topic=umh/v1/x/'%20or%201=1",
                "/api/live?filter=a%23b",
                "/api/topics?search=" + "x".repeat(2000))) {
            HttpResponse<String> answer = get(query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            JsonNode problem = JSON.readTree(answer.body());
            assertThat(problem.path("detail").asText()).as(query).isNotBlank();
            assertThat(problem.path("status").asInt()).isEqualTo(400);
        }
        for (String unknown : List.of(
                "/api/detail?topic=umh/v1/no/_historian/such",
                "/api/topics?under=umh/v1/no",
                "/nothing",
                "/ui/none.js",
                "/ui/..%2fopenapi.json",
                "/ui/%2e%2e/openapi.json",
                "/lib/lit/0.0.1/index.js",
                "/lib/lit/3.3.3/package.json",
                "/ui/index.html")) {
            assertThat(get(unknown).statusCode()).as(unknown).isIn(400, 404);
        }
        HttpResponse<String> post = send(request("/api/topics").POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(JSON.readTree(post.body()).path("title").asText()).isEqualTo("not-allowed");
    }

    @Test
    void saysHowTheHubIs() throws Exception {
        HttpResponse<String> degraded = get("/api/health");
        assertThat(degraded.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(degraded.body()).path("status").asText()).isEqualTo("degraded");
        hub.health(List.of(new Health("log", Health.Status.DOWN, "Kafka does not answer.")));
        HttpResponse<String> down = get("/api/health");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("Kafka does not answer.");
        assertThat(json("/api/connections").path("connections")).hasSize(5);
        assertThat(get("/metrics").body())
                .contains("millrace_console_topics ")
                .contains("millrace_ingest_messages_total");
    }

    @Test
    void keepsAllDigitsOfWholeNumbers() throws Exception {
        plantOne("big", "{\"value\":9223372036854775807}");
        JsonNode value = json("/api/latest?topic=" + SITE + "_historian/big").at("/values/0");
        assertThat(value.path("text").asText()).isEqualTo("9223372036854775807");
        assertThat(value.path("value").asLong()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void servesThePageAndItsLibrariesFromTheClassPathOnly() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy).contains("default-src 'none'").contains("'sha256-").doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.headers().firstValue("Server")).isEmpty();
        assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
        JsonNode imports = JSON.readTree(page.body().replaceAll("(?s).*importmap\">(.*?)</script>.*", "$1"))
                .path("imports");
        for (String module :
                List.of("lit", "lit-html", "lit-element/lit-element.js", "@lit/reactive-element", "echarts")) {
            String address = imports.has(module)
                    ? imports.path(module).asText()
                    : imports.path("lit-element/").asText() + "lit-element.js";
            HttpResponse<String> library = get(address);
            assertThat(library.statusCode()).as(address).isEqualTo(200);
            assertThat(library.headers().firstValue("Content-Type")).hasValue("text/javascript;charset=utf-8");
            assertThat(library.headers().firstValue("Cache-Control"))
                    .hasValueSatisfying(c -> assertThat(c).contains("immutable"));
        }
        String tag = get("/ui/main.js").headers().firstValue("ETag").orElseThrow();
        assertThat(send(request("/ui/main.js").header("If-None-Match", tag)).statusCode())
                .isEqualTo(304);
    }

    @Test
    void isNotFoundUnderAForeignName() throws Exception {
        for (String host :
                List.of("evil.example", "evil.example:" + console.port(), "10.0.0.7", "127.0.0.1.evil.example")) {
            assertThat(raw(host)).as(host).startsWith("HTTP/1.1 421");
        }
        for (String host :
                List.of("localhost", "127.0.0.1:" + console.port(), "[::1]:" + console.port(), "LOCALHOST:1")) {
            assertThat(raw(host)).as(host).startsWith("HTTP/1.1 200");
        }
        HttpResponse<String> foreign = send(request("/api/topics")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    private String raw(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", console.port())) {
            socket.getOutputStream()
                    .write(("GET /api/info HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void withUsersItAsksForNameAndPassword() throws Exception {
        stop();
        console = console(
                List.of(new ConsoleUser("anna", new Secret("häuschen:1")), new ConsoleUser("ben", new Secret("2"))));
        HttpResponse<String> stranger = get("/api/topics");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(w -> assertThat(w).startsWith("Basic"));
        assertThat(get("/").statusCode()).isEqualTo(401);
        assertThat(get("/ui/main.js").statusCode()).isEqualTo(401);
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/api/live?filter=%23").statusCode()).isEqualTo(401);
        assertThat(signedIn("anna", "häuschen:1").statusCode()).isEqualTo(200);
        assertThat(signedIn("ben", "2").statusCode()).isEqualTo(200);
        assertThat(signedIn("ben", "häuschen:1").statusCode()).isEqualTo(401);
        assertThat(signedIn("carl", "").statusCode()).isEqualTo(401);
        assertThat(send(request("/api/topics").header("Authorization", "Basic %%%"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/api/health").body()).isEqualTo("{\"status\":\"degraded\"}");
        assertThat(new ConsoleUser("anna", new Secret("geheim")).toString()).doesNotContain("geheim");
    }

    private HttpResponse<String> signedIn(String name, String password) throws Exception {
        String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        return send(request("/api/topics").header("Authorization", "Basic " + pair));
    }

    @Test
    void streamsThePresentThenChangesThenAHeartBeat() throws Exception {
        try (Events events = new Events("topic=" + TEMPERATURE + "&filter=umh/v1/%2B/liege/packing/%23")) {
            assertThat(events.next("beat").path("health").path("status").asText())
                    .isEqualTo("degraded");
            Set<String> present = topics(events.next("values"));
            assertThat(present).contains(TEMPERATURE).anyMatch(topic -> topic.endsWith("wrapper/film-left"));
            assertThat(present).noneMatch(topic -> topic.contains("kiln-2"));

            plant.tick(console.live(), now + 1);
            JsonNode changed = events.next("values");
            assertThat(topics(changed)).contains(TEMPERATURE);

            assertThat(events.next("beat").path("now").asText()).isNotBlank();
            assertThat(events.comments).isPositive();
        }
    }

    @Test
    void whatChangesOftenIsSentWithItsNewestValueOnly() throws Exception {
        try (Events events = new Events("topic=" + SITE + "_historian/fast")) {
            events.next("beat");
            for (int i = 1; i <= 5_000; i++) {
                plantOne("fast", "{\"value\":" + i + "}");
            }
            int sent = 0;
            int last = 0;
            while (last < 5_000) {
                last = events.next("values").path(0).path("value").asInt();
                sent++;
            }
            assertThat(sent).isLessThan(1_000);
        }
    }

    @Test
    void tagsThatAppearLaterJoinTheStream() throws Exception {
        try (Events events = new Events("filter=" + SITE + "+/later")) {
            events.next("beat");
            plantOne("later", "{\"value\":1}");
            JsonNode values = events.next("values");
            assertThat(topics(values)).containsExactly(SITE + "_historian/later");
        }
    }

    @Test
    void aStreamThatEndsSaysWhy() throws Exception {
        stop();
        console = Console.start(
                new ConsoleSettings("127.0.0.1", 0, List.of()),
                history,
                deliveries,
                hub,
                desk,
                LimeWorks.NAMESPACE,
                Clock.systemUTC(),
                limits(1, 10),
                100_000);
        plant.tick(console.live(), now + 1);
        try (Events wide = new Events("filter=%23")) {
            assertThat(wide.next("dropped").path("reason").asText()).contains("Narrow the filter");
        }
        org.awaitility.Awaitility.await("its place")
                .until(() -> get("/metrics").body().contains("millrace_console_live_streams 0.0"));
        try (Events first = new Events("topic=" + TEMPERATURE)) {
            first.next("beat");
            HttpResponse<String> second = get("/api/live?topic=" + TEMPERATURE);
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.body()).contains("live streams are open");
            console.close();
            assertThat(first.next("dropped").path("reason").asText()).contains("stopping");
        }
    }

    @Test
    void aClientThatDoesNotReadIsSentAwayAndHoldsUpNobody() throws Exception {
        stop();
        console = Console.start(
                new ConsoleSettings("127.0.0.1", 0, List.of()),
                history,
                deliveries,
                hub,
                desk,
                LimeWorks.NAMESPACE,
                Clock.systemUTC(),
                limits(5, 20_000),
                100_000);
        try (Socket sleeper = new Socket()) {
            sleeper.setReceiveBufferSize(4096);
            sleeper.connect(new java.net.InetSocketAddress("127.0.0.1", console.port()));
            sleeper.getOutputStream()
                    .write("GET /api/live?filter=%23 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String text = "x".repeat(4000);
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(30))
                    .until(() -> {
                        for (int i = 0; i < 200; i++) {
                            plantOne("long-" + i, "{\"value\":\"" + text + System.nanoTime() + "\"}");
                        }
                        return get("/metrics").body().contains("millrace_console_dropped_streams_total 1.0");
                    });
        }
        try (Events other = new Events("topic=" + SITE + "_historian/long-1")) {
            assertThat(topics(other.next("values"))).hasSize(1);
        }
    }

    private static LiveLimits limits(int streams, int tags) {
        return new LiveLimits(
                streams,
                tags,
                500,
                1_000,
                java.time.Duration.ofMillis(50),
                java.time.Duration.ofMillis(500),
                java.time.Duration.ofSeconds(1),
                java.time.Duration.ofSeconds(2));
    }

    @Test
    void showsSoManyTopicsAndSaysWhenThereAreMore() throws Exception {
        stop();
        console = Console.start(
                new ConsoleSettings("127.0.0.1", 0, List.of()),
                history,
                deliveries,
                hub,
                desk,
                LimeWorks.NAMESPACE,
                Clock.systemUTC(),
                LiveLimits.standard(),
                50);
        plant.tick(console.live(), now + 1);
        for (int i = 0; i < 100; i++) {
            plantOne("more-" + i, "{\"value\":1}");
        }
        JsonNode info = json("/api/info");
        assertThat(info.path("topics").asInt()).isEqualTo(50);
        assertThat(info.path("notices").get(0).asText()).contains("50 topics and no more");
    }

    @Test
    void anOccupiedPortIsToldFromTheRest() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Console.start(
                            new ConsoleSettings("127.0.0.1", other.getLocalPort(), List.of()),
                            history,
                            deliveries,
                            hub,
                            desk,
                            LimeWorks.NAMESPACE,
                            Clock.systemUTC()))
                    .isInstanceOfSatisfying(ConsoleException.class, e -> assertThat(e.reason())
                            .isEqualTo(ConsoleException.Reason.PORT_OCCUPIED))
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
                    .hasMessageContaining("another program");
        }
        assertThatThrownBy(() -> Console.start(
                        new ConsoleSettings("0.0.0.0", 0, List.of()),
                        history,
                        deliveries,
                        hub,
                        desk,
                        LimeWorks.NAMESPACE,
                        Clock.systemUTC()))
                .isInstanceOfSatisfying(ConsoleException.class, e -> assertThat(e.reason())
                        .isEqualTo(ConsoleException.Reason.UNPROTECTED));
        assertThatThrownBy(() -> Console.start(
                        new ConsoleSettings("192.0.2.1", 0, List.of(new ConsoleUser("a", new Secret("b")))),
                        history,
                        deliveries,
                        hub,
                        desk,
                        LimeWorks.NAMESPACE,
                        Clock.systemUTC()))
                .isInstanceOfSatisfying(ConsoleException.class, e -> assertThat(e.reason())
                        .isEqualTo(ConsoleException.Reason.ADDRESS_UNUSABLE));
    }

    @Test
    void leavesNoThreadBehind() {
        console.close();
        console.close();
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("console-"))
                        .collect(Collectors.toSet()))
                .isEmpty());
    }

    private void plantOne(String name, String payload) throws Exception {
        plant("_historian/" + name, payload, Map.of());
    }

    private void plant(String below, String payload, Map<String, String> headers) throws Exception {
        console.live()
                .handle(List.of(new io.millrace.model.StoredRecord(
                        new LogPartition(LogTopic.SAMPLES, 0),
                        1,
                        System.currentTimeMillis(),
                        new io.millrace.model.LogRecord(
                                LogTopic.SAMPLES, SITE + below, payload.getBytes(StandardCharsets.UTF_8), headers))));
    }

    private static Set<String> topics(JsonNode values) {
        Set<String> topics = new java.util.HashSet<>();
        values.forEach(value -> topics.add(value.path("topic").asText()));
        return topics;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(console.url()).resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** A client of the live stream. */
    private final class Events implements AutoCloseable {
        private final InputStream in;
        private final java.io.BufferedReader lines;
        private int comments;

        Events(String query) throws Exception {
            HttpResponse<InputStream> response = HttpClient.newHttpClient()
                    .send(request("/api/live?" + query).build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=utf-8");
            in = response.body();
            lines = new java.io.BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        }

        /** Waits for the next event of this name, passing over others. */
        JsonNode next(String name) throws IOException {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    comments++;
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ") && event.equals(name)) {
                    return JSON.readTree(line.substring(6));
                }
            }
            throw new IOException("the stream ended");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

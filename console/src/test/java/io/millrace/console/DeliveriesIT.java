package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.fixture.FixtureDeliveries;
import io.millrace.console.fixture.FixtureDesk;
import io.millrace.console.fixture.FixtureHub;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.MemoryHistory;
import io.millrace.model.settings.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The account of deliveries, the quarantine and the trace over REST. */
class DeliveriesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SITE = "umh/v1/limeworks/liege/";
    private static final String LEVEL = SITE + "kilns/kiln-1/_historian/shaft/level";

    private final Instant now = Instant.now();
    private final LimeWorks works = new LimeWorks(now.getEpochSecond());
    private final MemoryHistory history = new MemoryHistory(works.signals());
    private final FixtureDeliveries deliveries = new FixtureDeliveries(now);
    private final FixtureDesk desk = new FixtureDesk(deliveries, Clock.systemUTC());
    private final HttpClient client = HttpClient.newHttpClient();
    private Console console = console(List.of());

    private Console console(List<ConsoleUser> users) {
        return Console.start(
                new ConsoleSettings("127.0.0.1", 0, users),
                history,
                deliveries,
                new FixtureHub(now, works),
                desk,
                LimeWorks.NAMESPACE,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void tellsTheLedgerBySourceAndItBalances() throws Exception {
        JsonNode ledger = json("/api/ledger");
        assertThat(ledger.path("entries"))
                .extracting(entry -> entry.path("source").asText())
                .contains("kilns-plc", "conveyor-plc", "energy-meter", "mqtt:packing-gateway", "mqtt:lab-tablet");
        for (JsonNode entry : ledger.path("entries")) {
            assertThat(entry.path("balanced").asBoolean()).as(entry.toString()).isTrue();
            assertThat(entry.has("topic")).isFalse();
        }
        JsonNode tablet = find(ledger.path("entries"), "source", "mqtt:lab-tablet");
        assertThat(tablet.path("rejected").asLong()).isEqualTo(6);
        assertThat(tablet.path("rejections").toString())
                .isEqualTo("{\"older-than-retention\":1,\"timestamp-out-of-range\":3,\"topic-illegal\":2}");
        assertThat(ledger.path("more").asBoolean()).isFalse();
        assertThat(json("/api/ledger?limit=2").path("entries")).hasSize(2);
        assertThat(json("/api/ledger?limit=2").path("more").asBoolean()).isTrue();
    }

    @Test
    void anAccountThatDoesNotBalanceIsSaidToBeSo() throws Exception {
        deliveries.withAnError();
        assertThat(find(json("/api/ledger").path("entries"), "source", "kafka")
                        .path("balanced")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void tellsTheLedgerOfASourceByTopicAndOfATopicBySource() throws Exception {
        JsonNode source = json("/api/ledger?source=mqtt:lab-tablet");
        assertThat(source.path("entries")).hasSize(2);
        assertThat(find(source.path("entries"), "topic", SITE + "lab/_historian/sieve/residue")
                        .path("late")
                        .asInt())
                .isEqualTo(19);
        JsonNode cut = json("/api/ledger?source=kilns-plc&limit=3");
        assertThat(cut.path("entries")).hasSize(3);
        assertThat(cut.path("more").asBoolean()).isTrue();
        assertThat(json("/api/ledger?source=nobody").path("entries")).isEmpty();
        JsonNode topic = json("/api/ledger?topic=" + LEVEL);
        assertThat(topic.path("topic").asText()).isEqualTo(LEVEL);
        assertThat(topic.at("/entries/0/source").asText()).isEqualTo("kilns-plc");
        assertThat(topic.at("/entries/0/lost").asInt()).isEqualTo(84);
    }

    @Test
    void tellsGapsOfTheTagAndOfItsWholeSource() throws Exception {
        JsonNode own = json("/api/gaps?topic=" + LEVEL + "&from=-1h");
        assertThat(own.path("gaps")).hasSize(1);
        assertThat(own.at("/gaps/0/reason").asText()).isEqualTo("missed-intervals");
        assertThat(own.at("/gaps/0/from").asText())
                .isEqualTo(now.minusSeconds(2_400).toString());
        JsonNode ofSource = json("/api/gaps?topic=" + SITE + "utilities/energy/_historian/power");
        assertThat(ofSource.at("/gaps/0/sentence").asText()).contains("interrupted for 4 min");
        assertThat(ofSource.at("/gaps/0").has("topic")).isFalse();
        assertThat(json("/api/gaps?topic=" + LEVEL + "&from=-10m").path("gaps")).isEmpty();
    }

    @Test
    void ofTooManyGapsTheLatestAreTold() throws Exception {
        deliveries.withGaps("conveyor-plc", SITE + "conveying/belt-1/_historian/load", 30);
        JsonNode gaps = json("/api/gaps?topic=" + SITE + "conveying/belt-1/_historian/load&from=-1h&limit=10");
        assertThat(gaps.path("gaps")).hasSize(10);
        assertThat(gaps.path("more").asBoolean()).isTrue();
        assertThat(gaps.at("/gaps/9/from").asText())
                .isEqualTo(now.minusSeconds(60).toString());
    }

    @Test
    void aTrendCarriesItsGapsAndAnswersWithoutThem() throws Exception {
        assertThat(json("/api/trend?topic=" + LEVEL).at("/gaps/0/reason").asText())
                .isEqualTo("missed-intervals");
        deliveries.unavailable(true);
        JsonNode without = json("/api/trend?topic=" + LEVEL);
        assertThat(without.path("buckets")).isNotEmpty();
        assertThat(without.has("gaps")).isFalse();
    }

    @Test
    void aHistorianThatIsAwayIsSaid() throws Exception {
        deliveries.unavailable(true);
        for (String path :
                List.of("/api/ledger", "/api/gaps?topic=" + LEVEL, "/api/quarantine", "/api/quarantine/118")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(title(answer)).isEqualTo("historian-unavailable");
        }
    }

    @Test
    void listsTheQuarantineByStateAndReasonPageByPage() throws Exception {
        JsonNode open = json("/api/quarantine");
        assertThat(open.path("open").asInt()).isEqualTo(5);
        assertThat(ids(open)).containsExactly(118L, 117L, 115L, 112L, 111L);
        assertThat(open.at("/records/0/code").asText()).isEqualTo("timestamp-out-of-range");
        assertThat(open.at("/records/0").has("payload")).isFalse();
        assertThat(open.at("/records/0").has("headers")).isFalse();
        assertThat(ids(json("/api/quarantine?state=discarded"))).containsExactly(104L);
        assertThat(json("/api/quarantine?state=replayed")
                        .at("/records/0/resolvedBy")
                        .asText())
                .isEqualTo("anna");
        assertThat(ids(json("/api/quarantine?state=all&code=payload-unparsable")))
                .containsExactly(117L, 111L, 104L);
        assertThat(ids(json("/api/quarantine?state=all&hop=historian"))).containsExactly(112L);
        assertThat(ids(json("/api/quarantine?state=all&hop=processor:bags"))).isEmpty();

        JsonNode first = json("/api/quarantine?state=all&limit=4");
        assertThat(first.path("more").asBoolean()).isTrue();
        JsonNode rest = json("/api/quarantine?state=all&limit=4&before=112");
        assertThat(ids(rest)).containsExactly(111L, 104L, 103L);
        assertThat(rest.path("more").asBoolean()).isFalse();
        assertThat(rest.path("open").asInt()).as("whatever was asked for").isEqualTo(5);
    }

    @Test
    void showsARecordAsTextOrAsBytes() throws Exception {
        JsonNode text = json("/api/quarantine/117");
        assertThat(text.path("payload").asText()).isEqualTo("{\"timestamp_ms\":1795227766339,");
        assertThat(text.path("bytes").asInt()).isEqualTo(30);
        assertThat(text.at("/headers/mr-error-hop").asText()).isEqualTo("ingest");
        assertThat(text.has("payloadBase64")).isFalse();
        JsonNode bytes = json("/api/quarantine/111");
        assertThat(bytes.has("payload")).isFalse();
        assertThat(Base64.getDecoder().decode(bytes.path("payloadBase64").asText()))
                .containsExactly(8, 1, 18, 0xc3, 0x28, 42, 0, 0, 7);
        assertThat(title(get("/api/quarantine/999"))).isEqualTo("quarantine-unknown");
        assertThat(get("/api/quarantine/999").statusCode()).isEqualTo(404);
    }

    @Test
    void aReplayGoesThroughOnceOrSaysWhyNot() throws Exception {
        JsonNode replay = answer(post("/api/quarantine/112/replay"), 200);
        assertThat(replay.path("accepted").asBoolean()).isTrue();
        assertThat(replay.path("sentence").asText()).contains("millrace.samples");
        assertThat(json("/api/quarantine/112").path("state").asText()).isEqualTo("replayed");
        assertThat(json("/api/quarantine/112").path("resolvedBy").asText()).isEqualTo("local");
        assertThat(answer(post("/api/quarantine/112/replay"), 409).path("title").asText())
                .isEqualTo("quarantine-resolved");

        JsonNode again = answer(post("/api/quarantine/117/replay"), 200);
        assertThat(again.path("accepted").asBoolean()).isFalse();
        assertThat(again.path("sentence").asText()).contains("is no JSON");
        assertThat(json("/api/quarantine").at("/records/0/attempts").asInt()).isEqualTo(2);

        answer(post("/api/quarantine/999/replay"), 404);
        desk.logAway(true);
        assertThat(answer(post("/api/quarantine/115/replay"), 503).path("title").asText())
                .isEqualTo("log-unavailable");
        assertThat(json("/api/quarantine/115").path("state").asText()).isEqualTo("open");
    }

    @Test
    void whoSignedInIsTheOneWhoDiscarded() throws Exception {
        console.close();
        console = console(List.of(new ConsoleUser("anna", new Secret("kiln"))));
        answer(post("/api/quarantine/118/discard"), 401);
        assertThat(deliveries.quarantined(118).orElseThrow().resolvedBy()).isNull();
        String signIn = "Basic " + Base64.getEncoder().encodeToString("anna:kiln".getBytes(StandardCharsets.UTF_8));
        JsonNode done = answer(
                send(request("/api/quarantine/118/discard")
                        .header("Authorization", signIn)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                200);
        assertThat(done.path("sentence").asText()).isEqualTo("Record 118 was discarded by anna.");
        assertThat(deliveries.quarantined(118).orElseThrow().resolvedBy()).isEqualTo("anna");
    }

    @Test
    void noOtherSiteChangesAnything() throws Exception {
        for (Map.Entry<String, String> foreign : List.of(
                Map.entry("Origin", "https://evil.example"),
                Map.entry("Origin", "null"),
                Map.entry("Origin", "http://127.0.0.1:1"),
                Map.entry("Origin", "http://127.0.0.1:" + console.port() + ".evil.example"),
                Map.entry("Sec-Fetch-Site", "cross-site"),
                Map.entry("Sec-Fetch-Site", "same-site"))) {
            for (String action : List.of("replay", "discard")) {
                HttpResponse<String> refused = send(request("/api/quarantine/118/" + action)
                        .header(foreign.getKey(), foreign.getValue())
                        .POST(HttpRequest.BodyPublishers.noBody()));
                assertThat(answer(refused, 403).path("title").asText()).isEqualTo("origin-refused");
            }
        }
        assertThat(get("/api/quarantine/118/discard").statusCode()).isEqualTo(405);
        assertThat(json("/api/quarantine/118").path("state").asText()).isEqualTo("open");
        // a proxy with TLS before the console
        answer(
                send(request("/api/quarantine/118/discard")
                        .header("Origin", "https://127.0.0.1:" + console.port())
                        .POST(HttpRequest.BodyPublishers.noBody())),
                200);
    }

    @Test
    void tellsTheWayOfASample() throws Exception {
        JsonNode way = json("/api/trace?topic=" + LEVEL);
        assertThat(way.path("hops"))
                .extracting(hop -> hop.path("name").asText())
                .containsExactly("device", "received", "ingest", "log", "mirrored", "stored");
        assertThat(way.path("place").asText()).isEqualTo("millrace.samples/2/81234");
        assertThat(way.has("error")).isFalse();
        assertThat(json("/api/trace?topic=" + LEVEL + "&at=2026-11-21T04:00:00.000250Z")
                        .path("time")
                        .asText())
                .isEqualTo("2026-11-21T04:00:00.000250Z");
        assertThat(json("/api/trace?topic=" + SITE + "lab/_historian/sieve/residue")
                        .path("error")
                        .asText())
                .startsWith("timestamp-out-of-range");
        assertThat(answer(get("/api/trace?topic=" + SITE + "packing/line-1/_historian/wrapper/film-left"), 404)
                        .path("title")
                        .asText())
                .isEqualTo("trace-nothing-found");
    }

    @Test
    void slowTracesHoldUpNothingElse() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        desk.slow(held);
        List<CompletableFuture<HttpResponse<String>>> traces = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                traces.add(client.sendAsync(
                        request("/api/trace?topic=" + LEVEL).build(), HttpResponse.BodyHandlers.ofString()));
            }
            Awaitility.await("those beyond the limit to be turned away")
                    .atMost(Duration.ofSeconds(8))
                    .until(() ->
                            traces.stream().filter(CompletableFuture::isDone).count() >= 26);
            assertThat(get("/api/ledger").statusCode()).isEqualTo(200);
            assertThat(get("/api/latest").statusCode()).isEqualTo(200);
        } finally {
            held.countDown();
        }
        List<Integer> answers = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> trace : traces) {
            answers.add(trace.get(20, TimeUnit.SECONDS).statusCode());
        }
        assertThat(answers).containsOnly(200, 503);
        assertThat(answers.stream().filter(status -> status == 200).count()).isEqualTo(4);
    }

    @Test
    void refusesQueriesThatMakeNoSense() throws Exception {
        for (String query : List.of(
                "/api/ledger?limit=0",
                "/api/ledger?limit=1001",
                "/api/ledger?source=a&topic=" + LEVEL,
                "/api/ledger?topic=no",
                "/api/ledger?sauce=a",
                "/api/gaps",
                "/api/gaps?topic=" + LEVEL + "&from=now&to=-1h",
                "/api/gaps?topic=" + LEVEL + "&from=-9999d",
                "/api/gaps?topic=" + LEVEL + "&limit=1001",
                "/api/trace",
                "/api/trace?topic=umh",
                "/api/trace?topic=" + LEVEL + "&at=yesterday",
                "/api/quarantine?state=OPEN",
                "/api/quarantine?state=closed",
                "/api/quarantine?limit=501",
                "/api/quarantine?before=x",
                "/api/quarantine?before=-1",
                "/api/quarantine?before=99999999999999999999",
                "/api/quarantine/x",
                "/api/quarantine/-1",
                "/api/quarantine/1?limit=1")) {
            assertThat(answer(get(query), 400).path("detail").asText())
                    .as(query)
                    .isNotBlank();
        }
        answer(post("/api/quarantine/x/replay"), 400);
        answer(post("/api/quarantine/118/discard?sure=true"), 400);
        assertThat(json("/api/quarantine/118").path("state").asText()).isEqualTo("open");
    }

    private static JsonNode find(JsonNode all, String field, String value) {
        for (JsonNode one : all) {
            if (one.path(field).asText().equals(value)) {
                return one;
            }
        }
        throw new AssertionError("no " + value + " in " + all);
    }

    private static List<Long> ids(JsonNode list) {
        List<Long> ids = new ArrayList<>();
        list.path("records").forEach(record -> ids.add(record.path("id").asLong()));
        return ids;
    }

    private static String title(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body()).path("title").asText();
    }

    private static JsonNode answer(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private JsonNode json(String path) throws Exception {
        return answer(get(path), 200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpResponse<String> post(String path) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

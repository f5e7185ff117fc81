package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.HubDesk.AlarmAction;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Alarms over REST. */
class AlarmsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String HOT = "umh/v1/limeworks/liege/kilns/kiln-1/_analytics/alarm/burner-hot";

    private final LimeWorks works = new LimeWorks(NOW.getEpochSecond());
    private final FixtureDeliveries deliveries = new FixtureDeliveries(NOW);
    private final FixtureDesk desk = new FixtureDesk(deliveries, CLOCK);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Console console = Console.start(
            new ConsoleSettings("127.0.0.1", 0, List.of(new ConsoleUser("ann", new Secret("right")))),
            new MemoryHistory(works.signals()),
            deliveries,
            new FixtureHub(NOW, works),
            desk,
            LimeWorks.NAMESPACE,
            CLOCK);

    @AfterEach
    void stop() {
        console.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(console.url()).resolve(path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("ann:right".getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(client.send(request(path).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private HttpResponse<String> post(String action, String body) throws Exception {
        return client.send(
                request("/api/alarms/" + action)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theBoardShowsWhatIsOpenAndWhatIsPutAside() throws Exception {
        JsonNode open = get("/api/alarms");
        assertThat(open.path("alarms").size()).isEqualTo(1);
        assertThat(open.path("raisedInTenMinutes").asInt()).isEqualTo(11);
        assertThat(open.path("flood").asBoolean()).isTrue();
        assertThat(open.at("/alarms/0").toString())
                .isEqualTo("{\"topic\":\"" + HOT + "\",\"location\":\"limeworks/liege/kilns/kiln-1\","
                        + "\"alarm\":\"burner-hot\",\"state\":\"unacknowledged\",\"letter\":\"B\",\"severity\":\"high\","
                        + "\"severityNumber\":700,\"group\":\"burner\","
                        + "\"message\":\"burner-hot at limeworks/liege/kilns/kiln-1\","
                        + "\"raised\":\"2026-11-21T11:58:30Z\",\"changed\":\"2026-11-21T11:59:00Z\","
                        + "\"transition\":\"raised\"}");

        assertThat(get("/api/alarms?state=aside").at("/alarms/0/until").asText())
                .isEqualTo("2026-11-21T13:00:00Z");
        assertThat(get("/api/alarms?state=all&limit=2").path("more").asBoolean())
                .isTrue();
    }

    @Test
    void whatWasRaisedIsListedWithItsDuration() throws Exception {
        JsonNode raised = get("/api/alarms/raised?from=-3h&location=limeworks/liege/kilns");

        assertThat(raised.path("occurrences").size()).isEqualTo(2);
        assertThat(raised.at("/occurrences/0/cleared").isMissingNode()).isTrue();
        assertThat(raised.at("/occurrences/1/durationSeconds").asDouble()).isEqualTo(30);
        assertThat(raised.at("/occurrences/1/acknowledgedBy").asText()).isEqualTo("ann");
        assertThat(get("/api/alarms/raised?from=-1h&limit=1").path("more").asBoolean())
                .isTrue();
    }

    @Test
    void peopleActInTheirOwnName() throws Exception {
        HttpResponse<String> answer = post("acknowledge", "{\"topics\":[\"" + HOT + "\"],\"comment\":\"going there\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("by").asText()).isEqualTo("ann");
        assertThat(desk.alarms().actions())
                .containsExactly(new AlarmAction(HOT, "acknowledge", "ann", "going there", null));
        assertThat(get("/api/alarms").at("/alarms/0/letter").asText()).isEqualTo("C");
    }

    @Test
    void shelvingHasAnEnd() throws Exception {
        assertThat(post("shelve", "{\"topics\":[\"" + HOT + "\"],\"for\":\"90min\"}")
                        .statusCode())
                .isEqualTo(200);
        post("shelve", "{\"topics\":[\"" + HOT + "\"],\"until\":\"2026-11-21T14:00:00+01:00\"}");
        assertThat(desk.alarms().actions())
                .extracting(AlarmAction::until)
                .containsExactly(NOW.plusSeconds(90 * 60), NOW.plusSeconds(3600));

        for (String wrong : List.of(
                "",
                ",\"for\":\"long\"",
                ",\"for\":\"40d\"",
                ",\"until\":\"2026-11-21T11:00:00Z\"",
                ",\"for\":\"1h\",\"until\":\"2026-11-21T14:00:00Z\"")) {
            HttpResponse<String> refused = post("shelve", "{\"topics\":[\"" + HOT + "\"]" + wrong + "}");
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(refused.body()).contains("for how long");
        }
    }

    @Test
    void whatTheAlarmDoesNotAllowIsSaidAtOnceAndDoneToNone() throws Exception {
        HttpResponse<String> refused = post("shelve", "{\"topics\":[\"" + HOT + "\"],\"for\":\"9h\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("shelving-too-long").contains("8h at most");
        assertThat(desk.alarms().actions()).isEmpty();
    }

    @Test
    void aSlipActsOnNoAlarm() throws Exception {
        HttpResponse<String> answer = post("acknowledge", "{\"topics\":[\"" + HOT + "\",\"" + HOT + "ter\"]}");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no alarm");
        assertThat(post("acknowlege", "{\"topics\":[\"" + HOT + "\"]}").statusCode())
                .isEqualTo(404);
        for (String body : List.of(
                "",
                "[]",
                "{",
                "{\"topics\":[]}",
                "{\"topics\":\"" + HOT + "\"}",
                "{\"topics\":[\"" + HOT + "\",{}]}",
                "{\"topics\":[\"" + HOT + "\"],\"comment\":{}}",
                "{\"topics\":[\"" + HOT + "\"],\"for\":\"1h\"}",
                "{\"topic\":\"" + HOT + "\"}")) {
            assertThat(post("acknowledge", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(desk.alarms().actions()).isEmpty();
    }

    @Test
    void aLogThatIsAwayIsSaid() throws Exception {
        desk.logAway(true);

        HttpResponse<String> answer = post("acknowledge", "{\"topics\":[\"" + HOT + "\"]}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("log-unavailable");
    }
}

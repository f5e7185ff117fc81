package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.fixture.FixtureDeliveries;
import io.millrace.console.fixture.FixtureDesk;
import io.millrace.console.fixture.FixtureHub;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.MemoryHistory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people tell of production, over REST. */
class FactsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINE = "limeworks/liege/packing/line-1";

    private final Instant now = Instant.now();
    private final LimeWorks works = new LimeWorks(now.getEpochSecond());
    private final FixtureDeliveries deliveries = new FixtureDeliveries(now);
    private final FixtureDesk desk = new FixtureDesk(deliveries, Clock.systemUTC());
    private final HttpClient client = HttpClient.newHttpClient();
    private final Console console = Console.start(
            new ConsoleSettings("127.0.0.1", 0, List.of()),
            new MemoryHistory(works.signals()),
            deliveries,
            new FixtureHub(now, works),
            desk,
            LimeWorks.NAMESPACE,
            Clock.systemUTC());

    @AfterEach
    void stop() {
        console.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(console.url()).resolve("/api/production/" + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(console.url()).resolve("/api/production/" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void anOrderIsCreatedStartedAndStoppedInAName() throws Exception {
        String place = "{'location':'" + LINE + "','order':'4712'";
        JsonNode told = JSON.readTree(
                post("orders/create", place + ",'product':'quicklime-25kg','quantity':500,'idealCycleMs':3050.5}")
                        .body());
        assertThat(told.path("told").asBoolean()).isTrue();
        assertThat(told.path("by").asText()).isEqualTo("local");
        assertThat(post("orders/start", place + ",'at':'2026-11-20T06:00:00+01:00'}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(desk.production().told())
                .containsExactly(
                        LINE + " Create[order=4712, product=quicklime-25kg, quantity=500, cycleMicros=3050500,"
                                + " plannedStart=null, plannedEnd=null] by local",
                        LINE + " Start[order=4712, atMicros=1795150800000000] by local");

        JsonNode again = JSON.readTree(post("orders/start", "{'location':'" + LINE + "','order':'4711'}")
                .body());
        assertThat(again.path("told").asBoolean()).isFalse();
        assertThat(again.has("at")).isFalse();
    }

    @Test
    void piecesAreBookedAndFoundBad() throws Exception {
        post(
                "pieces/made",
                "{'location':'" + LINE + "','product':'bag','quantity':40,'id':'pallet-7','at':"
                        + "'2026-11-20T05:00:00Z'}");
        post("pieces/bad", "{'location':'" + LINE + "','product':'bag','bad':7,'at':'2026-11-20T05:00:00Z'}");
        assertThat(desk.production().told())
                .containsExactly(
                        LINE
                                + " Book[product=bag, endMicros=1795150800000000, quantity=40, bad=0, id=pallet-7] by local",
                        LINE + " Spoil[product=bag, endMicros=1795150800000000, bad=7] by local");
    }

    @Test
    void aListIsImportedAndExportedAndADryRunTellsNothing() throws Exception {
        String sheet = "location,order\n" + LINE + ",4712\n";
        JsonNode dry = JSON.readTree(post("import?dryRun=true", sheet).body());
        assertThat(dry.path("told").asBoolean()).isFalse();
        assertThat(dry.at("/changes/0/what").toString()).isEqualTo("[\"created\",\"started\"]");
        assertThat(dry.at("/effects/0").asText()).contains("4711 then ends");
        assertThat(desk.production().told()).isEmpty();

        post("import", sheet);
        assertThat(desk.production().told()).hasSize(1);
        assertThat(post("import", "order;quantity\n").body()).contains("line 1: There is no column");
        assertThat(get("orders.csv")).startsWith("location,order,product");
    }

    @Test
    void aStateIsCorrectedAndAReasonGiven() throws Exception {
        JsonNode choices = JSON.readTree(get("choices?location=" + LINE));
        assertThat(choices.path("correctable").asBoolean()).isTrue();
        assertThat(choices.path("rememberMs").asLong()).isEqualTo(2 * 86_400_000L);
        assertThat(choices.path("reasons").toString()).contains("jam at the infeed");
        assertThat(choices.path("states").toString()).contains("\"maintenance\"");
        assertThat(get("choices?location=" + LINE + "/filler")).contains("Nothing tells the states");

        assertThat(post(
                                "correct",
                                "{'location':'" + LINE + "','from':'2026-11-20T05:00:00Z','to':'2026-11-20T05:25:00Z',"
                                        + "'reason':'no pallets'}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(desk.production().told())
                .containsExactly(LINE + " 2026-11-20T05:00:00Z 2026-11-20T05:25:00Z null no pallets by local");
        assertThat(post("correct", "{'location':'" + LINE + "','from':'2026-11-20T05:00:00Z'}")
                        .body())
                .contains("neither a state nor a reason");
    }

    @Test
    void whatCannotBeIsRefusedInWords() throws Exception {
        assertThat(post("orders/create", "{'location':'" + LINE + "'}").body()).contains("'order' is missing.");
        assertThat(post("orders/create", "{'location':'" + LINE + "','order':'A','quantity':-1}")
                        .body())
                .contains("The quantity is -1.");
        assertThat(post("orders/create", "{'location':'" + LINE + "','order':'A','quantity':1.5}")
                        .body())
                .contains("'quantity' is no whole number.");
        assertThat(post("orders/create", "{'location':'" + LINE + "','ordre':'A'}")
                        .body())
                .contains("'ordre' is no field of the body.");
        assertThat(post("orders/start", "{'location':'" + LINE + "','order':'A','at':'noon'}")
                        .body())
                .contains("'at' is no time: noon.");
        assertThat(post("orders/erase", "{}").statusCode()).isEqualTo(404);
        assertThat(post("pieces/made", "{'location':'" + LINE + "','product':'bag'}")
                        .body())
                .contains("'quantity' is missing.");
        assertThat(post("correct", "{'location':'" + LINE + "'}").body()).contains("'from' is missing.");
        assertThat(desk.production().told()).isEmpty();
    }
}

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

/** What was made, and why not more, over REST. */
class ProductionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPAN = "&from=2026-11-20T05:00:00Z&to=2026-11-20T13:00:00Z";
    private static final String LINE = "?location=limeworks/liege/packing/line-1";

    private final Instant now = Instant.now();
    private final LimeWorks works = new LimeWorks(now.getEpochSecond());
    private final FixtureDeliveries deliveries = new FixtureDeliveries(now);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Console console = Console.start(
            new ConsoleSettings("127.0.0.1", 0, List.of()),
            new MemoryHistory(works.signals()),
            deliveries,
            new FixtureHub(now, works),
            new FixtureDesk(deliveries, Clock.systemUTC()),
            LimeWorks.NAMESPACE,
            Clock.systemUTC());

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void aFigureComesWithItsWaterfall() throws Exception {
        JsonNode figure =
                json("/api/production/oee" + LINE + SPAN).path("figures").path(0);
        assertThat(figure.path("name").asText()).isEqualTo("early");
        assertThat(figure.path("oee").asText()).isEqualTo("0.806897");
        assertThat(figure.path("start").asText()).isEqualTo("2026-11-20T05:00:00Z");
        assertThat(figure.has("absent")).isFalse();
        // 480 min are 28,800,000 ms; the numbers of the worked example
        assertThat(figure.path("waterfall"))
                .extracting(step ->
                        step.path("loss").asText() + " " + step.path("ms").asLong() / 60_000 + " "
                                + step.path("left").asLong() / 60_000)
                .containsExactly(
                        "not-planned 0 480",
                        "planned-stop 45 435",
                        "unplanned-stop 25 410",
                        "changeover 20 390",
                        "microstop 3 387",
                        "unknown 0 387",
                        "speed 27 360",
                        "scrap 9 351");
        assertThat(json("/api/production/oee" + LINE + SPAN + "&kind=day").path("figures"))
                .isEmpty();
    }

    @Test
    void ordersShiftsStatesAndStopsAreTold() throws Exception {
        assertThat(json("/api/production/locations").path("locations").path(0).asText())
                .isEqualTo("limeworks/liege/packing/line-1");
        JsonNode order = json("/api/production/orders").path("orders").path(0);
        assertThat(order.path("order").asText()).isEqualTo("4711");
        assertThat(order.path("idealCycleMs").asDouble()).isEqualTo(3000);
        assertThat(order.has("stopped")).isFalse();
        assertThat(json("/api/production/shifts" + LINE + SPAN)
                        .path("shifts")
                        .path(0)
                        .path("day")
                        .asText())
                .isEqualTo("2026-11-20");
        JsonNode state =
                json("/api/production/states" + LINE + SPAN).path("states").path(0);
        assertThat(state.path("reason").asText()).isEqualTo("jam at the infeed");
        assertThat(state.has("code")).isFalse();
        assertThat(json("/api/production/stops" + LINE + SPAN)
                        .path("stops")
                        .path(0)
                        .path("ms")
                        .asLong())
                .isEqualTo(1_500_000);
    }

    @Test
    void whatCannotBeAskedIsRefusedInWords() throws Exception {
        assertThat(get("/api/production/states").body()).contains("'location' is missing.");
        assertThat(get("/api/production/oee?kind=week").body()).contains("Give one of shift, hour, day, order.");
        assertThat(get("/api/production/oee?from=-1h&to=-2h").statusCode()).isEqualTo(400);
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(console.url()).resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People tell the packaged program what happened, and the figures follow. */
class FactsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String LINE = Sites.LOCATION + "/packing/line-1";
    private static final String PATH = LINE.substring(LINE.indexOf("acme"));

    @TempDir
    Path folder;

    private static JsonNode hour(HubProcess hub, Instant start) {
        for (JsonNode figure :
                hub.get("/api/production/oee?kind=hour&location=" + PATH).path("figures")) {
            if (figure.path("start").asText().equals(start.toString())) {
                return figure;
            }
        }
        return MissingNode.getInstance();
    }

    private static void drive(Publisher machine, Instant at, boolean on) {
        machine.publish(
                LINE + "/_historian/drive/on", "{\"timestamp_ms\":" + at.toEpochMilli() + ",\"value\":" + on + "}");
    }

    @Test
    void aReasonThatIsGivenLaterChangesTheFiguresAndAListOfOrdersIsToldOnce() throws Exception {
        Path site = Sites.write(folder, "facts", """
                processors:
                  state:
                    location: packing/+
                    lateness: 3h
                    machine-state:
                      rules: [{input: _historian/drive/on, is: true, state: running}]
                      reason: {input: _historian/stop-code, texts: {12: jam at the infeed}}
                  bags:
                    location: packing/+
                    counter: {pulses: {input: _historian/made}, output: bags}
                products:
                  bag: {idealCycleTime: 3s}
                oee:
                  packing: {location: packing/+, counts: _analytics/bags/count}
                """);
        String data = folder.resolve("data").toString();
        // an hour that is over: 30 minutes of it running, 20 standing, 10 running
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
        Instant stood = start.plus(30, ChronoUnit.MINUTES);
        Instant again = start.plus(50, ChronoUnit.MINUTES);
        try (HubProcess hub = HubProcess.up(site, Path.of(data))) {
            try (Publisher machine = new Publisher(hub.mqttPort(), "machine")) {
                drive(machine, start, true);
                drive(machine, stood, false);
                drive(machine, again, true);
                drive(machine, Instant.now(), true);
                assertThat(machine.settle()).isZero();
            }
            // 40 of 60 minutes
            await().atMost(PATIENCE)
                    .until(() -> hour(hub, start).path("availability").asDouble() == 0.666667);

            // it was maintenance, which is a planned stop: 40 of 40
            String correction = "{\"location\":\"" + PATH + "\",\"from\":\"" + stood + "\",\"to\":\"" + again
                    + "\",\"state\":\"maintenance\",\"reason\":\"belt changed\"}";
            assertThat(hub.post("/api/production/correct", correction)
                            .path("told")
                            .asBoolean())
                    .isTrue();
            await().atMost(PATIENCE)
                    .until(() -> hour(hub, start).path("availability").asDouble() == 1.0);
            assertThat(hour(hub, start).path("correction").asInt()).isPositive();
            assertThat(Database.rows(
                            hub,
                            "select payload::jsonb ->> 'user', payload::jsonb ->> 'reason' from millrace.event"
                                    + " where topic like '%/state/overwrite'"))
                    .containsExactly("local|belt changed");

            // orders: nothing on a dry run, all of it once, and nothing the second time
            Path list = Files.writeString(
                    folder.resolve("orders.csv"),
                    "location,order,product,quantity,started,stopped\n" + PATH + ",4711,bag,600," + start + "," + stood
                            + "\n" + PATH + ",4712,bag,200," + stood + ",\n");
            assertThat(HubProcess.run("orders", "import", list.toString(), "--dry-run", "--data", data)
                            .output())
                    .contains("Would change 2 of 2 orders");
            assertThat(HubProcess.run("orders", "import", list.toString(), "--data", data)
                            .output())
                    .contains("created, started, stopped", "Changed 2 of 2 orders");
            assertThat(HubProcess.run("orders", "import", list.toString(), "--data", data)
                            .output())
                    .contains("Changed 0 of 2 orders; 2 are as the list says already.");
            await().atMost(PATIENCE).until(() -> HubProcess.run("orders", "list", "--data", data)
                    .output()
                    .matches("(?s).*4711 .*stopped.*|(?s).*4712 .*running.*"));

            Path wrong = Files.writeString(
                    folder.resolve("wrong.csv"),
                    "location,order,product,quantity\n" + PATH + ",4713,bga,5\n" + PATH + "x/y,4714,bag,5\n");
            assertThat(HubProcess.run("orders", "import", wrong.toString(), "--data", data)
                            .output())
                    .contains("line 3: Nothing measures what")
                    .contains("nothing was changed");
        }
    }
}

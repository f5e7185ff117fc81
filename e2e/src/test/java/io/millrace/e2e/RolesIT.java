package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One program as two processes: one keeps the log and the history, the other has the connections and the console. */
class RolesIT {

    @TempDir
    Path folder;

    @Test
    void twoProcessesShareOnePlant() throws Exception {
        Path keeper = Sites.write(folder, "keeper", "");
        try (HubProcess first = HubProcess.brief(keeper, folder.resolve("first"), "--roles", "broker,historian")) {
            Path edge = Files.writeString(folder.resolve("edge.yaml"), """
                    site: edge
                    location: acme/plant
                    log: {bootstrap: "%s"}
                    historian: {jdbc: "%s", user: millrace, password: "${file:first/historian/password}"}
                    console: {port: 0}
                    connections:
                      absent:
                        modbus: {host: 127.0.0.1, port: 9}
                        tags:
                          level: {address: 1}
                    """.formatted(first.kafka(), first.jdbcUrl()));
            try (HubProcess second = HubProcess.brief(edge, folder.resolve("second"), "--roles", "edge,console")) {
                Mosquitto.publish(first.mqttPort(), Sites.LOCATION + "/_historian/count", "{\"value\":5}");

                await("what came in at one process is seen at the other")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> severity(second, "count").equals("good"));
                await("what a connection of the other says is in the history of the first")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> Database.rows(first, "select quality from millrace.latest where name = 'level'")
                                .contains("Bad"));
                assertThat(severity(second, "level")).isEqualTo("bad");
            }
        }
    }

    private static String severity(HubProcess hub, String tag) {
        JsonNode values = hub.get("/api/latest?topic=" + Sites.LOCATION + "/_historian/" + tag)
                .path("values");
        return values.isEmpty() ? "" : values.get(0).path("severity").asText();
    }

    @Test
    void aRoleWithoutWhatItNeedsIsRefused() {
        Path site = Sites.write(folder, "alone", "");

        HubProcess.Outcome outcome = HubProcess.run(
                "up", site.toString(), "--data", folder.resolve("data").toString(), "--roles", "edge");

        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.output()).contains("log.bootstrap").doesNotContain("\tat ");
    }
}

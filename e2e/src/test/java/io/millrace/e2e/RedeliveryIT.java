package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that does not trust anybody and sends every message three times. */
class RedeliveryIT {

    private static final int PIECES = 2_000;

    @TempDir
    Path folder;

    @Test
    void everyPieceIsCountedOnceAndEveryRepetitionIsInTheLedger() {
        String barrier = Sites.LOCATION + "/_historian/light-barrier";
        Path site = Sites.write(folder, "redelivery", "routes: {\"" + barrier + "\": high-integrity}\n");
        try (HubProcess hub = HubProcess.up(site, folder.resolve("data"));
                Publisher device = new Publisher(hub.mqttPort(), "barrier")) {
            long start = System.currentTimeMillis();

            // when it repeats each at once, and two of three batches again later; ten pieces share a millisecond
            for (int time = 0; time < 3; time++) {
                for (int piece = 0; piece < PIECES; piece++) {
                    device.publish(
                            barrier,
                            "{\"timestamp_ms\":" + (start + piece / 10) + ",\"value\":" + piece + ",\"id\":\"p" + piece
                                    + "\"}");
                }
            }
            assertThat(device.settle()).isZero();

            // then the count is right, and the ledger says what became of all that was received
            await("rows").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(Database.rows(
                                hub,
                                "select count(*), count(distinct s.id), max(s.integer) from millrace.sample s"
                                        + " join millrace.tag t on t.id = s.tag_id where t.topic = '" + barrier + "'"))
                        .containsExactly(PIECES + "|" + PIECES + "|" + (PIECES - 1));
                assertThat(Database.rows(
                                hub,
                                "select received, delivered, duplicate, rejected, shed from millrace.ledger where"
                                        + " source = 'mqtt:barrier' and topic = '" + barrier + "'"))
                        .containsExactly(3 * PIECES + "|" + PIECES + "|" + 2 * PIECES + "|0|0");
            });

            // and the way of the last piece can be told
            JsonNode trace = hub.get("/api/trace?topic=" + barrier);
            assertThat(trace.path("hops").findValuesAsText("name")).containsSubsequence("received", "log", "stored");
            assertThat(trace.path("place").asText()).startsWith("millrace.events/");
        }
    }
}

package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is set aside, seen, and ended by the commands a person would type. */
class QuarantineIT {

    @TempDir
    Path folder;

    @Test
    void isListedShownReplayedAndDiscarded() {
        Path site = Sites.write(folder, "quarantine", "");
        String data = folder.resolve("data").toString();
        try (HubProcess hub = HubProcess.brief(site, folder.resolve("data"))) {
            Mosquitto.publish(hub.mqttPort(), Sites.LOCATION + "/_historian/a", "no json");
            Mosquitto.publish(hub.mqttPort(), Sites.LOCATION + "/_historian/b", "neither");
            Mosquitto.publish(hub.mqttPort(), Sites.LOCATION + "/_historian/c", "{\"value\":1}");

            await("both are listed").atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            millrace("list", data).output())
                    .contains("payload-unparsable", "/_historian/a", "/_historian/b", "2 open in all"));
            assertThat(millrace("show", "0", data).output()).contains("no json", "mr-error-code", "attempts     1");

            // replayed unchanged it is refused again, under a new number and with its reason
            HubProcess.Outcome refused = millrace("replay", "0", data);
            assertThat(refused.code()).isEqualTo(4);
            HubProcess.Outcome discarded = millrace("discard", "1", data);
            assertThat(discarded.code()).isZero();
            await("they are ended").atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            millrace("list", "--all", "--hop", "ingest", data).output())
                    .containsPattern("0 +.* replayed ")
                    .containsPattern("1 +.* discarded ")
                    .contains("1 open in all"));

            // a second time says what happened before
            assertThat(millrace("discard", "1", data).output()).contains("discarded by");
            assertThat(millrace("show", "4711", data).output()).contains("4711");

            // and the ledger has rejected three and delivered one
            await("the ledger").atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Database.rows(
                            hub,
                            "select sum(received), sum(delivered), sum(duplicate), sum(rejected), sum(shed)"
                                    + " from millrace.ledger"))
                    .containsExactly("4|1|0|3|0"));
        }
    }

    private static HubProcess.Outcome millrace(String... arguments) {
        List<String> words = new java.util.ArrayList<>(List.of("quarantine"));
        words.addAll(List.of(arguments).subList(0, arguments.length - 1));
        words.addAll(List.of("--data", arguments[arguments.length - 1]));
        return HubProcess.run(words.toArray(String[]::new));
    }
}

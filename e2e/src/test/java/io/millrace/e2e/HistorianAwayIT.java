package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL elsewhere that is away for a minute: the log keeps everything, and the historian catches up. */
class HistorianAwayIT {

    private static final int MESSAGES = 60;

    @TempDir
    Path folder;

    @Test
    void isCaughtUpFromTheLogWithoutHelp() throws Exception {
        // given a hub whose PostgreSQL is another hub's, so that stopping that hub takes it away
        try (HubProcess database =
                HubProcess.up(Sites.write(folder, "database", ""), folder.resolve("database-data"))) {
            Path password = database.data().resolve("historian/password");
            Path site = Sites.write(folder, "plant", "");
            String text = Files.readString(site)
                    .replace(
                            "historian: {port: 0}",
                            "historian: {jdbc: \"%s\", user: %s, password: \"${file:%s}\"}"
                                    .formatted(database.jdbcUrl(), "millrace", password));
            Files.writeString(site, text);
            int port = Integer.parseInt(database.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
            try (HubProcess hub = HubProcess.up(site, folder.resolve("plant-data"))) {
                long start = System.currentTimeMillis();

                // when it is away while messages arrive, a second each
                for (int i = 0; i < MESSAGES; i++) {
                    if (i == 5) {
                        database.stop();
                    }
                    Mosquitto.publish(
                            hub.mqttPort(),
                            Sites.LOCATION + "/_historian/count",
                            "{\"timestamp_ms\":" + (start + i) + ",\"value\":" + i + "}");
                    awaitNextSecond(start, i);
                }
                assertThat(hub.get("/api/health").toString()).contains("\"down\"");
                database.start(port);

                // then every message is a row, once
                await("the historian has caught up")
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(Database.rows(
                                        database,
                                        "select count(*), count(distinct s.integer), max(s.integer) from millrace.sample"
                                                + " s join millrace.tag t on t.id = s.tag_id where t.topic like"
                                                + " '%/_historian/count'"))
                                .containsExactly(MESSAGES + "|" + MESSAGES + "|" + (MESSAGES - 1)));
                assertThat(hub.output()).doesNotContain("\tat ");
            }
        }
    }

    private static void awaitNextSecond(long start, int second) {
        await().pollDelay(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> System.currentTimeMillis() >= start + (second + 1) * 1000L);
    }
}

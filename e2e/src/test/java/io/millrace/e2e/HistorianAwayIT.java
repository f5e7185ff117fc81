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

    private static final int SECONDS = 60;
    private static final int PER_SECOND = 1_000;

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
            try (HubProcess hub = HubProcess.up(site, folder.resolve("plant-data"))) {
                int port = Integer.parseInt(database.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
                int messages = publishWhileItIsAway(hub, database);
                assertThat(hub.get("/api/health").toString()).contains("\"down\"");
                database.start(port);

                // then every message is a row, once, and the ledger agrees
                await("the historian has caught up")
                        .atMost(Duration.ofSeconds(90))
                        .untilAsserted(() -> {
                            assertThat(Database.rows(
                                            database,
                                            "select count(*), count(distinct s.integer), max(s.integer) from"
                                                    + " millrace.sample s join millrace.tag t on t.id = s.tag_id where"
                                                    + " t.topic like '%/_historian/count'"))
                                    .containsExactly(messages + "|" + messages + "|" + (messages - 1));
                            assertThat(Database.rows(
                                            database,
                                            "select received, delivered, duplicate from millrace.ledger where source ="
                                                    + " 'mqtt:press'"))
                                    .containsExactly(messages + "|" + messages + "|0");
                        });
                assertThat(hub.output()).doesNotContain("\tat ");
            }
        }
    }

    /** About a thousand messages a second for a minute; after a few seconds the database goes. */
    private static int publishWhileItIsAway(HubProcess hub, HubProcess database) {
        long start = System.currentTimeMillis();
        try (Publisher press = new Publisher(hub.mqttPort(), "press")) {
            for (int second = 0; second < SECONDS; second++) {
                if (second == 5) {
                    database.stop();
                }
                for (int i = 0; i < PER_SECOND; i++) {
                    int number = second * PER_SECOND + i;
                    press.publish(
                            Sites.LOCATION + "/_historian/count",
                            "{\"timestamp_ms\":" + (start + number) + ",\"value\":" + number + "}");
                }
                long next = start + (second + 1) * 1000L;
                await().pollDelay(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> System.currentTimeMillis() >= next);
            }
            assertThat(press.settle()).isZero();
        }
        return SECONDS * PER_SECOND;
    }
}

package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors in processes of their own, which share the work. */
class ProcessorsIT {

    private static final int LINES = 6;
    private static final int PIECES = 300;

    @TempDir
    Path folder;

    @Test
    void everyCountIsExactWhenOneOfTwoProcessesIsKilled() throws Exception {
        Path keeper = Sites.write(folder, "keeper", "");
        try (HubProcess first = HubProcess.up(keeper, folder.resolve("keeper"), "--roles", "broker,historian")) {
            Path site = Files.writeString(folder.resolve("process.yaml"), """
                    site: process
                    location: acme/plant
                    log: {bootstrap: "%s"}
                    processors:
                      made:
                        location: packing/+
                        counter:
                          pulses: {input: _historian/made}
                          scrap: {pulses: {input: _historian/bad}, included: true}
                          totals: []
                    """.formatted(first.kafka()));
            try (HubProcess dies = HubProcess.up(site, folder.resolve("dies"), "--roles", "process");
                    HubProcess stays = HubProcess.up(site, folder.resolve("stays"), "--roles", "process");
                    Publisher machines = new Publisher(first.mqttPort(), "machines")) {
                publish(machines, 0, PIECES / 3);
                await("both have begun")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> Database.number(
                                        first, "select count(*) from millrace.latest where name = 'pieces/total'")
                                == LINES);
                publish(machines, PIECES / 3, 2 * PIECES / 3);
                dies.kill();
                publish(machines, 2 * PIECES / 3, PIECES);
                assertThat(machines.settle()).isZero();

                await("all is counted by the one that stays")
                        .atMost(Duration.ofSeconds(90))
                        .untilAsserted(
                                () -> assertThat(Database.rows(first, """
                                select location, sum(count), sum(scrap), count(*)
                                from millrace.counts group by location order by location
                                """)).isEqualTo(expected()));
                assertThat(Database.rows(first, """
                                select location, name, value from millrace.latest
                                where name in ('pieces/total', 'pieces/scrap') order by location, name
                                """)).hasSize(2 * LINES).allSatisfy(row -> assertThat(row)
                        .matches(".*\\|pieces/(total\\|" + PIECES + "|scrap\\|" + PIECES / 10 + ")"));
            }
        }
    }

    /** A piece each millisecond, of which each tenth is bad. */
    private static void publish(Publisher machines, int from, int to) {
        long begin = 1_795_000_000_000L;
        for (int piece = from; piece < to; piece++) {
            for (int line = 0; line < LINES; line++) {
                String base = Sites.LOCATION + "/packing/line-" + line + "/_historian/";
                machines.publish(base + "made", "{\"timestamp_ms\":" + (begin + piece) + ",\"value\":1}");
                if (piece % 10 == 0) {
                    machines.publish(base + "bad", "{\"timestamp_ms\":" + (begin + piece) + ",\"value\":1}");
                }
            }
        }
    }

    private static List<String> expected() {
        return IntStream.range(0, LINES)
                .mapToObj(line -> "acme/plant/packing/line-" + line + "|" + PIECES + "|" + PIECES / 10 + "|"
                        + (PIECES + PIECES / 10))
                .toList();
    }
}

package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.exam.Peer;
import io.millrace.connector.exam.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 OPC UA tags that all change once a second, from a server of another maker in its own process: every value that
 * the server made is a row. How long is {@code -Dmillrace.load.seconds} (15 in the ordinary run); the figures are
 * printed and, with {@code -Dmillrace.load.report=FILE}, written as Markdown.
 */
class ManyTagsIT {

    private static final int TAGS = 10_000;
    private static final long MAX_RESIDENT = 600L << 20;
    private static final int SECONDS = Integer.getInteger("millrace.load.seconds", 15);

    @TempDir
    Path folder;

    @Test
    void noValueOfTenThousandTagsIsMissing() throws Exception {
        Path certificates = Files.createDirectories(folder.resolve("certificates"));
        try (Peer server = Peers.node("opcua-server.js", certificates.toString(), "tags=" + TAGS, "interval=1000")
                        .start();
                HubProcess hub = HubProcess.up(site(server), folder.resolve("data"))) {
            awaitRows(hub, "every tag has a first value", "select count(distinct tag_id) from millrace.sample", TAGS);
            server.ask("pause");
            settled(hub);
            long before = ticks(server);
            String from = Instant.now().toString();

            server.ask("resume");
            long highest = 0;
            long cpuBefore = cpuTicks(hub);
            long begin = System.nanoTime();
            while (ticks(server) < before + SECONDS) {
                highest = Math.max(highest, hub.residentBytes());
                await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            }
            server.ask("pause");
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cpu = (cpuTicks(hub) - cpuBefore) / 100.0;
            long changes = ticks(server) - before;
            String since = " from millrace.sample where ts > '" + from + "'";
            awaitRows(hub, "every value is a row", "select count(*)" + since, changes * TAGS);

            assertThat(Database.number(
                            hub,
                            "select count(*) from (select tag_id" + since + " group by tag_id having count(*) = "
                                    + changes + ") complete"))
                    .as("tags with every value")
                    .isEqualTo(TAGS);
            assertThat(highest).as("resident memory of the hub").isLessThan(MAX_RESIDENT);
            report(changes, seconds, cpu, highest);
        }
    }

    private Path site(Peer server) {
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < TAGS; i++) {
            tags.append("      area-%d/value-%d: {node: \"ns=1;s=Load.%d\"}\n".formatted(i / 100, i % 100, i));
        }
        return Sites.write(folder, "many", """
                connections:
                  server:
                    opcua: {endpoint: "opc.tcp://127.0.0.1:%d", security: {policy: none}}
                    scan: 500ms
                    tags:
                %s""".formatted(server.port(), tags));
    }

    private static long ticks(Peer server) {
        return Long.parseLong(server.ask("ticks").replaceAll("\\D+", ""));
    }

    private static void awaitRows(HubProcess hub, String what, String sql, long rows) {
        await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(Database.number(hub, sql)).isEqualTo(rows));
    }

    /** Returns once no more rows arrive. */
    private static void settled(HubProcess hub) {
        long[] last = {-1};
        await("no more rows arrive")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    long now = Database.number(hub, "select count(*) from millrace.sample");
                    boolean same = now == last[0];
                    last[0] = now;
                    return same;
                });
    }

    /** Processor time of the hub's own process, in hundredths of a second. */
    private static long cpuTicks(HubProcess hub) throws IOException {
        String[] stat = Files.readString(Path.of("/proc/" + hub.pid() + "/stat"))
                .replaceAll("^.*\\) ", "")
                .split(" ", -1);
        return Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
    }

    private static void report(long changes, double seconds, double cpu, long resident) throws IOException {
        String text = String.format(
                Locale.ROOT,
                "| tags | interval | seconds | values made | values missing | processor seconds per million values |"
                        + " highest resident memory of the hub |%n|---|---|---|---|---|---|---|%n"
                        + "| %,d | 1 s | %.0f | %,d | 0 | %.1f | %d MiB |%n",
                TAGS,
                seconds,
                changes * TAGS,
                cpu / (changes * TAGS) * 1e6,
                resident >> 20);
        System.out.print(text);
        String file = System.getProperty("millrace.load.report");
        if (file != null) {
            Files.write(Path.of(file), List.of(text));
        }
    }
}

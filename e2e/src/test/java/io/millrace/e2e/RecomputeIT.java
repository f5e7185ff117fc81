package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thirty days of a line computed again while it goes on counting. With {@code -Drecompute.events=1000000} it is the
 * measurement of the how-to page.
 */
class RecomputeIT {

    private static final int EVENTS = Integer.getInteger("recompute.events", 20_000);
    private static final int KILLED_EVENTS = 20_000;
    private static final long DAY_MILLIS = 86_400_000;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String BARRIER = Sites.LOCATION + "/packing/line-%d/_historian/barrier";

    private static final String PAST = """
            select count(*), sum(count), min(ts),
                   md5(string_agg(extract(epoch from ts) || ' ' || count, ',' order by ts))
            from millrace.counts where location = 'acme/plant/packing/line-0' and ts < '%s'
            """;

    @TempDir
    Path folder;

    private static String processor(String edge) {
        return """
                processors:
                  made:
                    location: packing/+
                    lateness: 2s
                    counter:
                      pulses: {input: _historian/barrier, edge: %s}
                      output: made
                      totals: [day]
                      shifts: []
                """.formatted(edge);
    }

    @Test
    void thePastIsReplacedAndBroughtBackWhileLiveCountingStaysExact() throws Exception {
        Path data = folder.resolve("data");
        long end = System.currentTimeMillis() - 600_000;
        long begin = end - 30 * DAY_MILLIS;
        long step = (end - begin) / (EVENTS + 1);
        String from = Instant.ofEpochMilli(begin).toString();
        String live = Instant.ofEpochMilli(end + 1).toString();
        countByTheWrongEdge(data, EVENTS, begin, step, live);
        Path site = withTheRightEdge();
        try (HubProcess hub = HubProcess.up(site, data)) {
            List<String> before = Database.rows(hub, PAST.formatted(live));
            AtomicBoolean done = new AtomicBoolean();
            AtomicLong pieces = new AtomicLong();
            Thread lines = new Thread(() -> count(hub, done, pieces), "lines");
            lines.start();

            JsonNode shown = recompute(hub, site, from, live);
            assertThat(shown.at("/totals/equal").asLong()).isLessThan(100);
            // each piece is counted half a step later: one count and one running total
            assertThat(shown.at("/totals/added").asLong()).isEqualTo(EVENTS);
            assertThat(shown.at("/totals/gone").asLong()).isEqualTo(EVENTS);
            assertThat(Database.rows(hub, PAST.formatted(live))).isEqualTo(before);

            JsonNode applied = recompute(hub, site, from, live, "--apply");
            System.out.println("Recompute of " + EVENTS + " events: shown in " + shown.path("seconds")
                    + " s, applied in " + applied.path("seconds") + " s, with " + applied.path("heapMiB")
                    + " MiB of heap at most.");
            List<String> after = Database.rows(hub, PAST.formatted(live));
            assertThat(after.get(0))
                    .startsWith(EVENTS / 2 + "|" + EVENTS / 2 + "|")
                    .isNotEqualTo(before.get(0));
            JsonNode again = recompute(hub, site, from, live);
            assertThat(again.at("/totals/changed").asLong()
                            + again.at("/totals/added").asLong()
                            + again.at("/totals/gone").asLong())
                    .isZero();
            assertThat(again.at("/totals/equal").asLong()).isGreaterThanOrEqualTo(EVENTS);

            undo(data, site, applied.path("recompute").asText());
            assertThat(Database.rows(hub, PAST.formatted(live))).isEqualTo(before);

            done.set(true);
            lines.join(60_000);
            await("live counting is exact").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(Database.rows(
                            hub,
                            "select location, sum(count), count(*) from millrace.counts where ts >= '" + live
                                    + "' group by location order by location"))
                    .containsExactly(
                            "acme/plant/packing/line-0|" + pieces + "|" + pieces,
                            "acme/plant/packing/line-1|" + pieces + "|" + pieces));
        }
    }

    private void countByTheWrongEdge(Path data, int events, long begin, long step, String live) {
        try (HubProcess hub = HubProcess.up(Sites.write(folder, "liege", processor("rising")), data)) {
            try (Publisher machine = new Publisher(hub.mqttPort(), "machine")) {
                // the first value alone is no edge
                publish(machine, 0, begin - step, false);
                for (int i = 0; i < events; i++) {
                    publish(machine, 0, begin + i * step, i % 2 == 0);
                }
                assertThat(machine.settle()).isZero();
            }
            await("everything is counted by the wrong edge")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Database.rows(hub, PAST.formatted(live)).get(0).startsWith(events / 2 + "|"));
            hub.stop();
        }
    }

    private Path withTheRightEdge() throws IOException {
        Path site = folder.resolve("liege.yaml");
        return Files.writeString(site, Files.readString(site).replace("rising", "falling"));
    }

    @Test
    void whatAKillLeavesHalfDoneIsFinishedByTheSameCommandOrTakenBack() throws Exception {
        Path data = folder.resolve("data");
        long end = System.currentTimeMillis() - 600_000;
        long begin = end - 30 * DAY_MILLIS;
        long step = (end - begin) / (KILLED_EVENTS + 1);
        String from = Instant.ofEpochMilli(begin).toString();
        String live = Instant.ofEpochMilli(end + 1).toString();
        countByTheWrongEdge(data, KILLED_EVENTS, begin, step, live);
        Path site = withTheRightEdge();
        try (HubProcess hub = HubProcess.up(site, data)) {
            List<String> before = Database.rows(hub, PAST.formatted(live));
            String half = killInTheMiddle(hub, site, from, live, before);

            // finished by the same command
            JsonNode rest = recompute(hub, site, from, live, "--apply");
            long left =
                    rest.at("/totals/added").asLong() + rest.at("/totals/gone").asLong();
            assertThat(left).isBetween(1L, 2L * KILLED_EVENTS - 1);
            JsonNode nothing = recompute(hub, site, from, live);
            assertThat(nothing.at("/totals/changed").asLong()
                            + nothing.at("/totals/added").asLong()
                            + nothing.at("/totals/gone").asLong())
                    .isZero();

            // taken back, both halves
            undo(data, site, rest.path("recompute").asText());
            undo(data, site, half);
            assertThat(Database.rows(hub, PAST.formatted(live))).isEqualTo(before);
        }
    }

    /** The name of the recomputation, of which some corrections of counts are stored and not all. */
    private String killInTheMiddle(HubProcess hub, Path site, String from, String to, List<String> before)
            throws Exception {
        Path output = folder.resolve("killed.out");
        Process process = HubProcess.begin(output, words(hub, site, from, to, "--apply"));
        try {
            await("some corrections of counts are stored")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !Database.rows(hub, PAST.formatted(to)).equals(before));
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(137);
        Matcher name = Pattern.compile("this is the recomputation (\\S+)\\.").matcher(Files.readString(output));
        assertThat(name.find()).isTrue();
        return name.group(1);
    }

    private static void undo(Path data, Path site, String name) {
        HubProcess.Outcome undone =
                HubProcess.run(LIMIT, "recompute", "undo", name, site.toString(), "--data", data.toString());
        assertThat(undone.code()).as(undone.output()).isZero();
    }

    /** A piece on two lines every twenty milliseconds. */
    private static void count(HubProcess hub, AtomicBoolean done, AtomicLong pieces) {
        try (Publisher machine = new Publisher(hub.mqttPort(), "lines")) {
            while (!done.get()) {
                long now = System.currentTimeMillis();
                for (int line = 0; line < 2; line++) {
                    publish(machine, line, now, true);
                    publish(machine, line, now + 5, false);
                }
                pieces.incrementAndGet();
                LockSupport.parkNanos(20_000_000);
            }
            machine.settle();
        }
    }

    private static void publish(Publisher machine, int line, long millis, boolean there) {
        machine.publish(BARRIER.formatted(line), "{\"timestamp_ms\":" + millis + ",\"value\":" + there + "}");
    }

    /** The last line that it prints: the totals. */
    private static JsonNode recompute(HubProcess hub, Path site, String from, String to, String... more)
            throws Exception {
        HubProcess.Outcome outcome = HubProcess.run(LIMIT, words(hub, site, from, to, more));
        assertThat(outcome.code()).as(outcome.output()).isZero();
        List<String> lines = outcome.output().lines().toList();
        return HubProcess.JSON.readTree(lines.get(lines.size() - 1));
    }

    private static String[] words(HubProcess hub, Path site, String from, String to, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "recompute",
                "made",
                site.toString(),
                "--data",
                hub.data().toString(),
                "--from",
                from,
                "--to",
                to,
                "--location",
                "packing/line-0",
                "--json",
                "--limit",
                "3"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }
}

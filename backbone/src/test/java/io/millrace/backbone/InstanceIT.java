package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a log: one that dies, one that is there twice, one that says goodbye. */
class InstanceIT {

    /** Longer than any of these tests may take: whoever waits for it fails. */
    private static final int SESSION_MILLIS = 90_000;

    private static final Duration LESS_THAN_A_SESSION = Duration.ofSeconds(45);

    @TempDir
    static Path folder;

    private static Backbone node;

    @BeforeAll
    static void start() {
        node = Backbone.start(BackboneSettings.embedded(folder));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void afterKillNineTheNextProcessHasThePartitionsBeforeTheSessionOfTheDeadOneIsOver() throws Exception {
        killedWhileFollowing("killed", SESSION_MILLIS, LogTopic.SAMPLES);
        MemorySink sink = new MemorySink();

        try (Backbone next = Backbone.start(instance("hub-1", SESSION_MILLIS))) {
            next.follow("killed", Set.of(LogTopic.SAMPLES), sink);

            List<String> written = Given.written(next.writer(), LogTopic.SAMPLES, "after", 40);
            await().atMost(LESS_THAN_A_SESSION)
                    .untilAsserted(() -> assertThat(sink.payloads()).containsAll(written));
        }
    }

    @Test
    void theNextProcessMayFollowMoreThanTheDeadOneDid() throws Exception {
        int session = 2_500;
        killedWhileFollowing("more", session, LogTopic.SAMPLES);
        MemorySink sink = new MemorySink();

        try (Backbone next = Backbone.start(instance("hub-1", session))) {
            next.follow("more", Set.of(LogTopic.SAMPLES, LogTopic.LEDGER), sink);

            List<String> samples = Given.written(next.writer(), LogTopic.SAMPLES, "samples", 40);
            List<String> facts = Given.written(next.writer(), LogTopic.LEDGER, "facts", 40);
            await().atMost(LESS_THAN_A_SESSION)
                    .untilAsserted(() ->
                            assertThat(sink.payloads()).containsAll(samples).containsAll(facts));
        }
    }

    @Test
    void ofTwoProcessesOfOneInstanceTheNewerFollowsAndTheOlderSaysSoAndWaits() throws Exception {
        MemorySink olderSink = new MemorySink();
        MemorySink newerSink = new MemorySink();
        try (Backbone older = Backbone.start(instance("hub-2", SESSION_MILLIS))) {
            LogFollower waiting = older.follow("twice", Set.of(LogTopic.EVENTS), olderSink);
            List<String> first = Given.written(older.writer(), LogTopic.EVENTS, "first", 40);
            await().atMost(LESS_THAN_A_SESSION)
                    .untilAsserted(() -> assertThat(olderSink.payloads()).containsAll(first));

            try (Backbone newer = Backbone.start(instance("hub-2", SESSION_MILLIS))) {
                LogFollower working = newer.follow("twice", Set.of(LogTopic.EVENTS), newerSink);

                await().atMost(LESS_THAN_A_SESSION).untilAsserted(() -> assertThat(waiting.state())
                        .asInstanceOf(InstanceOfAssertFactories.type(FollowerState.Retrying.class))
                        .extracting(FollowerState.Retrying::reason, InstanceOfAssertFactories.STRING)
                        .contains("Another process", "'hub-2'"));
                List<String> second = Given.written(older.writer(), LogTopic.EVENTS, "second", 40);
                await().atMost(LESS_THAN_A_SESSION)
                        .untilAsserted(() -> assertThat(newerSink.payloads()).containsAll(second));
                assertThat(working.state()).isEqualTo(new FollowerState.Running());
                assertThat(waiting.state()).isInstanceOf(FollowerState.Retrying.class);
                assertThat(failures(older, "twice")).isEqualTo(1);
                assertThat(failures(newer, "twice")).isZero();
            }
            List<String> third = Given.written(older.writer(), LogTopic.EVENTS, "third", 40);
            await().atMost(LESS_THAN_A_SESSION)
                    .untilAsserted(() -> assertThat(olderSink.payloads()).containsAll(third));
            assertThat(waiting.state()).isEqualTo(new FollowerState.Running());
        }
    }

    @Test
    void whoClosesLeavesThePartitionsToTheOthersAtOnce() throws Exception {
        MemorySink database = new MemorySink();
        Set<LogTopic> topics = Set.of(LogTopic.COMMANDS);
        try (Backbone staying = Backbone.start(instance("hub-3", SESSION_MILLIS))) {
            try (Backbone leaving = Backbone.start(instance("hub-4", SESSION_MILLIS))) {
                leaving.follow("left", topics, database);
                List<String> first = Given.written(leaving.writer(), LogTopic.COMMANDS, "first", 10);
                await().atMost(LESS_THAN_A_SESSION)
                        .untilAsserted(() -> assertThat(database.payloads()).containsAll(first));
                staying.follow("left", topics, database);
            }

            List<String> second = Given.written(staying.writer(), LogTopic.COMMANDS, "second", 10);
            await().atMost(LESS_THAN_A_SESSION)
                    .untilAsserted(() -> assertThat(database.payloads()).containsAll(second));
        }
    }

    @Test
    void aHandlerThatIsInterruptedByTheCloseSaysGoodbyeAllTheSame() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        Given.written(node.writer(), LogTopic.AUDIT, "audit", 1);
        try (Backbone leaving = Backbone.start(instance("hub-5", SESSION_MILLIS))) {
            leaving.followCommitted("hangs", Set.of(LogTopic.AUDIT), records -> {
                hangs.countDown();
                never.await();
            });
            assertThat(hangs.await(20, TimeUnit.SECONDS)).isTrue();
        }
        MemorySink sink = new MemorySink();
        try (Backbone next = Backbone.start(instance("hub-6", SESSION_MILLIS))) {
            next.follow("hangs", Set.of(LogTopic.AUDIT), sink);

            await().atMost(LESS_THAN_A_SESSION)
                    .untilAsserted(() -> assertThat(sink.payloads()).contains("audit-0"));
        }
    }

    private static BackboneSettings instance(String name, int sessionMillis) {
        return settings(node.bootstrapServers(), name, sessionMillis);
    }

    private static BackboneSettings settings(String bootstrap, String name, int sessionMillis) {
        return BackboneSettings.external(
                        bootstrap,
                        Map.of(
                                "session.timeout.ms",
                                Integer.toString(sessionMillis),
                                "heartbeat.interval.ms",
                                Integer.toString(Math.min(1_000, sessionMillis / 5))))
                .withInstance(name);
    }

    private static double failures(Backbone backbone, String follower) {
        return backbone.metrics().stream()
                .filter(metric -> metric.name().equals("log_follower_failures"))
                .filter(metric -> follower.equals(metric.labels().get("follower")))
                .mapToDouble(Metric::value)
                .sum();
    }

    private static void killedWhileFollowing(String follower, int sessionMillis, LogTopic topic) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FollowMain.class.getName(),
                        node.bootstrapServers(),
                        follower,
                        Integer.toString(sessionMillis),
                        topic.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = "";
            while (line != null && !line.equals("follows")) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo("follows");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Follows until it is killed, and says so when it has stored something. */
    static final class FollowMain {

        private FollowMain() {}

        public static void main(String[] arguments) throws Exception {
            Backbone backbone = Backbone.start(settings(arguments[0], "hub-1", Integer.parseInt(arguments[2])));
            Set<LogTopic> topics = EnumSet.of(LogTopic.valueOf(arguments[3]));
            MemorySink sink = new MemorySink();
            backbone.follow(arguments[1], topics, sink);
            Given.written(backbone.writer(), topics.iterator().next(), "child", 10);
            await().until(() -> !sink.records().isEmpty());
            System.out.println("follows");
            new CountDownLatch(1).await();
        }
    }
}

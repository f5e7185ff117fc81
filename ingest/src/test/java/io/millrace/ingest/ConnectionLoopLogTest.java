package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.ConnectionState;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Quality;
import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionLoopLogTest {

    private final Bench bench = new Bench();

    @Test
    void aFloodWithAStuckLogIsHeldBackAndNothingIsLostOrDisordered() throws InterruptedException {
        bench.queue(500).limits(50, 2).with(Bench.subscribed("a")).start();
        bench.log.stick();
        int flood = 5000;
        FakeDevice.FakeSession session = bench.device.session();
        Thread connector = new Thread(() -> IntStream.range(0, flood).forEach(i -> session.says(0, i)), "flood");
        connector.start();

        await().until(() -> connector.getState() == Thread.State.WAITING);
        bench.settle();
        await().until(() -> connector.getState() == Thread.State.WAITING);
        bench.settle();
        assertThat(bench.log.hanging()).as("in flight").isLessThanOrEqualTo(100);
        assertThat(bench.metric("connection_queue")).as("waiting").isLessThanOrEqualTo(501);

        bench.log.release();
        await().until(() -> {
            bench.settle();
            return bench.log.records().size() == flood;
        });
        connector.join();
        assertThat(bench.log.values("/a"))
                .containsExactlyElementsOf(
                        IntStream.range(0, flood).mapToObj(Integer::toString).toList());
        assertThat(bench.log.payloads("/a")).doesNotHaveDuplicates();
    }

    @Test
    void pollsPauseWhileTheLogIsStuckAndNoTagTurnsStaleByIt() {
        bench.queue(100).limits(10, 2);
        for (int i = 0; i < 50; i++) {
            bench.with(Bench.polled("", "t" + i, Duration.ofSeconds(1)));
        }
        bench.start();
        bench.log.stick();

        bench.passSeconds(60);

        assertThat(bench.metric("connection_queue")).isLessThanOrEqualTo(150);
        assertThat(bench.state())
                .isInstanceOfSatisfying(ConnectionState.Degraded.class, degraded -> assertThat(degraded.reason())
                        .startsWith("The log does not keep up."));
        assertThat(bench.loop.status().badTags()).isZero();

        bench.log.release();
        bench.passSeconds(2);
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
        assertThat(bench.log.records()).noneMatch(record -> FakeLog.text(record).contains("quality"));
        assertThat(bench.log.values("/t49").size()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aLogThatRefusesGetsEverythingInOrderLater() {
        bench.limits(3, 4).with(Bench.subscribed("a")).start();
        bench.log.refuse(record -> true);
        for (int i = 0; i < 20; i++) {
            bench.device.session().says(0, i);
        }
        bench.passSeconds(10);
        assertThat(bench.log.records()).isEmpty();
        assertThat(bench.state())
                .isEqualTo(new ConnectionState.Degraded("The log refuses samples: The log is read-only."
                        + " Readings wait in the hub and are delivered when it takes them again."));

        bench.log.accept();
        bench.passSeconds(5);

        assertThat(bench.log.values("/a"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(Integer::toString).toList());
        assertThat(bench.state()).isEqualTo(new ConnectionState.Active());
        assertThat(bench.log.records()).extracting(FakeLog::sequence).isSorted();
    }

    @Test
    void aBatchThatFailsHalfWayComesAgainWithTheSameIdentitiesAndTheLastWordLast() {
        bench.limits(5, 4).with(Bench.subscribed("a")).start();
        bench.log.stick();
        for (int i = 0; i < 12; i++) {
            bench.device.session().says(0, i);
        }
        bench.settle();

        bench.log.failFrom(7);
        bench.log.release();
        bench.passSeconds(1);

        List<String> payloads = bench.log.payloads("/a");
        assertThat(new ArrayList<>(new LinkedHashSet<>(payloads)))
                .as("nothing lost, order kept")
                .hasSize(12);
        assertThat(bench.log.values("/a")).last().isEqualTo("11");
        assertThat(bench.log.values("/a").stream().distinct())
                .containsExactlyElementsOf(
                        IntStream.range(0, 12).mapToObj(Integer::toString).toList());
        assertThat(bench.loop.status().samples()).isEqualTo(12);
    }

    @Test
    void onlyTheTagsOfARefusedSampleComeAgainAndTheirOrderStays() {
        bench.limits(4, 4)
                .with(Bench.subscribed("a"))
                .with(Bench.subscribed("b"))
                .start();
        bench.log.stick();
        for (int i = 0; i < 6; i++) {
            bench.device.session().says(0, i);
            bench.device.session().says(1, i);
        }
        bench.settle();

        // a:0 b:0 a:1 b:1 | a:2 b:2 a:3 b:3 | ...
        bench.log.fail(index -> index == 2);
        bench.log.release();
        bench.passSeconds(1);

        assertThat(bench.log.values("/b")).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(bench.log.values("/a"))
                .as("what came after the refused one comes again after it")
                .containsExactly("0", "2", "3", "4", "5", "1", "2", "3", "4", "5");
        assertThat(bench.log.records()).allSatisfy(record -> assertThat(FakeLog.sequence(record))
                .as("the number is the sample's, whichever attempt it was")
                .isEqualTo(1
                        + 2 * Long.parseLong(FakeLog.text(record).replaceAll(".*\"value\":(\\d+).*", "$1"))
                        + (record.key().endsWith("/b") ? 1 : 0)));
        assertThat(bench.loop.status().samples()).isEqualTo(12);
    }

    @Test
    void aRouteThatRefusesForLongFillsTheOtherWithNothingTwice() {
        String events = Bench.NAMESPACE.topic("works", "_historian", "counter").path();
        bench.routes(new Routes(Map.of(events, LogTopic.EVENTS), List.of(), Map.of()))
                .limits(4, 4)
                .with(Bench.subscribed("counter"))
                .with(Bench.subscribed("b"))
                .start();
        bench.log.refuse(record -> record.log() == LogTopic.EVENTS);
        for (int i = 0; i < 20; i++) {
            bench.device.session().says(0, i);
            bench.device.session().says(1, i);
        }
        bench.passSeconds(60);
        assertThat(bench.log.payloads("/b")).doesNotHaveDuplicates();

        bench.log.accept();
        bench.passSeconds(10);

        List<String> all = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
        assertThat(bench.log.values("/counter")).containsExactlyElementsOf(all);
        assertThat(bench.log.values("/b")).containsExactlyElementsOf(all);
    }

    @Test
    void whenTheLogRefusesWholeSuffixesOfATagItsFirstOccurrencesAreInOrderAndTheNewestIsLast() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Bench chaos = new Bench().limits(3, 4);
            for (int tag = 0; tag < 3; tag++) {
                chaos.with(Bench.subscribed("t" + tag));
            }
            chaos.start();
            chaos.log.stick();
            Map<String, Integer> newest = new HashMap<>();
            for (int i = 0; i < 60; i++) {
                int tag = random.nextInt(3);
                chaos.device.session().says(tag, i);
                newest.put("/t" + tag, i);
                if (random.nextInt(4) == 0) {
                    chaos.settle();
                    failSuffixes(chaos.log, random);
                    chaos.passSeconds(random.nextInt(3));
                }
            }
            chaos.settle();
            chaos.log.release();
            chaos.passSeconds(30);

            for (Map.Entry<String, Integer> tag : newest.entrySet()) {
                List<String> values = chaos.log.values(tag.getKey());
                assertThat(values)
                        .as("seed %d", seed)
                        .last()
                        .isEqualTo(tag.getValue().toString());
                assertThat(values.stream().distinct().map(Integer::valueOf))
                        .as("seed %d: first occurrences", seed)
                        .isSorted();
            }
            assertThat(chaos.log.records().stream().map(FakeLog::sequence).distinct())
                    .as("seed %d", seed)
                    .hasSize(60);
            assertThat(chaos.loop.status().samples()).isEqualTo(60);
        }
    }

    /** As the log does it: once a record of a key has failed, those behind it that are under way fail too. */
    private static void failSuffixes(FakeLog log, Random random) {
        List<LogRecord> hanging = log.hangs();
        Set<String> failed = new HashSet<>();
        BitSet which = new BitSet();
        for (int i = 0; i < hanging.size(); i++) {
            String key = hanging.get(i).key();
            if (failed.contains(key) || random.nextInt(4) == 0) {
                failed.add(key);
                which.set(i);
            }
        }
        log.fail(which::get);
    }

    @Test
    void nothingMoreIsSentOnceASampleIsRefusedThoughOthersAreStillUnderWay() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        SampleWriter sink = new SampleWriter(
                new RouteWriter(
                        record -> {
                            ends.add(new CompletableFuture<>());
                            return ends.get(ends.size() - 1);
                        },
                        new Aside(bench.log, bench.own)),
                TopicRules.of(Routes.defaults()),
                bench.time.time(),
                "site/hub/kiln",
                "fake");
        Backoff pauses = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), () -> 0.5);
        Outbox outbox = new Outbox(sink, 4, pauses, bench.time.time(), () -> {}, (batch, aside) -> {});
        Topic topic = Bench.NAMESPACE.topic("works", "_historian", "a");
        Sample sample = new Sample(topic, bench.time.micros(), true, new Value.Whole(1), Quality.GOOD, null);
        outbox.send(new SampleBatch("kiln", 1, 1, bench.time.micros(), List.of(sample, sample)));
        assertThat(outbox.hasRoom()).isTrue();

        ends.get(1).completeExceptionally(new IllegalStateException("The disk is full."));

        assertThat(outbox.hasRoom()).isFalse();
        ends.get(0).complete(null);
        outbox.settle();
        assertThat(outbox.hasRoom()).isFalse();
        bench.time.advance(Duration.ofSeconds(2));
        outbox.settle();
        assertThat(ends).hasSize(3);
        assertThat(outbox.hasRoom()).isTrue();
    }

    @Test
    void whateverTheLogRefusesTheLastWordsOfATagAreInOrderAndNoneIsMissing() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Bench chaos = new Bench().limits(3, 4);
            for (int tag = 0; tag < 3; tag++) {
                chaos.with(Bench.subscribed("t" + tag));
            }
            chaos.start();
            chaos.log.stick();
            for (int i = 0; i < 40; i++) {
                chaos.device.session().says(random.nextInt(3), i);
                if (random.nextInt(3) == 0) {
                    chaos.settle();
                    chaos.log.fail(index -> random.nextInt(4) == 0);
                    chaos.passSeconds(random.nextInt(3));
                }
            }
            chaos.settle();
            chaos.log.release();
            chaos.passSeconds(30);

            assertThat(chaos.log.records().stream().map(FakeLog::sequence).distinct())
                    .as("seed %d", seed)
                    .hasSize(40);
            for (int tag = 0; tag < 3; tag++) {
                List<String> last = lastOccurrences(chaos.log.values("/t" + tag));
                assertThat(last.stream().map(Integer::valueOf))
                        .as("seed %d", seed)
                        .isSorted();
            }
            assertThat(chaos.loop.status().samples()).isEqualTo(40);
        }
    }

    private static List<String> lastOccurrences(List<String> values) {
        LinkedHashSet<String> last = new LinkedHashSet<>();
        for (String value : values) {
            last.remove(value);
            last.add(value);
        }
        return List.copyOf(last);
    }

    @Test
    void whatWasReceivedBeforeALossIsWrittenBeforeTheWordOfIt() {
        bench.limits(1, 1).with(Bench.subscribed("a")).start();
        bench.log.stick();
        for (int i = 0; i < 5; i++) {
            bench.device.session().says(0, i);
        }
        bench.device.session().listener.lost("The device hung up.");
        bench.settle();

        bench.log.release();
        bench.settle();

        assertThat(bench.log.values("/a"))
                .containsExactly("0", "1", "2", "3", "4", "null " + Quality.BAD_NO_COMMUNICATION.unsigned());
    }

    @Test
    void aConnectorThatWaitsForTheLogIsLetGoWhenItsSessionEnds() throws InterruptedException {
        bench.queue(10).limits(1, 1).with(Bench.subscribed("a")).start();
        bench.log.stick();
        FakeDevice.FakeSession session = bench.device.session();
        Thread connector = new Thread(() -> IntStream.range(0, 100).forEach(i -> session.says(0, i)), "waiting");
        connector.start();
        await().until(() -> connector.getState() == Thread.State.WAITING);

        session.listener.lost("The device hung up.");
        bench.settle();

        connector.join();
        bench.log.release();
        bench.settle();
        List<String> values = bench.log.values("/a");
        int taken = values.size() - 1;
        assertThat(values.subList(0, taken))
                .as("what was taken before the end, in order")
                .containsExactlyElementsOf(
                        IntStream.range(0, taken).mapToObj(Integer::toString).toList());
        assertThat(values).last().isEqualTo("null " + Quality.BAD_NO_COMMUNICATION.unsigned());
        assertThat(bench.metric("connection_late")).isEqualTo(100.0 - taken);
    }
}

package io.millrace.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.model.LogPartition;
import io.millrace.model.LogSink;
import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import io.millrace.model.RecordHandler;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowIT {

    @TempDir
    static Path folder;

    private static Backbone backbone;

    @BeforeAll
    static void start() {
        backbone = Backbone.start(BackboneSettings.embedded(folder));
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void aSinkGetsWhatWasWrittenBeforeAndAfterItCame() throws Exception {
        List<String> before = Given.written(backbone.writer(), LogTopic.COMMANDS, "before", 100);
        MemorySink sink = new MemorySink();

        try (LogFollower follower = backbone.follow("commands", Set.of(LogTopic.COMMANDS), sink)) {
            List<String> after = Given.written(backbone.writer(), LogTopic.COMMANDS, "after", 100);

            await().untilAsserted(() -> assertThat(sink.payloads())
                    .containsAll(before)
                    .containsAll(after)
                    .doesNotHaveDuplicates());
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
            assertThat(follower.state()).isEqualTo(new FollowerState.Running());
        }
    }

    @Test
    void aSinkThatFailsAndRecoversGetsEveryRecordOnce() throws Exception {
        MemorySink sink = new MemorySink().failing(4);

        try (LogFollower follower = backbone.follow("failing", Set.of(LogTopic.SAMPLES), sink)) {
            List<String> written = Given.written(backbone.writer(), LogTopic.SAMPLES, "sample", 5_000);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(sink.payloads()).containsAll(written));
            assertThat(sink.records())
                    .extracting(stored -> stored.partition() + "@" + stored.offset())
                    .doesNotHaveDuplicates();
            assertThat(sink.refused()).isEqualTo(4);
            await().untilAsserted(() -> assertThat(follower.state()).isEqualTo(new FollowerState.Running()));
        }
    }

    @Test
    void aSinkThatDoesNotKnowWhereItWasIsAskedUntilItDoes() throws Exception {
        List<String> written = Given.written(backbone.writer(), LogTopic.AUDIT, "audit", 20);
        MemorySink memory = new MemorySink();
        AtomicInteger asked = new AtomicInteger();
        LogSink sink = new LogSink() {
            @Override
            public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) {
                if (asked.incrementAndGet() <= 3) {
                    throw new IllegalStateException("no connection to the database");
                }
                return memory.positions(partitions);
            }

            @Override
            public void store(List<StoredRecord> records, Map<LogPartition, Long> next) {
                memory.store(records, next);
            }
        };

        try (LogFollower follower = backbone.follow("asked", Set.of(LogTopic.AUDIT), sink)) {
            await().until(() -> follower.state() instanceof FollowerState.Retrying retrying
                    && retrying.reason().contains("no connection"));
            await().untilAsserted(() -> assertThat(memory.payloads()).containsExactlyElementsOf(written));
            await().untilAsserted(() -> assertThat(follower.state()).isEqualTo(new FollowerState.Running()));
        }
    }

    @Test
    void aHandlerGoesOnWhereItsLastBatchWasCommittedAndGetsAFailedOneAgain() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicBoolean fails = new AtomicBoolean(true);
        RecordHandler handler = records -> {
            records.forEach(stored -> seen.add(new String(stored.record().payload(), StandardCharsets.UTF_8)));
            if (fails.getAndSet(false)) {
                throw new IllegalStateException("the broker of the mirror is down");
            }
        };
        List<String> first = Given.written(backbone.writer(), LogTopic.EVENTS, "first", 100);
        try (LogFollower follower = backbone.followCommitted("mirror", Set.of(LogTopic.EVENTS), handler)) {
            await().untilAsserted(() -> assertThat(seen).containsAll(first));
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
            assertThat(seen.size()).isGreaterThan(100);
        }
        seen.clear();
        List<String> second = Given.written(backbone.writer(), LogTopic.EVENTS, "second", 100);
        try (LogFollower follower = backbone.followCommitted("mirror", Set.of(LogTopic.EVENTS), handler)) {
            await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrderElementsOf(second));
            assertThat(follower.name()).isEqualTo("mirror");
        }
    }

    @Test
    void aHandlerThatStartsAtTheEndMissesNothingOnceItWasThere() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        RecordHandler handler = records ->
                records.forEach(stored -> seen.add(new String(stored.record().payload(), StandardCharsets.UTF_8)));
        Given.written(backbone.writer(), LogTopic.QUARANTINE, "old", 10);
        Set<LogTopic> topics = Set.of(LogTopic.QUARANTINE);
        try (LogFollower follower = backbone.followCommitted("tail", topics, StartAt.END, handler)) {
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
        }
        List<String> meanwhile = Given.written(backbone.writer(), LogTopic.QUARANTINE, "meanwhile", 10);
        try (LogFollower follower = backbone.followCommitted("tail", topics, StartAt.END, handler)) {
            await().untilAsserted(() -> assertThat(seen).containsExactlyElementsOf(meanwhile));
            assertThat(follower.name()).isEqualTo("tail");
        }
    }

    @Test
    void twoProcessesWithFollowersOfOneNameShareThePartitions() throws Exception {
        // One "database" behind both, as in a plant that runs two historians.
        MemorySink database = new MemorySink();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        try (Backbone other = Backbone.start(BackboneSettings.external(backbone.bootstrapServers()));
                LogFollower here =
                        backbone.follow("shared", Set.of(LogTopic.SAMPLES), noting(database, "here", threads));
                LogFollower there =
                        other.follow("shared", Set.of(LogTopic.SAMPLES), noting(database, "there", threads))) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                Given.written(other.writer(), LogTopic.SAMPLES, "shared", 40);
                assertThat(threads).contains("here", "there");
            });
            there.close();
            List<String> last = Given.written(backbone.writer(), LogTopic.SAMPLES, "last", 1_000);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(database.payloads()).containsAll(last));
            await().untilAsserted(() -> assertThat(here.lag()).isZero());
        }
        assertThat(database.records())
                .extracting(stored -> stored.partition() + "@" + stored.offset())
                .doesNotHaveDuplicates();
        Map<LogPartition, Long> ends = backbone.endOffsets();
        database.places().forEach((partition, place) -> assertThat(ends).containsEntry(partition, place));
    }

    @Test
    void aSinkThatHangsDoesNotHoldUpTheClose() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        Given.written(backbone.writer(), LogTopic.SAMPLES, "sample", 1);
        LogFollower follower = backbone.followCommitted("hanging", Set.of(LogTopic.SAMPLES), records -> {
            hangs.countDown();
            never.await();
        });
        assertThat(hangs.await(20, TimeUnit.SECONDS)).isTrue();

        follower.close();

        await().untilAsserted(() -> assertThat(follower.state()).isEqualTo(new FollowerState.Stopped()));
    }

    @Test
    void aBatchThatIsHandledDuringTheCloseIsCommittedAndNotDeliveredAgain() throws Exception {
        Set<LogTopic> topics = Set.of(LogTopic.LEDGER);
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Given.written(backbone.writer(), LogTopic.LEDGER, "last", 1);
        LogFollower follower = backbone.followCommitted("closing", topics, records -> {
            handling.countDown();
            goOn.await();
        });
        assertThat(handling.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closing = new Thread(follower::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);

        goOn.countDown();
        closing.join(20_000);

        assertThat(follower.state()).isEqualTo(new FollowerState.Stopped());
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> next = Given.written(backbone.writer(), LogTopic.LEDGER, "next", 1);
        try (LogFollower again = backbone.followCommitted(
                "closing",
                topics,
                records -> records.forEach(
                        stored -> seen.add(new String(stored.record().payload(), StandardCharsets.UTF_8))))) {
            await().untilAsserted(() -> assertThat(seen).isEqualTo(next));
            assertThat(again.name()).isEqualTo("closing");
        }
    }

    @Test
    void aFollowerWhoseSinkIsDownEndsInOrderWhereverItWaits() throws Exception {
        Given.written(backbone.writer(), LogTopic.COMMANDS, "unstored", 1);
        MemorySink storesNothing = new MemorySink().failing(Integer.MAX_VALUE);
        LogSink knowsNothing = new LogSink() {
            @Override
            public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) {
                throw new IllegalStateException("no connection to the database");
            }

            @Override
            public void store(List<StoredRecord> records, Map<LogPartition, Long> next) {
                throw new IllegalStateException("never asked");
            }
        };
        Map<String, LogSink> sinks = Map.of("stores-nothing", storesNothing, "knows-nothing", knowsNothing);
        for (Map.Entry<String, LogSink> sink : sinks.entrySet()) {
            LogFollower follower = backbone.follow(sink.getKey(), Set.of(LogTopic.COMMANDS), sink.getValue());
            await().until(() -> follower.state() instanceof FollowerState.Retrying);

            follower.close();

            assertThat(follower.state()).isEqualTo(new FollowerState.Stopped());
            try (LogFollower again = backbone.follow(sink.getKey(), Set.of(LogTopic.COMMANDS), new MemorySink())) {
                await().untilAsserted(() -> assertThat(again.lag()).isZero());
            }
        }
    }

    @Test
    void aNameIsGivenOnceAtATime() {
        MemorySink sink = new MemorySink();
        try (LogFollower first = backbone.follow("once", Set.of(LogTopic.AUDIT), sink)) {
            assertThat(first.name()).isEqualTo("once");
            assertThatThrownBy(() -> backbone.follow("once", Set.of(LogTopic.AUDIT), sink))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("once");
        }
        backbone.follow("once", Set.of(LogTopic.AUDIT), sink).close();
    }

    @Test
    void figuresTellWhatWasWrittenAndStored() throws Exception {
        Given.written(backbone.writer(), LogTopic.COMMANDS, "command", 10);

        List<Metric> metrics = backbone.metrics();

        assertThat(metrics)
                .filteredOn(metric -> metric.name().equals("log_records_written"))
                .filteredOn(metric -> "millrace.commands".equals(metric.labels().get("topic")))
                .singleElement()
                .satisfies(metric -> assertThat(metric.value()).isGreaterThanOrEqualTo(10));
        await().untilAsserted(() -> assertThat(backbone.metrics())
                .extracting(Metric::name)
                .contains("log_end_offset", "log_size_bytes", "log_reachable"));
    }

    private static LogSink noting(MemorySink database, String who, Set<String> seen) {
        return new LogSink() {
            @Override
            public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) {
                return database.positions(partitions);
            }

            @Override
            public void store(List<StoredRecord> records, Map<LogPartition, Long> next) {
                database.store(records, next);
                seen.add(who);
            }
        };
    }
}

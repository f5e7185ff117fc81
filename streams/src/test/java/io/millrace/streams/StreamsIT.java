package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.backbone.Backbone;
import io.millrace.backbone.BackboneSettings;
import io.millrace.backbone.Retention;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.StoredRecord;
import io.millrace.model.Topic;
import io.millrace.model.Value.DataType;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Judge;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.Model.OnMismatch;
import io.millrace.model.contract.ModelName;
import io.millrace.model.contract.Models;
import io.millrace.model.contract.TopicCheck;
import io.millrace.process.Definition;
import io.millrace.process.Setting;
import io.millrace.process.counter.CounterKind;
import io.millrace.process.counter.CounterOptions;
import io.millrace.process.expression.ExpressionKind;
import io.millrace.process.expression.ExpressionOptions;
import io.millrace.process.window.WindowKind;
import io.millrace.process.window.WindowOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Counters on a real log. Each test has a location and an application of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsIT {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final long BEGIN = System.currentTimeMillis() - 60_000;
    private static final Models MODELS = new Models(
            List.of(pump("_pump_v1", OnMismatch.QUARANTINE), pump("_pump_v2", OnMismatch.MARK)),
            Models.Unknown.BY_NAME);

    private final Map<String, StoredRecord> newest = new ConcurrentHashMap<>();
    private final Map<String, Integer> told = new ConcurrentHashMap<>();
    private final List<String> marks = new CopyOnWriteArrayList<>();
    private final List<StoredRecord> quarantine = new CopyOnWriteArrayList<>();
    private Backbone log;
    private Path folder;

    @BeforeAll
    void startTheLog(@TempDir Path temporary) {
        folder = temporary;
        log = Backbone.start(new BackboneSettings.Embedded(
                temporary.resolve("log"),
                "127.0.0.1",
                0,
                BackboneSettings.DEFAULT_PARTITIONS,
                Retention.defaults(),
                BackboneSettings.DEFAULT_MAXIMUM_PAYLOAD_BYTES,
                "test"));
        log.followCommitted(
                "ear",
                EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS),
                records -> records.forEach(record -> {
                    newest.merge(record.record().key(), record, StreamsIT::newer);
                    told.merge(record.record().key(), 1, Integer::sum);
                    if (record.record().headers().containsKey(Headers.CONTRACT_ERROR)) {
                        marks.add(record.record().headers().get(Headers.CONTRACT_ERROR));
                    }
                }));
        log.followCommitted("quarantine", EnumSet.of(LogTopic.QUARANTINE), quarantine::addAll);
    }

    private static StoredRecord newer(StoredRecord one, StoredRecord other) {
        return time(other) >= time(one) ? other : one;
    }

    private static long time(StoredRecord record) {
        String text = text(record);
        int at = text.indexOf("\"timestamp_ms\":") + "\"timestamp_ms\":".length();
        return Long.parseLong(text.substring(at).split("[,}]")[0]);
    }

    private static String text(StoredRecord record) {
        return new String(record.record().payload(), StandardCharsets.UTF_8);
    }

    @AfterAll
    void stopTheLog() {
        log.close();
    }

    private static Definition counter(String name, String location, boolean scrap) {
        return counter(name, location, scrap, Duration.ofMinutes(10));
    }

    private static Definition counter(String name, String location, boolean scrap, String output) {
        return counter(name, location, scrap, Duration.ofMinutes(10), output);
    }

    private static Definition counter(String name, String location, boolean scrap, Duration lateness) {
        return counter(name, location, scrap, lateness, "pieces");
    }

    private static Definition counter(String name, String location, boolean scrap, Duration lateness, String output) {
        Setting setting = new Setting(name, NAMESPACE, location + "/+", ZoneId.of("UTC"));
        CounterOptions.Pulses pieces = new CounterOptions.Pulses("_historian/made", CounterOptions.Edge.RISING);
        CounterOptions.Pulses bad = new CounterOptions.Pulses("_historian/bad", CounterOptions.Edge.RISING);
        CounterOptions options = new CounterOptions(
                pieces,
                null,
                null,
                scrap ? new CounterOptions.Scrap(bad, null, true) : null,
                output,
                List.of(),
                List.of(),
                null);
        return new Definition(
                name,
                "counter",
                "rev-1",
                setting,
                new CounterKind().plan(options, setting),
                lateness,
                Duration.ofSeconds(1));
    }

    private static Model pump(String name, OnMismatch onMismatch) {
        Field flow = new Field.Leaf(DataType.NUMBER, "m3/h", 0.0, 250.0, Set.of(), false, null);
        return new Model(
                ModelName.parse(name), null, onMismatch, false, new Field.Group(Map.of("flow", flow), false, null));
    }

    private record Checks(TopicCheck check) implements Judge {
        @Override
        public @Nullable Problem judge(Message message) {
            return check.of(message);
        }

        @Override
        public boolean marks() {
            return check.marks();
        }
    }

    private static Definition doubled(String name, String location, String output) {
        Setting setting = new Setting(name, NAMESPACE, location, ZoneId.of("UTC"));
        ExpressionOptions options = new ExpressionOptions(
                "_historian/raw",
                Map.of(),
                Map.of(),
                "value * 2.0",
                output,
                ExpressionOptions.Join.LAST,
                null,
                Duration.ZERO,
                null,
                Map.of());
        return new Definition(
                name,
                "expression",
                "rev-1",
                setting,
                new ExpressionKind().plan(options, setting),
                Duration.ofMinutes(10),
                Duration.ofSeconds(1));
    }

    @Test
    void whatAProcessorSaysIsCheckedByTheModelOfItsTopic() throws Exception {
        Definition strict = doubled("strict", "pump", "_pump_v1/flow");
        Definition lenient = doubled("lenient", "pump", "_pump_v2/flow");
        try (Streams streams = start("models", "models-1", strict, lenient)) {
            write(List.of(
                    record("umh/v1/pump/_historian/raw", BEGIN, 300),
                    record("umh/v1/pump/_historian/raw", BEGIN + 1, 100)));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(newest)
                    .containsKeys("umh/v1/pump/_pump_v1/flow", "umh/v1/pump/_pump_v2/flow"));
            await().untilAsserted(() ->
                    assertThat(told.get("umh/v1/pump/_pump_v2/flow")).isEqualTo(2));

            assertThat(told.get("umh/v1/pump/_pump_v1/flow"))
                    .as("200 fits, 600 does not")
                    .isEqualTo(1);
            await().untilAsserted(() -> assertThat(quarantine)
                    .filteredOn(record -> record.record().key().equals("umh/v1/pump/_pump_v1/flow"))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(text(record)).endsWith("\"value\":600.0}");
                        assertThat(record.record().headers())
                                .containsEntry(Headers.ERROR_CODE, "contract-mismatch")
                                .containsEntry(Headers.ERROR_HOP, "processor:strict")
                                .hasEntrySatisfying(
                                        Headers.ERROR, why -> assertThat(why).contains("_pump_v1, field 'flow'"));
                    }));
            assertThat(marks).hasSize(1).allSatisfy(mark -> assertThat(mark).contains("_pump_v2, field 'flow'"));
            assertThat(streams.processors())
                    .extracting(ProcessorStatus::outputs, ProcessorStatus::refused, ProcessorStatus::degraded)
                    .containsExactly(Tuple.tuple(1L, 1L, false), Tuple.tuple(2L, 0L, false));
        }
    }

    private Streams start(String application, String instance, Definition... definitions) {
        return Streams.start(
                new StreamsSettings(
                        log.bootstrapServers(),
                        Map.of(),
                        application,
                        instance,
                        folder.resolve(instance),
                        0,
                        1,
                        "works/hub",
                        NAMESPACE),
                List.of(definitions),
                StreamsIT::route,
                topic -> Optional.ofNullable(MODELS.check(topic)).map(Checks::new),
                Clock.systemUTC());
    }

    private static LogTopic route(Topic topic) {
        return topic.contract().equals(Payloads.ANALYTICS) ? LogTopic.EVENTS : LogTopic.SAMPLES;
    }

    private void write(String topic, long millis, Object value) throws Exception {
        write(List.of(record(topic, millis, value)));
    }

    private static LogRecord record(String topic, long millis, Object value) {
        return record(topic, millis, value, Map.of());
    }

    private static LogRecord record(String topic, long millis, Object value, Map<String, String> headers) {
        String payload = "{\"timestamp_ms\":" + millis + ",\"value\":" + value + "}";
        return new LogRecord(LogTopic.SAMPLES, topic, payload.getBytes(StandardCharsets.UTF_8), headers);
    }

    private void write(List<LogRecord> records) throws Exception {
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (LogRecord record : records) {
            written.add(log.writer().write(record).toCompletableFuture());
        }
        CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }

    private void awaitTotal(String line, long total) {
        awaitNewest("umh/v1/" + line + "/_historian/pieces/total", total);
    }

    private void awaitNewest(String topic, long value) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(newest).containsKey(topic);
            assertThat(text(newest.get(topic))).endsWith("\"value\":" + value + "}");
        });
    }

    @Test
    void onlyWhoAsksForUnfilteredValuesTakesWhatAFilterLeftOut() throws Exception {
        Definition filtered = counter("filtered", "sieve", false);
        Definition each = unfiltered(counter("each", "sieve", false, "each"));
        try (Streams streams = start("sieve", "sieve-1", filtered, each)) {
            String made = "umh/v1/sieve/line-1/_historian/made";
            LogRecord leftOut = record(made, BEGIN + 1, 10, Map.of(Headers.FILTERED, "swinging-door"));
            write(List.of(record(made, BEGIN, 1), leftOut));
            awaitTotal("sieve/line-1", 1);
            awaitNewest("umh/v1/sieve/line-1/_historian/each/total", 11);
            assertThat(text(newest.get(made))).as("nobody else heard of it").endsWith("\"value\":1}");

            // the filter lets it pass after all
            write(made, BEGIN + 1, 10);
            awaitTotal("sieve/line-1", 11);
            assertThat(text(newest.get(made))).endsWith("\"value\":10}");
            write(made, BEGIN + 2, 100);
            awaitTotal("sieve/line-1", 111);
            awaitNewest("umh/v1/sieve/line-1/_historian/each/total", 111);
            assertThat(streams.processors())
                    .extracting(ProcessorStatus::inputs, ProcessorStatus::duplicates, ProcessorStatus::refused)
                    .containsExactly(Tuple.tuple(3L, 0L, 0L), Tuple.tuple(4L, 1L, 0L));
        }
    }

    private static Definition unfiltered(Definition of) {
        return new Definition(
                of.name(), of.kind(), of.revision(), of.setting(), of.plan(), of.lateness(), of.patience(), true);
    }

    @Test
    void everyInstanceCountsItsOwnWhereverItsInputsArrive() throws Exception {
        Random random = new Random(7);
        long[] made = new long[6];
        try (Streams streams = start("own", "own-1", counter("alone", "own", false), counter("both", "two", true))) {
            List<LogRecord> records = new ArrayList<>();
            for (int i = 0; i < 1200; i++) {
                int line = i % made.length;
                int pieces = 1 + random.nextInt(3);
                made[line] += pieces;
                records.add(record("umh/v1/own/line-" + line + "/_historian/made", BEGIN + i, pieces));
                records.add(record("umh/v1/two/line-" + line + "/_historian/made", BEGIN + i, pieces));
                records.add(record("umh/v1/two/line-" + line + "/_historian/bad", BEGIN + i, 1));
            }
            write(records);

            for (int line = 0; line < made.length; line++) {
                awaitTotal("own/line-" + line, made[line]);
                awaitTotal("two/line-" + line, made[line]);
                awaitNewest("umh/v1/two/line-" + line + "/_historian/pieces/scrap", 200);
            }
            assertThat(streams.engine().state()).isEqualTo(EngineStatus.State.RUNNING);
            assertThat(streams.processors())
                    .extracting(ProcessorStatus::instances, ProcessorStatus::refused)
                    .containsOnly(Tuple.tuple(6L, 0L));
        }
    }

    @Test
    void whatIsSaidTellsWhereItComesFrom() throws Exception {
        try (Streams streams = start("lineage", "lineage-1", counter("tells", "lineage", false))) {
            write("umh/v1/lineage/line/_historian/made", BEGIN, 1);
            awaitTotal("lineage/line", 1);

            Map<String, String> headers = newest.get("umh/v1/lineage/line/_historian/pieces/total")
                    .record()
                    .headers();
            assertThat(headers)
                    .containsEntry(Headers.PROCESSOR, "tells@rev-1")
                    .containsEntry(Headers.ORIGIN, "works/hub/processor:tells")
                    .containsEntry(Headers.INPUTS, "umh/v1/lineage/line/_historian/made@" + BEGIN * 1000)
                    .doesNotContainKeys(Headers.CORRECTION, Headers.SOURCE, Headers.RECEIVED, Headers.TRACE);
            assertThat(Headers.source(headers::get)).isEqualTo("processor:tells");
            assertThat(streams.processors().get(0).outputs()).isEqualTo(2);
        }
    }

    @Test
    void aRestartGoesOnWhereItWasAndCountsNothingTwice() throws Exception {
        Definition definition = counter("again", "again", true);
        for (int round = 0; round < 3; round++) {
            Streams streams = start("again", "again-1", definition);
            for (int i = 0; i < 50; i++) {
                write("umh/v1/again/line/_historian/made", BEGIN + 1000 * round + i, 1);
                write("umh/v1/again/line/_historian/bad", BEGIN + 1000 * round + i, 1);
            }
            if (round == 1) {
                awaitTotal("again/line", 100);
            }
            streams.close();
            assertThat(streams.engine().state()).isEqualTo(EngineStatus.State.STOPPED);
        }
        try (Streams streams = start("again", "again-1", definition)) {
            awaitTotal("again/line", 150);
            // a redelivery, and a late one that the state of a former life must still take
            write("umh/v1/again/line/_historian/made", BEGIN, 1);
            write("umh/v1/again/line/_historian/made", BEGIN + 500, 1);
            awaitTotal("again/line", 151);
            assertThat(streams.processors().get(0).duplicates()).isEqualTo(1);
            assertThat(streams.processors().get(0).corrections()).isPositive();
        }
    }

    @Test
    void anotherProcessTakesOverWhatOneLeaves() throws Exception {
        Definition definition = counter("shared", "shared", false);
        Streams first = start("shared", "shared-1", definition);
        Streams second = start("shared", "shared-2", definition);
        for (int i = 0; i < 100; i++) {
            for (int line = 0; line < 4; line++) {
                write("umh/v1/shared/line-" + line + "/_historian/made", BEGIN + i, 1);
            }
            if (i == 50) {
                first.close();
            }
        }
        for (int line = 0; line < 4; line++) {
            awaitTotal("shared/line-" + line, 100);
        }
        assertThat(second.processors().get(0).instances()).isEqualTo(4);
        second.close();
    }

    @Test
    void aBacklogOfHoursLosesNothingWhereInputsOfSeveralPartitionsMeet() throws Exception {
        long begin = System.currentTimeMillis() - 3_600_000;
        List<LogRecord> backlog = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            for (int line = 0; line < 4; line++) {
                backlog.add(record("umh/v1/behind/line-" + line + "/_historian/made", begin + 4000L * i, 1));
                backlog.add(record("umh/v1/behind/line-" + line + "/_historian/bad", begin + 4000L * i + 1, 1));
            }
        }
        write(backlog);
        Definition made = counter("behind", "behind", true, Duration.ofSeconds(5));
        try (Streams streams = start("behind", "behind-1", made)) {
            for (int line = 0; line < 4; line++) {
                awaitTotal("behind/line-" + line, 900);
                awaitNewest("umh/v1/behind/line-" + line + "/_historian/pieces/scrap", 900);
            }
            assertThat(streams.processors().get(0).tooLate()).isZero();
        }
    }

    @Test
    void whatWaitsBehindTheOpenTransactionOfAnotherIsStillToCome() throws Exception {
        String line = "umh/v1/held/" + lineOnTwoPartitions("umh/v1/held/") + "/_historian/";
        long begin = System.currentTimeMillis() - 3_600_000;
        Map<String, Object> writer = Map.of(
                "bootstrap.servers",
                log.bootstrapServers(),
                "transactional.id",
                "somebody",
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                StringSerializer.class);
        try (KafkaProducer<String, String> another = new KafkaProducer<>(writer)) {
            another.initTransactions();
            another.beginTransaction();
            another.send(new ProducerRecord<>(LogTopic.SAMPLES.topicName(), line + "made", "never to be seen"))
                    .get();
            List<LogRecord> backlog = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                backlog.add(record(line + "made", begin + 10_000L * i, 1));
                backlog.add(record(line + "bad", begin + 10_000L * i + 1, 1));
            }
            write(backlog);
            try (Streams streams = start("held", "held-1", counter("held", "held", true, Duration.ofSeconds(5)))) {
                awaitInputs(streams, 300);
                // time enough to believe that nothing comes
                await().during(Duration.ofSeconds(3))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> streams.processors().get(0).inputs() == 300);
                write(line + "bad", begin + 3_000_000, 1);
                awaitInputs(streams, 301);
                another.abortTransaction();

                awaitNewest(line + "pieces/total", 300);
                awaitNewest(line + "pieces/scrap", 301);
                assertThat(streams.processors().get(0).tooLate()).isZero();
            }
        }
    }

    private static void awaitInputs(Streams streams, long inputs) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> streams.processors().get(0).inputs() == inputs);
    }

    /** A line whose two inputs arrive in two partitions. */
    private static String lineOnTwoPartitions(String above) {
        for (int i = 0; ; i++) {
            String line = "line-" + i;
            if (Partitions.of(above + line + "/_historian/made") != Partitions.of(above + line + "/_historian/bad")) {
                return line;
            }
        }
    }

    @Test
    void whatFollowsFromSilenceIsToldOnceNothingWaitsInTheLog() throws Exception {
        Setting setting = new Setting("quiet", NAMESPACE, "quiet/+", ZoneId.of("UTC"));
        WindowOptions options = new WindowOptions(
                "_historian/made",
                null,
                Duration.ofSeconds(10),
                null,
                null,
                null,
                Duration.ZERO,
                List.of("count"),
                WindowOptions.Per.SECOND,
                null,
                "made/ten");
        Definition window = new Definition(
                "quiet",
                "window",
                "rev-1",
                setting,
                new WindowKind().plan(options, setting),
                Duration.ofMinutes(10),
                Duration.ofSeconds(1));
        long begin = BEGIN - BEGIN % 10_000;
        List<LogRecord> backlog = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            backlog.add(record("umh/v1/quiet/line/_historian/made", begin + 10 * i, i));
        }
        // at once: by the log's time, too, none is silent for as long as the patience
        write(backlog);
        try (Streams streams = start("quiet", "quiet-1", window)) {
            String topic = "umh/v1/quiet/line/_historian/made/ten/count";
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(newest).containsKey(topic);
                assertThat(text(newest.get(topic))).isEqualTo("{\"timestamp_ms\":" + begin + ",\"value\":200}");
            });
            assertThat(told.get(topic)).isEqualTo(1);
            assertThat(streams.processors().get(0).corrections()).isZero();
        }
    }

    @Test
    void whatCannotBeUsedIsSetAsideAndTheRestGoesOn() throws Exception {
        try (Streams streams = start("aside", "aside-1", counter("picky", "aside", false))) {
            write("umh/v1/aside/line/_historian/made", BEGIN, 1);
            write("umh/v1/aside/line/_historian/made", BEGIN + 1, "\"many\"");
            write("umh/v1/aside/line/_historian/made", BEGIN + 2, 1);

            awaitTotal("aside/line", 2);
            await().untilAsserted(() -> assertThat(quarantine)
                    .filteredOn(record -> record.record().key().equals("umh/v1/aside/line/_historian/made"))
                    .singleElement()
                    .satisfies(record -> assertThat(record.record().headers())
                            .containsEntry(Headers.ERROR_HOP, "processor:picky")
                            .containsKey(Headers.ERROR)));
            assertThat(streams.processors().get(0).refused()).isEqualTo(1);
            assertThat(streams.processors().get(0).degraded()).isFalse();
        }
    }
}

package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.SAMPLES_1;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.payload;
import static io.millrace.historian.fixture.Records.record;
import static io.millrace.historian.fixture.Records.sample;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import io.millrace.model.StoredRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of records in a real PostgreSQL. */
class HistorianSinkIT {

    private static final Set<LogPartition> ALL = Set.of(SAMPLES_0, SAMPLES_1, EVENTS_0);
    private static final LocalDate FIRST_KEPT = LocalDate.parse("2026-03-01");
    private static final String EVENT = "umh/v1/limeworks/liege/_analytics/work-order/create";

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();
    private final MemoryQuarantine quarantine = new MemoryQuarantine();
    private HistorianSink sink = sinkOn(database);

    private HistorianSink sinkOn(Database of) {
        return new HistorianSink(of, NAMESPACE, quarantine, AT_NOON, () -> FIRST_KEPT);
    }

    @BeforeEach
    void askForThePositions() throws Exception {
        assertThat(sink.positions(ALL)).isEmpty();
    }

    @AfterEach
    void close() {
        sink.close();
        database.close();
        postgres.drop();
    }

    private void store(StoredRecord... records) throws Exception {
        List<StoredRecord> list = List.of(records);
        sink.store(list, next(list));
    }

    private double count(String name) {
        return sink.counts().metrics().stream()
                .filter(metric -> metric.name().equals("historian_" + name))
                .mapToDouble(Metric::value)
                .sum();
    }

    private List<String> values(String tag) {
        return postgres.column("SELECT value FROM millrace.samples WHERE topic = '" + topic(tag) + "' ORDER BY ts");
    }

    @Test
    void aSampleBecomesARowWithItsTag() throws Exception {
        // when
        store(sample(0, "burner/temperature", 0, 23.4));

        // then
        assertThat(postgres.column(
                        "SELECT concat_ws('|', topic, location, contract, name, ts at time zone 'UTC', quality,"
                                + " value, number) FROM millrace.samples"))
                .containsExactly("umh/v1/limeworks/liege/kilns/_historian/burner/temperature|limeworks/liege/kilns"
                        + "|_historian|burner/temperature|2026-03-10 12:00:00|Good|23.4|23.4");
        assertThat(count("samples")).isEqualTo(1);
    }

    @Test
    void everyKindOfValueKeepsAllItHas() throws Exception {
        // when
        store(
                sample(0, "largest", 0, Long.MAX_VALUE),
                sample(1, "smallest", 0, Long.MIN_VALUE),
                sample(2, "tiny", 0, "4.9E-324"),
                sample(3, "third", 0, "0.1"),
                sample(4, "on", 0, true),
                sample(5, "off", 0, false),
                sample(6, "text", 0, "\"k\u00f6ln \\ud83d\\ude00 \\\\ tab\\t\""),
                sample(7, "empty", 0, "\"\""));

        // then
        assertThat(values("largest")).containsExactly("9223372036854775807");
        assertThat(values("smallest")).containsExactly("-9223372036854775808");
        assertThat(values("tiny")).containsExactly("5e-324");
        assertThat(values("third")).containsExactly("0.1");
        assertThat(values("on")).containsExactly("true");
        assertThat(values("off")).containsExactly("false");
        assertThat(values("text")).containsExactly("k\u00f6ln \ud83d\ude00 \\ tab\t");
        assertThat(values("empty")).containsExactly("");
        assertThat(postgres.column("SELECT name || ' ' || data_type FROM millrace.tag ORDER BY name"))
                .containsExactly(
                        "empty text",
                        "largest integer",
                        "off boolean",
                        "on boolean",
                        "smallest integer",
                        "text text",
                        "third number",
                        "tiny number");
    }

    @Test
    void microsecondsAndQualityAreExact() throws Exception {
        // given
        long micros = NOON.getEpochSecond() * 1_000_000 + 123_457;

        // when
        store(record(
                SAMPLES_0,
                0,
                topic("a"),
                "{\"timestamp_us\":" + micros + ",\"value\":null,\"quality\":\"Bad_NoCommunication\"}"));

        // then
        assertThat(postgres.column("SELECT concat_ws('|', ts at time zone 'UTC', status_code, quality, value)"
                        + " FROM millrace.samples"))
                .containsExactly("2026-03-10 12:00:00.123457|" + 0x80310000 + "|Bad");
    }

    @Test
    void aTagsTypeOnlyWidens() throws Exception {
        store(sample(0, "a", 0, true));
        store(sample(1, "a", 1, 7), sample(2, "a", 2, 7.5));
        store(sample(3, "a", 3, false));

        assertThat(postgres.column("SELECT data_type FROM millrace.tag")).containsExactly("number");
        assertThat(values("a")).containsExactly("1", "7", "7.5", "0");
    }

    @Test
    void severalKeysAreSeveralTags() throws Exception {
        store(record(
                SAMPLES_0,
                0,
                "umh/v1/limeworks/liege/_historian/drive",
                "{\"timestamp_ms\":" + NOON.toEpochMilli() + ",\"speed\":50.3,\"axis\":{\"x\":1,\"y\":\"far\"}}"));

        assertThat(postgres.column("SELECT name || '=' || value FROM millrace.samples ORDER BY name"))
                .containsExactly("drive/axis/x=1", "drive/axis/y=far", "drive/speed=50.3");
    }

    @Test
    void aMissingTimeIsTheReceivedTimeAndElseTheLogs() throws Exception {
        // given
        long received = (NOON.toEpochMilli() - 5_000) * 1000 + 7;

        // when
        store(
                record(SAMPLES_0, 0, topic("a"), "{\"value\":1}", Map.of(Headers.RECEIVED, Long.toString(received))),
                record(SAMPLES_0, 1, topic("b"), "{\"value\":1}", Map.of(Headers.RECEIVED, "yesterday")),
                record(SAMPLES_0, 2, topic("c"), "{\"value\":1}"));

        // then
        assertThat(postgres.column("SELECT (ts at time zone 'UTC')::text FROM millrace.samples ORDER BY topic"))
                .containsExactly("2026-03-10 11:59:55.000007", "2026-03-10 12:00:00", "2026-03-10 12:00:00");
    }

    @Test
    void theSameIdentityIsOneRowAndTheFirstWins() throws Exception {
        // within a batch
        store(sample(0, "a", 0, 1), sample(1, "a", 0, 2), sample(2, "b", 0, 3));
        assertThat(values("a")).containsExactly("1");
        assertThat(count("duplicates")).isEqualTo(1);

        // across batches, twice, beside a new one
        store(sample(3, "a", 0, 4), sample(4, "a", 1, 5));
        store(sample(5, "a", 1, 6), sample(6, "b", 0, 7));

        assertThat(values("a")).containsExactly("1", "5");
        assertThat(values("b")).containsExactly("3");
        assertThat(count("samples")).isEqualTo(3);
        assertThat(count("duplicates")).isEqualTo(4);
        assertThat(quarantine.records()).isEmpty();
    }

    @Test
    void afterAStreakOfDuplicatesTheQuickWayIsTakenAgain() throws Exception {
        store(sample(0, "a", 0, 1));
        store(sample(1, "a", 0, 1));
        for (int i = 2; i < 60; i++) {
            store(sample(i, "a", i, i));
        }

        assertThat(count("samples")).isEqualTo(59);
        assertThat(count("duplicates")).isEqualTo(1);
    }

    @Test
    void eventsAreOneByTopicTimeAndId() throws Exception {
        // given
        String at = "\"timestamp_ms\":" + NOON.toEpochMilli();

        // when
        store(
                record(EVENTS_0, 0, EVENT, "{" + at + ",\"id\":\"o-1\",\"quantity\":5}"),
                record(EVENTS_0, 1, EVENT, "{" + at + ",\"id\":\"o-2\",\"quantity\":6}"),
                record(EVENTS_0, 2, EVENT, "{" + at + ",\"id\":\"o-1\",\"quantity\":7}"),
                record(EVENTS_0, 3, EVENT, "{" + at + ",\"quantity\":8}"),
                record(EVENTS_0, 4, EVENT, "{" + at + ",\"quantity\":9}"));
        store(record(EVENTS_0, 5, EVENT, "{" + at + ",\"id\":\"o-2\",\"quantity\":10}"));

        // then
        assertThat(postgres.column("SELECT concat_ws('|', coalesce(id, '-'), payload->>'quantity') FROM millrace.event"
                        + " ORDER BY 1"))
                .containsExactly("-|8", "o-1|5", "o-2|6");
        assertThat(count("events")).isEqualTo(3);
        assertThat(count("duplicates")).isEqualTo(3);
    }

    @Test
    void rawBytesAreTheLogsBusinessAndNoRefusal() throws Exception {
        store(record(SAMPLES_0, 0, "umh/v1/limeworks/_raw/frame", "\u0001 no json"), sample(1, "a", 0, 1));

        assertThat(quarantine.records()).isEmpty();
        assertThat(count("samples")).isEqualTo(1);
        assertThat(sink.positions(Set.of(SAMPLES_0))).containsEntry(SAMPLES_0, 2L);
    }

    @Test
    void whatIsOlderThanTheRetentionIsLeftOutAndCounted() throws Exception {
        // given the first kept day is the 1st: ten days before noon of the 10th is the last day of February
        long tenDays = 10 * 86_400_000L;

        // when
        store(
                sample(0, "old", -tenDays, 1),
                sample(1, "kept", -tenDays + 43_200_000L, 2),
                record(EVENTS_0, 0, EVENT, "{\"timestamp_ms\":" + (NOON.toEpochMilli() - tenDays) + "}"));

        // then
        assertThat(values("old")).isEmpty();
        assertThat(values("kept")).containsExactly("2");
        assertThat(count("too_old")).isEqualTo(2);
        assertThat(sink.positions(ALL)).isEqualTo(Map.of(SAMPLES_0, 2L, EVENTS_0, 1L));
    }

    @Test
    void daysAreMadeOnDemandAndMadeAgainWhenSomebodyDroppedThem() throws Exception {
        store(sample(0, "a", -5 * 86_400_000L, 1));
        assertThat(postgres.column("SELECT to_regclass('millrace.sample_20260305') IS NOT NULL"))
                .containsExactly("t");

        postgres.execute("DROP TABLE millrace.sample_20260305");
        store(sample(1, "a", -5 * 86_400_000L, 2), sample(2, "a", 0, 3));

        assertThat(values("a")).containsExactly("2", "3");
    }

    @Test
    void recordsOfManyDaysAreStoredInParts() throws Exception {
        // given
        sink.close();
        sink = new HistorianSink(database, NAMESPACE, quarantine, AT_NOON, () -> LocalDate.parse("2020-01-01"));
        sink.positions(ALL);
        List<StoredRecord> records = new ArrayList<>();
        for (int day = 0; day < 500; day++) {
            records.add(sample(day, "a", -day * 86_400_000L, day));
        }

        // when
        sink.store(records, next(records));

        // then
        assertThat(values("a")).hasSize(500);
        assertThat(sink.positions(Set.of(SAMPLES_0))).containsEntry(SAMPLES_0, 500L);
        assertThat(count("batches")).isGreaterThan(1);
    }

    @Test
    void whoComesBackWithOldPositionsIsRefusedAndStoresNothing() throws Exception {
        // given another hub that took the partition over
        sink.store(List.of(sample(0, "a", 0, 1)), Map.of(SAMPLES_0, 1L));
        try (Database another = postgres.database();
                HistorianSink other = sinkOn(another)) {
            // which counts what nobody has counted yet
            assertThat(other.positions(ALL)).isEqualTo(Map.of(SAMPLES_0, 0L));
            List<StoredRecord> both = List.of(sample(0, "a", 0, 1), sample(1, "a", 1, 2));
            other.store(both, next(both));
        }

        // when
        List<StoredRecord> late = List.of(sample(1, "b", 1, 2), sample(2, "b", 2, 3));
        assertThatThrownBy(() -> sink.store(late, next(late)))
                .isInstanceOf(HistorianUnavailableException.class)
                .hasMessageContaining("millrace.samples-0 stored up to 2 where 1 was expected");

        // then
        assertThat(values("b")).isEmpty();
        assertThat(sink.positions(Set.of(SAMPLES_0))).containsEntry(SAMPLES_0, 2L);
        List<StoredRecord> again = late.subList(1, 2);
        sink.store(again, next(again));
        assertThat(values("b")).containsExactly("3");
        sink.close();
        assertThat(postgres.column("SELECT sum(received) || ' ' || sum(delivered) FROM millrace.ledger"))
                .containsExactly("3 3");
    }

    @Test
    void offsetsGoBackWhenTheLogWasMadeAnew() throws Exception {
        sink.store(List.of(sample(99, "a", 0, 1)), Map.of(SAMPLES_0, 100L));

        sink.store(List.of(sample(0, "a", 1, 2)), Map.of(SAMPLES_0, 1L));

        assertThat(sink.positions(Set.of(SAMPLES_0))).containsEntry(SAMPLES_0, 1L);
    }

    @Test
    void aCrashThatUndidCommitsIsNoticedBeforeTheNextBatch() throws Exception {
        // given
        sink.store(List.of(sample(0, "a", 0, 1), sample(1, "a", 1, 2)), Map.of(SAMPLES_0, 2L));
        postgres.execute("DELETE FROM millrace.sample; UPDATE millrace.log_offset SET next_offset = 0");

        // when
        List<StoredRecord> third = List.of(sample(2, "a", 2, 3));
        assertThatThrownBy(() -> sink.store(third, next(third)))
                .isInstanceOf(HistorianUnavailableException.class)
                .hasMessageContaining("stored up to 0 where 2 was expected");

        // then
        assertThat(values("a")).isEmpty();
        assertThat(sink.positions(Set.of(SAMPLES_0))).containsEntry(SAMPLES_0, 0L);
    }

    @Test
    void twoSinksStoreDifferentPartitionsOfTheSameTagsSideBySide() throws Exception {
        try (Database another = postgres.database();
                HistorianSink other = sinkOn(another)) {
            other.positions(Set.of(SAMPLES_1));
            List<Throwable> failures = new ArrayList<>();
            Thread second = new Thread(() -> {
                try {
                    storeRounds(other, SAMPLES_1, 500_000);
                } catch (Exception failed) {
                    failures.add(failed);
                }
            });
            second.start();
            storeRounds(sink, SAMPLES_0, 0);
            second.join();
            assertThat(failures).isEmpty();
        }
        assertThat(postgres.column("SELECT count(*) FROM millrace.sample")).containsExactly("4000");
        assertThat(sink.positions(ALL)).isEqualTo(Map.of(SAMPLES_0, 2000L, SAMPLES_1, 2000L));
    }

    private static void storeRounds(HistorianSink sink, LogPartition partition, long millis) throws Exception {
        long offset = 0;
        for (int round = 0; round < 20; round++) {
            List<StoredRecord> records = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                records.add(record(partition, offset, topic("tag-" + i), payload(millis + offset, offset)));
                offset++;
            }
            sink.store(records, next(records));
        }
    }

    @Test
    void aFailedQuarantineStoresNothingAndMovesNoOffset() throws Exception {
        // given
        quarantine.refuse(new IllegalStateException("the log is full"));
        List<StoredRecord> records = List.of(sample(0, "a", 0, 1), record(SAMPLES_0, 1, topic("b"), "no json"));

        // when
        assertThatThrownBy(() -> sink.store(records, next(records))).hasRootCauseMessage("the log is full");

        // then
        assertThat(values("a")).isEmpty();
        assertThat(sink.positions(ALL)).isEmpty();
        quarantine.refuse(null);
        sink.store(records, next(records));
        assertThat(values("a")).containsExactly("1");
        assertThat(quarantine.records()).hasSize(1);
        assertThat(quarantine.records().get(0).log()).isEqualTo(LogTopic.QUARANTINE);
    }
}

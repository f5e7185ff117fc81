package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.SAMPLES_1;
import static io.millrace.historian.fixture.Records.payload;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.MemoryLog;
import io.millrace.historian.fixture.MovingClock;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what processors say anew, or take back. */
class CorrectionsIT {

    private static final LogPartition QUARANTINE = new LogPartition(LogTopic.QUARANTINE, 0);
    private static final String COUNT = "umh/v1/limeworks/liege/packing/line-1/_analytics/bags/count";
    private static final LocalDate FIRST_KEPT = LocalDate.parse("2026-03-01");
    private static final int EVERYTHING = 1_000_000;

    private static final SharedPostgres POSTGRES = SharedPostgres.freshDatabase();
    private static final Database DATABASE = POSTGRES.database();

    private final MemoryLog log = new MemoryLog(SAMPLES_0, SAMPLES_1, EVENTS_0, QUARANTINE);
    private final MovingClock clock = new MovingClock(NOON);
    private HistorianSink sink = open();

    private HistorianSink open() {
        return new HistorianSink(DATABASE, NAMESPACE, log, clock, () -> FIRST_KEPT);
    }

    @AfterEach
    void close() {
        sink.close();
        POSTGRES.empty();
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
        POSTGRES.drop();
    }

    /** @param correction 0 for what is said for the first time */
    private static Map<String, String> headers(long correction, boolean retracted) {
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.SOURCE, "processor:bags");
        headers.put(Headers.PROCESSOR, "bags@7");
        if (correction > 0) {
            headers.put(Headers.CORRECTION, Long.toString(correction));
        }
        if (retracted) {
            headers.put(Headers.RETRACTED, "true");
        }
        return headers;
    }

    private void said(String tag, long millis, Object value, long correction) {
        log.append(SAMPLES_0, topic(tag), payload(millis, value), headers(correction, false));
    }

    private void retracted(String tag, long millis, long correction) {
        log.append(
                SAMPLES_0,
                topic(tag),
                "{\"timestamp_ms\":" + (NOON.toEpochMilli() + millis) + ",\"value\":null,\"quality\":\"Bad_NoData\"}",
                headers(correction, true));
    }

    private void counted(long millis, @Nullable String id, int count, long correction) {
        log.append(
                EVENTS_0,
                COUNT,
                "{\"timestamp_ms\":" + (NOON.toEpochMilli() + millis) + (id == null ? "" : ",\"id\":\"" + id + "\"")
                        + ",\"count\":" + count + "}",
                headers(correction, false));
    }

    private void deliver() throws Exception {
        log.deliverAll(sink, new Random(1), EVERYTHING);
    }

    private static List<String> samples() {
        return POSTGRES.column("SELECT concat_ws(' ', name, extract(milliseconds FROM ts)::int, value)"
                + " FROM millrace.samples ORDER BY name, ts");
    }

    private static List<String> events() {
        return POSTGRES.column("SELECT concat_ws(' ', id, payload ->> 'count') FROM millrace.event ORDER BY ts, id");
    }

    private static List<String> corrections() {
        return POSTGRES.column(
                "SELECT concat_ws(' ', name, id, correction, CASE WHEN retracted THEN 'retracted' END,"
                        + " coalesce(was, 'nothing'), was_quality) FROM millrace.corrections ORDER BY topic, ts, id, correction");
    }

    private List<String> ledger() throws Exception {
        sink.positions(List.of());
        return POSTGRES.column("SELECT concat_ws(' ', source, regexp_replace(topic, '.*/', ''), received, delivered,"
                + " duplicate, rejected, corrected) FROM millrace.ledger ORDER BY source, topic");
    }

    @Test
    void aCorrectionReplacesTheSampleAndTheOldOneIsKept() throws Exception {
        // given
        said("mean", 0, 1.5, 0);
        said("mean", 60, 2.5, 0);
        deliver();

        // when
        said("mean", 0, 1.75, 1);
        deliver();
        said("mean", 0, "\"none\"", 2);
        deliver();

        // then
        assertThat(samples()).containsExactly("mean 0 none", "mean 60 2.5");
        assertThat(corrections()).containsExactly("mean 1 1.5 Good", "mean 2 1.75 Good");
        assertThat(ledger()).containsExactly("processor:bags mean 4 4 0 0 2");
        assertThat(POSTGRES.column("SELECT concat_ws(' ', location, contract, processor, corrected_at > now() -"
                        + " interval '1 minute') FROM millrace.corrections LIMIT 1"))
                .containsExactly("limeworks/liege/kilns _historian bags@7 t");
    }

    @Test
    void anEventIsReplacedByItsIdentity() throws Exception {
        counted(0, null, 10, 0);
        counted(0, "a", 20, 0);
        counted(0, "b", 30, 0);
        deliver();

        counted(0, null, 11, 1);
        counted(0, "b", 31, 1);
        deliver();

        assertThat(events()).containsExactlyInAnyOrder("11", "a 20", "b 31");
        assertThat(POSTGRES.column(
                        "SELECT concat_ws(' ', id, was::jsonb ->> 'count') FROM millrace.corrections" + " ORDER BY id"))
                .containsExactly("b 30", "10");
        assertThat(ledger()).containsExactly("processor:bags count 5 5 0 0 2");
    }

    @Test
    void aRetractionTakesTheRowAwayAndKeepsWhatItWas() throws Exception {
        // given
        said("total", 0, true, 0);
        said("total", 1, false, 0);
        counted(0, "a", 20, 0);
        deliver();

        // when
        retracted("total", 0, 1);
        log.append(
                EVENTS_0,
                COUNT,
                "{\"timestamp_ms\":" + NOON.toEpochMilli() + ",\"id\":\"a\",\"retracted\":true}",
                headers(1, true));
        deliver();

        // then
        assertThat(samples()).containsExactly("total 1 false");
        assertThat(events()).isEmpty();
        assertThat(corrections().get(0)).isEqualTo("total 1 retracted true Good");
        assertThat(corrections().get(1))
                .startsWith("bags/count a 1 retracted {")
                .contains("\"count\": 20");

        // and what is said again is a row again
        said("total", 0, 5, 2);
        deliver();
        assertThat(samples()).containsExactly("total 0 5", "total 1 0");
        assertThat(corrections().get(1)).isEqualTo("total 2 nothing");
    }

    @Test
    void aCorrectionThatIsNotNewerThanTheLastOneChangesNothing() throws Exception {
        said("mean", 0, 1, 0);
        said("mean", 0, 2, 2);
        deliver();

        said("mean", 0, 2, 2);
        said("mean", 0, 4, 1);
        deliver();

        assertThat(samples()).containsExactly("mean 0 2");
        assertThat(corrections()).containsExactly("mean 2 1 Good");
        assertThat(ledger()).containsExactly("processor:bags mean 4 2 2 0 1");
    }

    @Test
    void aCorrectionOfWhatIsNotThereIsStoredAndItsOriginalIsADuplicate() throws Exception {
        said("mean", 0, 2, 1);
        retracted("gone", 0, 1);
        deliver();
        assertThat(samples()).containsExactly("mean 0 2");

        said("mean", 0, 1, 0);
        deliver();

        assertThat(samples()).containsExactly("mean 0 2");
        assertThat(corrections()).containsExactly("gone 1 retracted nothing", "mean 1 nothing");
        assertThat(ledger()).containsExactly("processor:bags gone 1 1 0 0 1", "processor:bags mean 2 1 1 0 1");
    }

    @Test
    void originalAndCorrectionsInOneBatchComeOutAsOneAfterTheOther() throws Exception {
        said("mean", 0, 1, 0);
        said("mean", 0, 2, 1);
        retracted("mean", 0, 2);
        said("mean", 0, 4, 3);
        said("mean", 0, 5, 7);
        deliver();

        assertThat(samples()).containsExactly("mean 0 5");
        assertThat(corrections())
                .containsExactly("mean 1 1 Good", "mean 2 retracted 2 Good", "mean 3 nothing", "mean 7 4 Good");
    }

    @Test
    void aNumberThatIsNoneGoesToQuarantineWithItsReason() throws Exception {
        log.append(SAMPLES_0, topic("mean"), payload(0, 1), Map.of(Headers.CORRECTION, "first"));
        log.append(SAMPLES_0, topic("mean"), payload(0, 1), Map.of(Headers.CORRECTION, "0"));
        deliver();

        assertThat(samples()).isEmpty();
        assertThat(log.records(QUARANTINE)).hasSize(2).allSatisfy(record -> assertThat(
                        record.record().headers())
                .containsEntry(Headers.ERROR_CODE, "correction-unreadable"));
    }

    @Test
    void oneThatPostgresqlRefusesDoesNotHoldUpTheOthers() throws Exception {
        // given a text that fits the row and an identity that fits no key
        said("mean", 0, 1, 0);
        deliver();
        byte[] noise = new byte[6_000];
        new Random(3).nextBytes(noise);
        String longId = HexFormat.of().formatHex(noise);

        // when
        counted(0, longId, 1, 1);
        counted(0, "short", 2, 1);
        said("mean", 0, 2, 1);
        deliver();

        // then
        assertThat(events()).containsExactly("short 2");
        assertThat(samples()).containsExactly("mean 0 2");
        assertThat(log.records(QUARANTINE)).hasSize(1);
    }

    @Test
    void aCorrectionOlderThanTheRetentionIsRejected() throws Exception {
        said("mean", -10 * Duration.ofDays(1).toMillis(), 1, 1);
        deliver();

        assertThat(corrections()).isEmpty();
        assertThat(ledger()).containsExactly("processor:bags mean 1 0 0 1 0");
    }

    @Test
    void aTransactionThatDoesNotEndLeavesNothingOfACorrection() throws Exception {
        // given
        said("mean", 0, 1, 0);
        deliver();
        List<String> seen = new ArrayList<>();

        // when the database cuts the connection between the correction and the commit
        said("mean", 0, 2, 1);
        log.append(SAMPLES_0, topic("broken"), "no json", headers(0, false));
        log.beforeTheNextWrite(() -> {
            cutConnection();
            seen.addAll(samples());
            seen.addAll(corrections());
        });
        deliver();

        // then
        assertThat(seen).as("as others saw it then").containsExactly("mean 0 1");
        assertThat(samples()).containsExactly("mean 0 2");
        assertThat(corrections()).containsExactly("mean 1 1 Good");
    }

    private static void cutConnection() {
        POSTGRES.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'millrace sink'");
    }

    @Test
    void rowsThatWereLostComeBackAsTheyWereCorrectedWhenTheLogIsReadAgain() throws Exception {
        said("a", 0, 1, 0);
        said("a", 0, 2, 1);
        said("a", 0, 3, 2);
        deliver();

        sink.close();
        POSTGRES.execute(
                "DELETE FROM millrace.sample; UPDATE millrace.log_offset SET next_offset = 0, counted_offset = 0");
        sink = open();
        log.forgetPlaces();
        deliver();

        assertThat(samples()).containsExactly("a 0 3");
        assertThat(corrections()).containsExactly("a 1 1 Good", "a 2 2 Good");
    }

    @Test
    void aLogThatIsReadAgainFromTheBeginningEndsWithTheSameRows() throws Exception {
        // given one that was retracted and one that was replaced
        said("a", 0, 1, 0);
        said("b", 0, 1, 0);
        retracted("a", 0, 1);
        said("b", 0, 2, 1);
        deliver();

        // when
        sink.close();
        POSTGRES.execute("UPDATE millrace.log_offset SET next_offset = 0, counted_offset = 0");
        sink = open();
        log.forgetPlaces();
        log.deliverAll(sink, new Random(1), 1);

        // then
        assertThat(samples()).containsExactly("b 0 2");
        assertThat(corrections()).containsExactly("a 1 retracted 1 Good", "b 1 1 Good");
    }

    /** One identity as it should be in the end. */
    private static final class Expected {
        private @Nullable String now;
        private long corrections;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void neitherTheSizeOfBatchesNorKillsChangeWhatIsThereInTheEnd(long seed) throws Exception {
        // given
        Random random = new Random(seed);
        Map<String, Expected> expected = new TreeMap<>();
        List<String> replaced = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            int millis = random.nextInt(30);
            Expected one = expected.computeIfAbsent("mean " + millis, any -> new Expected());
            String was = one.now;
            boolean first = was == null && one.corrections == 0;
            if (!first) {
                one.corrections++;
                replaced.add(millis + " " + one.corrections + " " + (was == null ? "-" : was));
            }
            if (!first && random.nextInt(4) == 0) {
                retracted("mean", millis, one.corrections);
                one.now = null;
            } else {
                said("mean", millis, i, one.corrections);
                one.now = Integer.toString(i);
            }
            if (random.nextInt(40) == 0) {
                log.append(SAMPLES_0, topic("broken"), "no json", headers(0, false));
            }
        }

        // when
        boolean more = true;
        while (more) {
            if (random.nextInt(4) == 0) {
                log.beforeTheNextWrite(CorrectionsIT::cutConnection);
            }
            more = log.deliverSome(sink, random, 25);
            if (random.nextInt(6) == 0) {
                cutConnection();
                sink.close();
                sink = open();
                log.forgetPlaces();
            }
        }

        // then
        assertThat(samples())
                .containsExactlyInAnyOrderElementsOf(expected.entrySet().stream()
                        .filter(one -> one.getValue().now != null)
                        .map(one -> one.getKey() + " " + one.getValue().now)
                        .toList());
        assertThat(POSTGRES.column("SELECT concat_ws(' ', extract(milliseconds FROM ts)::int, correction,"
                        + " coalesce(was, '-')) FROM millrace.corrections"))
                .containsExactlyInAnyOrderElementsOf(replaced);
        assertThat(ledger()).first().asString().matches("processor:bags broken \\d+ 0 0 \\d+ 0");
        assertThat(ledger()).element(1).isEqualTo("processor:bags mean 250 250 0 0 " + replaced.size());
    }
}

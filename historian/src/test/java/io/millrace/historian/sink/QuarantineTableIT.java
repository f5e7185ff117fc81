package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.payload;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.DeliveryRetention;
import io.millrace.historian.fixture.MemoryLog;
import io.millrace.historian.fixture.MovingClock;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.Headers;
import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFacts;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quarantine and the facts of the rim, from the log into tables and into the ledger. */
class QuarantineTableIT {

    private static final LogPartition QUARANTINE = new LogPartition(LogTopic.QUARANTINE, 0);
    private static final LogPartition FACTS = new LogPartition(LogTopic.LEDGER, 0);
    private static final long MICROS = NOON.toEpochMilli() * 1000;
    private static final SharedPostgres POSTGRES = SharedPostgres.freshDatabase();
    private static final Database DATABASE = POSTGRES.database();

    private final MemoryLog log = new MemoryLog(SAMPLES_0, EVENTS_0, QUARANTINE, FACTS);
    private final HistorianSink sink =
            new HistorianSink(DATABASE, NAMESPACE, log, new MovingClock(NOON), () -> LocalDate.parse("2026-03-01"));

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

    private void deliver() throws Exception {
        log.deliverAll(sink, new Random(1), 1_000);
    }

    private void quarantined(String key, String payload, Map<String, String> headers) {
        log.append(QUARANTINE, key, payload, headers);
    }

    private void resolved(String id, String resolution) {
        quarantined(topic("a"), "", Map.of(Headers.RESOLVES, id, Headers.RESOLUTION, resolution, Headers.BY, "ada\0"));
    }

    private static Map<String, String> refused(String source, String code) {
        return Map.of(
                Headers.SOURCE,
                source,
                Headers.ERROR_CODE,
                code,
                Headers.ERROR,
                "It is wrong.",
                Headers.ERROR_HOP,
                "ingest",
                Headers.ATTEMPTS,
                "2",
                Headers.RECEIVED,
                Long.toString(MICROS - 5_000_000),
                Headers.FIRST_SEEN,
                Long.toString(MICROS - 7_000_000));
    }

    private static List<String> ledger() {
        return POSTGRES.column("SELECT concat_ws(' ', source, regexp_replace(topic, '.*/', ''), received, delivered,"
                + " duplicate, rejected, shed, lost) FROM millrace.ledger ORDER BY source, topic");
    }

    private static List<String> rejections() {
        return POSTGRES.column("SELECT concat_ws(' ', source, regexp_replace(topic, '.*/', ''), reason, count)"
                + " FROM millrace.rejection ORDER BY 1");
    }

    private static List<String> states() {
        return POSTGRES.column("SELECT concat_ws(' ', id, state, resolved_by, resolved_at at time zone 'UTC')"
                + " FROM millrace.quarantine ORDER BY id");
    }

    @Test
    void aQuarantinedRecordIsARowWithAllItHas() throws Exception {
        quarantined(topic("a"), "no \0 json", refused("mqtt:x", "payload-unparsable"));
        quarantined("foo/\0bar", "", Map.of());
        deliver();

        assertThat(POSTGRES.column("SELECT concat_ws('|', id, coalesce(place, '-'), topic, source, code, sentence, hop,"
                        + " attempts, first_seen at time zone 'UTC', quarantined at time zone 'UTC',"
                        + " encode(payload, 'escape'), headers->>'mr-attempts', state) FROM millrace.quarantine"
                        + " ORDER BY id"))
                .containsExactly(
                        "0|-|" + topic("a") + "|mqtt:x|payload-unparsable|It is wrong.|ingest|2"
                                + "|2026-03-10 11:59:53|2026-03-10 12:00:00|no \\000 json|2|open",
                        "1|-|foo/\uFFFDbar|kafka|unknown||unknown|1|2026-03-10 12:00:00|2026-03-10 12:00:00||open");
        assertThat(ledger()).containsExactly("kafka  1 0 0 1 0 0", "mqtt:x a 1 0 0 1 0 0");
        assertThat(rejections()).containsExactly("kafka  unknown 1", "mqtt:x a payload-unparsable 1");
        assertThat(POSTGRES.column(
                        "SELECT (last at time zone 'UTC')::text FROM millrace.ledger WHERE source = 'mqtt:x'"))
                .containsExactly("2026-03-10 11:59:55");
    }

    @Test
    void headersOfAnyKindAreTaken() throws Exception {
        Map<String, String> ugly = new HashMap<>(refused("s\0", "NOT A CODE " + "x".repeat(500)));
        ugly.put(Headers.PLACE, "x".repeat(10_000));
        ugly.put(Headers.ATTEMPTS, "many");
        ugly.put(Headers.FIRST_SEEN, "-9223372036854775808");
        ugly.put(Headers.RECEIVED, "soon");
        ugly.put(Headers.ERROR_HOP, "h".repeat(5_000));
        ugly.put("\0{\",}", "half \ud83d \\ \" ' \uFFFD {} NULL");
        ugly.put("null", "NULL");
        log.append(
                QUARANTINE,
                new LogRecord(LogTopic.QUARANTINE, "k".repeat(70_000), new byte[] {(byte) 0xFF, 0, (byte) 0xC0}, ugly));
        deliver();

        assertThat(POSTGRES.column("SELECT concat_ws('|', coalesce(place, '-'), length(topic), source, code, attempts,"
                        + " length(hop), payload, headers->>'null') FROM millrace.quarantine"))
                .containsExactly("-|70000|s\uFFFD|other|1|64|\\xff00c0|NULL");
        assertThat(ledger()).containsExactly("s\uFFFD  1 0 0 1 0 0");
    }

    @Test
    void theSamePlaceTwiceIsTheSameRecord() throws Exception {
        Map<String, String> headers = new HashMap<>(refused("c", "historian-refused"));
        headers.put(Headers.PLACE, "millrace.samples/2/1234");
        quarantined(topic("a"), "x", headers);
        quarantined(topic("a"), "x", headers);
        deliver();
        resolved("0", "discarded");
        quarantined(topic("a"), "x", headers);
        headers.put(Headers.PLACE, "millrace.samples/2/1235");
        quarantined(topic("a"), "x", headers);
        deliver();

        assertThat(POSTGRES.column("SELECT id || ' ' || place FROM millrace.quarantine ORDER BY id"))
                .containsExactly("0 millrace.samples/2/1234", "4 millrace.samples/2/1235");
        assertThat(ledger()).containsExactly("c a 2 0 0 2 0 0");
    }

    @Test
    void aResolutionEndsAnOpenRecordOnceAndIsNoRecordItself() throws Exception {
        quarantined(topic("a"), "x", refused("c", "payload-unparsable"));
        resolved("0", "replayed");
        quarantined(topic("a"), "x", refused("c", "payload-unparsable"));
        resolved("0", "discarded");
        resolved("17", "discarded");
        resolved("2", "eaten");
        resolved("two", "discarded");
        deliver();
        assertThat(states()).containsExactly("0 replayed ada\uFFFD 2026-03-10 12:00:00", "2 open");

        resolved("2", "discarded");
        deliver();

        assertThat(states())
                .containsExactly(
                        "0 replayed ada\uFFFD 2026-03-10 12:00:00", "2 discarded ada\uFFFD 2026-03-10 12:00:00");
        assertThat(ledger()).containsExactly("c a 2 0 0 2 0 0");
    }

    @Test
    void aReplayThatIsRefusedAgainWasReceivedAgain() throws Exception {
        // given
        log.append(SAMPLES_0, topic("a"), "no json", Map.of(Headers.SOURCE, "c"));
        deliver();
        assertThat(log.records(QUARANTINE)).hasSize(1);

        // when
        LogRecord first = log.records(QUARANTINE).get(0).record();
        log.append(SAMPLES_0, new LogRecord(LogTopic.SAMPLES, first.key(), first.payload(), first.headers()));
        resolved("0", "replayed");
        deliver();

        // then
        assertThat(POSTGRES.column(
                        "SELECT concat_ws(' ', id, state, attempts, place) FROM millrace.quarantine" + " ORDER BY id"))
                .containsExactly("0 replayed 1 millrace.samples/0/0", "2 open 2 millrace.samples/0/1");
        assertThat(ledger()).containsExactly("c a 2 0 0 2 0 0");
    }

    @Test
    void aReplayedSampleCountsAsDeliveredTooAndAsOneRow() throws Exception {
        for (int i = 0; i < 2; i++) {
            log.append(SAMPLES_0, topic("a"), payload(0, 1), Map.of(Headers.SOURCE, "c", Headers.ATTEMPTS, "1"));
        }
        deliver();

        assertThat(ledger()).containsExactly("c a 2 1 1 0 0 0");
    }

    private void fact(LedgerFact.Kind kind, String id, String topic, long count, String reason) {
        LogRecord record = LedgerFacts.write(
                new LedgerFact(kind, id, "kiln-1", topic, MICROS, MICROS + 1_000_000, reason, count, "It is so."),
                "site/hub/kiln-1");
        log.append(FACTS, record);
    }

    @Test
    void aFactIsAGapAndCountsOnce() throws Exception {
        fact(LedgerFact.Kind.SHED, "1", topic("a"), 3, "log-unavailable");
        fact(LedgerFact.Kind.LOST, "2", null, 4, "missed-polls");
        fact(LedgerFact.Kind.SHED, "1", topic("a"), 3, "log-unavailable");
        deliver();
        fact(LedgerFact.Kind.LOST, "2", null, 4, "missed-polls");
        fact(LedgerFact.Kind.LOST, "3", "not ours", 5, "missed\0intervals");
        deliver();

        assertThat(ledger()).containsExactly("kiln-1  0 0 0 0 0 9", "kiln-1 a 3 0 0 0 3 0");
        assertThat(POSTGRES.column("SELECT concat_ws('|', id, source, topic, \"from\" at time zone 'UTC',"
                        + " extract(epoch FROM \"to\" - \"from\")::int, reason, count, sentence) FROM millrace.gap"
                        + " ORDER BY id"))
                .containsExactly(
                        "1|kiln-1|" + topic("a") + "|2026-03-10 12:00:00|1|log-unavailable|3|It is so.",
                        "2|kiln-1||2026-03-10 12:00:00|1|missed-polls|4|It is so.",
                        "3|kiln-1||2026-03-10 12:00:00|1|missed\uFFFDintervals|5|It is so.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"kind\":\"lost\",\"id\":\"1\",\"source\":\"c\",\"from_us\":0,\"to_us\":9223372036854775807,"
                        + "\"reason\":\"r\",\"count\":1,\"sentence\":\"s\"}",
                "{\"kind\":\"lost\",\"id\":\"1\",\"source\":\"c\",\"from_us\":0,\"to_us\":1,\"reason\":\"r\","
                        + "\"count\":9223372036854775807,\"sentence\":\"s\"}"
            })
    void aFactThatCannotBeGoesToQuarantineAndItsNeighboursCount(String payload) throws Exception {
        log.append(FACTS, "c", payload, Map.of(Headers.SOURCE, "c"));
        fact(LedgerFact.Kind.LOST, "1", null, 1, "missed-polls");

        deliver();

        assertThat(ledger()).containsExactly("c  1 0 0 1 0 0", "kiln-1  0 0 0 0 0 1");
        assertThat(POSTGRES.column("SELECT concat_ws(' ', topic, code, place, hop) FROM millrace.quarantine"))
                .containsExactly("c ledger-fact-unparsable millrace.ledger/0/0 historian");
    }

    @Test
    void whatIsPastItsTimeIsDroppedAndTheLedgerKeepsItsCounts() throws Exception {
        // given
        quarantined(topic("a"), "x", refused("c", "payload-unparsable"));
        quarantined(topic("a"), "x", refused("c", "payload-unparsable"));
        fact(LedgerFact.Kind.LOST, "1", null, 1, "missed-polls");
        fact(LedgerFact.Kind.LOST, "2", null, 1, "missed-polls");
        deliver();
        POSTGRES.execute("UPDATE millrace.quarantine SET quarantined = quarantined - interval '31 days' WHERE id = 0");
        POSTGRES.execute(
                "UPDATE millrace.gap SET \"to\" = '2026-02-28 23:59:59+00', \"from\" = \"to\" - interval '9 days'"
                        + " WHERE id = '1'");
        POSTGRES.execute("INSERT INTO millrace.session VALUES"
                + " ('s', 1, 'kiln-1', '2026-02-01', '2026-02-28', '{[1,5),[7,10)}'),"
                + " ('s', 2, 'kiln-1', '2026-02-28', '2026-02-28', '{[3,4)}'),"
                + " ('s', 3, 'kiln-1', '2026-03-05', '2026-03-05', '{[2,3)}'),"
                + " ('t', 1, 'kiln-2', '2026-02-01', '2026-02-01', '{[2,3)}')");

        // when
        try (Connection connection = DATABASE.open("test", Duration.ofSeconds(10))) {
            for (int i = 0; i < 2; i++) {
                DeliveryRetention.drop(connection, NOON, LocalDate.parse("2026-03-01"));
            }
        }

        // then
        assertThat(POSTGRES.column("SELECT id FROM millrace.quarantine")).containsExactly("1");
        assertThat(POSTGRES.column("SELECT id FROM millrace.gap")).containsExactly("2");
        assertThat(POSTGRES.column("SELECT origin || epoch FROM millrace.session ORDER BY 1"))
                .containsExactly("s3", "t1");
        assertThat(ledger()).containsExactly("c a 2 0 0 2 0 0", "kiln-1  0 0 0 0 0 6");
    }

    @Test
    void aRecordThatPostgresRefusesIsLeftOutAndItsNeighboursStay() throws Exception {
        // given a table that takes no such payload
        POSTGRES.execute("ALTER TABLE millrace.quarantine ADD CONSTRAINT dislike CHECK (payload <> 'bad')");
        try {
            quarantined(topic("a"), "good", refused("c", "payload-unparsable"));
            quarantined(topic("a"), "bad", refused("c", "payload-unparsable"));
            quarantined(topic("a"), "good", refused("c", "payload-unparsable"));

            // when
            deliver();
        } finally {
            POSTGRES.execute("ALTER TABLE millrace.quarantine DROP CONSTRAINT dislike");
        }

        // then
        assertThat(log.records(QUARANTINE)).hasSize(3);
        assertThat(POSTGRES.column("SELECT id FROM millrace.quarantine ORDER BY id"))
                .containsExactly("0", "2");
        assertThat(ledger()).containsExactly("c a 2 0 0 2 0 0");
        assertThat(sink.positions(List.of(QUARANTINE))).containsEntry(QUARANTINE, 3L);
    }
}

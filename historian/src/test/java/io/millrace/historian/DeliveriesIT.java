package io.millrace.historian;

import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.historian.Deliveries.Gap;
import io.millrace.historian.Deliveries.Ledger;
import io.millrace.historian.Deliveries.LedgerEntry;
import io.millrace.historian.Deliveries.QuarantineList;
import io.millrace.historian.Deliveries.QuarantineState;
import io.millrace.historian.Deliveries.Quarantined;
import io.millrace.historian.Deliveries.StoredSample;
import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.SharedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of deliveries, from rows that are known by heart. */
class DeliveriesIT {

    private static final SharedPostgres POSTGRES = SharedPostgres.freshDatabase();
    private static final Database DATABASE = POSTGRES.database();
    /** Whatever was written has settled. */
    private static final SqlDeliveries SETTLED = new SqlDeliveries(DATABASE, Duration.ZERO);

    private static final SqlDeliveries SETTLING_FOR_AN_HOUR = new SqlDeliveries(DATABASE, Duration.ofHours(1));

    @BeforeAll
    static void migrate() throws Exception {
        DATABASE.open("test", Duration.ofMinutes(1)).close();
        for (String table : List.of("sample", "event")) {
            for (int day = 8; day <= 10; day++) {
                POSTGRES.execute("CREATE TABLE millrace." + table + "_" + (20260300 + day)
                        + " PARTITION OF millrace." + table + " FOR VALUES FROM ('2026-03-" + day
                        + " 00:00+00') TO ('2026-03-" + (day + 1) + " 00:00+00')");
            }
        }
    }

    @AfterAll
    static void forget() {
        SETTLED.close();
        SETTLING_FOR_AN_HOUR.close();
        DATABASE.close();
        POSTGRES.drop();
    }

    @BeforeEach
    void empty() {
        POSTGRES.execute("TRUNCATE millrace.ledger, millrace.rejection, millrace.session, millrace.gap,"
                + " millrace.quarantine, millrace.sample, millrace.event, millrace.tag");
    }

    private static Instant noonAnd(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static String at(long seconds) {
        return "'" + noonAnd(seconds) + "'";
    }

    /** @param counts received, delivered, duplicate, rejected, late, shed, lost */
    private static void ledger(String source, String topic, String counts, long first, long last) {
        POSTGRES.execute("INSERT INTO millrace.ledger (source, topic, received, delivered, duplicate, rejected, late,"
                + " shed, lost, first, last) VALUES ('" + source + "', '" + topic + "', " + counts + ", " + at(first)
                + ", " + at(last) + ")");
    }

    private static void rejection(String source, String topic, String reason, long count) {
        POSTGRES.execute("INSERT INTO millrace.rejection VALUES ('" + source + "', '" + topic + "', '" + reason + "', "
                + count + ")");
    }

    /** @param firstAndLast hours before now */
    private static void session(String source, long epoch, int[] firstAndLast, String numbers) {
        POSTGRES.execute("INSERT INTO millrace.session VALUES ('site/hub/" + source + "', " + epoch + ", '" + source
                + "', now() - interval '" + firstAndLast[0] + " h', now() - interval '" + firstAndLast[1] + " h', '"
                + numbers + "')");
    }

    private static void gap(String source, String topic, long from, long to) {
        POSTGRES.execute("INSERT INTO millrace.gap VALUES ('" + source + topic + from + "', '" + source + "', '" + topic
                + "', " + at(from) + ", " + at(to) + ", 'disconnected', 3, 'It was away.')");
    }

    private static List<Gap> gaps(String topic, long from, long to) {
        return SETTLED.gaps(topic, noonAnd(from), noonAnd(to), 10);
    }

    @Test
    void ofNothingThereIsNothingToTell() {
        assertThat(SETTLED.ledger(10)).isEqualTo(new Ledger(List.of(), false));
        assertThat(SETTLED.ledger("kiln-1", 10)).isEmpty();
        assertThat(SETTLED.ledgerOfTopic(topic("t"))).isEmpty();
        assertThat(SETTLED.gaps(topic("t"), Instant.MIN, Instant.MAX, 10)).isEmpty();
        assertThat(SETTLED.quarantine(null, null, null, null, 10)).isEqualTo(new QuarantineList(List.of(), 0, false));
        assertThat(SETTLED.quarantined(0)).isEmpty();
        assertThat(SETTLED.sampleAt(topic("t"), NOON)).isEmpty();
        assertThat(SETTLED.sampleAt("\0", Instant.MAX)).isEmpty();
    }

    @Test
    void aSourceIsTheSumOfItsTopics() {
        // given
        ledger("kiln-1", "a", "10, 6, 2, 1, 3, 1, 0", 5, 20);
        ledger("kiln-1", "b", "7, 5, 0, 2, 0, 0, 4", 0, 10);
        ledger("kiln-1", "", "3, 0, 0, 0, 0, 3, 1", 7, 8);
        rejection("kiln-1", "a", "wrong-type", 1);
        rejection("kiln-1", "b", "wrong-type", 1);
        rejection("kiln-1", "b", "older-than-retention", 1);
        ledger("mqtt:plc", "a", "1, 1, 0, 0, 0, 0, 0", 30, 30);
        rejection("another", "a", "wrong-type", 99);
        POSTGRES.execute("UPDATE millrace.ledger SET corrected = 2 WHERE source = 'kiln-1' AND topic = 'a'");

        // then the most recent comes first
        Ledger ledger = SETTLED.ledger(10);
        assertThat(ledger.more()).isFalse();
        assertThat(ledger.bySource())
                .containsExactly(
                        new LedgerEntry("mqtt:plc", null, 1, 1, 0, 0, 0, 0, 0, 0, Map.of(), noonAnd(30), noonAnd(30)),
                        new LedgerEntry(
                                "kiln-1",
                                null,
                                20,
                                11,
                                2,
                                3,
                                3,
                                2,
                                4,
                                5,
                                Map.of("wrong-type", 2L, "older-than-retention", 1L),
                                noonAnd(0),
                                noonAnd(20)));
        assertThat(SETTLED.ledger("kiln-1", 10))
                .containsExactly(
                        new LedgerEntry(
                                "kiln-1",
                                "a",
                                10,
                                6,
                                2,
                                1,
                                3,
                                2,
                                1,
                                0,
                                Map.of("wrong-type", 1L),
                                noonAnd(5),
                                noonAnd(20)),
                        new LedgerEntry(
                                "kiln-1",
                                "b",
                                7,
                                5,
                                0,
                                2,
                                0,
                                0,
                                0,
                                4,
                                Map.of("wrong-type", 1L, "older-than-retention", 1L),
                                noonAnd(0),
                                noonAnd(10)),
                        new LedgerEntry("kiln-1", null, 3, 0, 0, 0, 0, 0, 3, 1, Map.of(), noonAnd(7), noonAnd(8)));
    }

    @Test
    void aTopicMayComeFromSeveralSources() {
        ledger("kiln-1", topic("t"), "10, 6, 2, 1, 3, 1, 0", 5, 20);
        ledger("mqtt:plc", topic("t"), "1, 0, 0, 1, 0, 0, 0", 30, 30);
        ledger("mqtt:plc", topic("other"), "1, 1, 0, 0, 0, 0, 0", 30, 30);
        rejection("mqtt:plc", topic("t"), "wrong-type", 1);

        assertThat(SETTLED.ledgerOfTopic(topic("t")))
                .extracting(LedgerEntry::source, LedgerEntry::topic, LedgerEntry::received, LedgerEntry::rejections)
                .containsExactly(
                        tuple("mqtt:plc", topic("t"), 1L, Map.of("wrong-type", 1L)),
                        tuple("kiln-1", topic("t"), 10L, Map.of()));
        assertThat(SETTLED.ledgerOfTopic(topic("unknown"))).isEmpty();
    }

    @Test
    void moreThanAskedForIsSaid() {
        for (int i = 0; i < 3; i++) {
            ledger("source-" + i, "a", "1, 1, 0, 0, 0, 0, 0", i, i);
            ledger("source-0", "topic-" + i, "1, 1, 0, 0, 0, 0, 0", -i, -i);
        }

        assertThat(SETTLED.ledger(3).more()).isFalse();
        Ledger cut = SETTLED.ledger(2);
        assertThat(cut.more()).isTrue();
        assertThat(cut.bySource()).extracting(LedgerEntry::source).containsExactly("source-2", "source-1");
        assertThat(SETTLED.ledger("source-0", 2)).extracting(LedgerEntry::topic).containsExactly("a", "topic-0");
        assertThatThrownBy(() -> SETTLED.ledger(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SETTLED.ledger("source-0", 10_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingNumbersOfSessionsAreLost() {
        // given 2, 5 and 6 are missing, then 1, then none
        session("kiln-1", 1, new int[] {9, 8}, "{[1,2),[3,5),[7,11)}");
        session("kiln-1", 2, new int[] {7, 6}, "{[2,4)}");
        session("kiln-1", 3, new int[] {5, 4}, "{[1,100)}");
        session("kiln-2", 1, new int[] {5, 4}, "{}");
        ledger("kiln-1", "a", "10, 10, 0, 0, 0, 0, 5", 0, 0);
        ledger("kiln-2", "a", "1, 1, 0, 0, 0, 0, 0", 0, 0);

        // then
        assertThat(SETTLED.ledger(10).bySource())
                .extracting(LedgerEntry::source, LedgerEntry::received, LedgerEntry::lost)
                .containsExactlyInAnyOrder(tuple("kiln-1", 10L, 9L), tuple("kiln-2", 1L, 0L));
        assertThat(SETTLED.ledger("kiln-1", 10))
                .extracting(LedgerEntry::topic, LedgerEntry::received, LedgerEntry::lost)
                .containsExactlyInAnyOrder(tuple("a", 10L, 5L), tuple(null, 0L, 4L));
        assertThat(SETTLED.ledger("kiln-2", 10)).extracting(LedgerEntry::lost).containsExactly(0L);
    }

    @Test
    void whatMayStillBeOnItsWayIsNotLost() {
        // given sessions that were all written just now: 100 and 990 are missing of a thousand
        String numbers = "{[1,100),[101,990),[991,1001)}";
        session("steady", 1, new int[] {10, 0}, numbers);
        session("from-a-backlog", 1, new int[] {10, 2}, numbers);
        session("new", 1, new int[] {0, 0}, numbers);

        // then of a thousand in ten hours the last hundred may still come
        assertThat(SETTLING_FOR_AN_HOUR.ledger(10).bySource())
                .extracting(LedgerEntry::source, LedgerEntry::lost)
                .containsExactly(tuple("steady", 1L));
        assertThat(SETTLED.ledger(10).bySource())
                .extracting(LedgerEntry::source, LedgerEntry::lost)
                .containsExactlyInAnyOrder(tuple("steady", 2L), tuple("from-a-backlog", 2L), tuple("new", 2L));

        // when they came
        POSTGRES.execute("UPDATE millrace.session SET numbers = numbers + '{[990,991)}' + '{[100,101)}'");

        // then
        assertThat(SETTLED.ledger(10).bySource()).isEmpty();
    }

    @Test
    void gapsOfATopicAreItsOwnAndThoseOfItsWholeSources() {
        ledger("kiln-1", topic("t"), "1, 1, 0, 0, 0, 0, 0", 0, 0);
        ledger("kiln-2", topic("other"), "1, 1, 0, 0, 0, 0, 0", 0, 0);
        gap("kiln-1", "", 30, 40);
        gap("kiln-1", topic("t"), 10, 20);
        gap("kiln-1", topic("other"), 11, 20);
        gap("kiln-2", "", 12, 20);
        gap("never-delivered", topic("t"), 13, 20);

        assertThat(gaps(topic("t"), 0, 100))
                .containsExactly(
                        new Gap("kiln-1", topic("t"), noonAnd(10), noonAnd(20), "disconnected", 3, "It was away."),
                        new Gap(
                                "never-delivered",
                                topic("t"),
                                noonAnd(13),
                                noonAnd(20),
                                "disconnected",
                                3,
                                "It was away."),
                        new Gap("kiln-1", null, noonAnd(30), noonAnd(40), "disconnected", 3, "It was away."));
        assertThat(gaps(topic("unknown"), 0, 100)).isEmpty();
    }

    @Test
    void gapsTouchTheSpanAndAreTheLatestOfIt() {
        gap("s", "t", 10, 20);
        gap("s", "t", 30, 30);
        gap("s", "t", 40, 50);

        assertThat(gaps("t", 0, 10)).isEmpty();
        assertThat(gaps("t", 20, 30)).isEmpty();
        assertThat(gaps("t", 19, 31)).extracting(Gap::from).containsExactly(noonAnd(10), noonAnd(30));
        assertThat(gaps("t", 30, 31)).extracting(Gap::to).containsExactly(noonAnd(30));
        assertThat(gaps("t", 44, 45)).extracting(Gap::to).containsExactly(noonAnd(50));
        assertThat(SETTLED.gaps("t", noonAnd(0), noonAnd(100), 2))
                .extracting(Gap::from)
                .containsExactly(noonAnd(30), noonAnd(40));
        assertThatThrownBy(() -> gaps("t", 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SETTLED.gaps("t", noonAnd(0), noonAnd(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void quarantine(long id, String code, byte[] payload) throws Exception {
        try (Connection connection = POSTGRES.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO millrace.quarantine (id, topic,"
                        + " source, code, sentence, hop, attempts, first_seen, quarantined, payload, headers) VALUES"
                        + " (?, 'umh/t', 'kiln-1', ?, 'It is no number.', 'ingest', 2, " + at(1) + ", " + at(2)
                        + ", ?, '{\"mr-source\": \"kiln-1\", \"mr-seq\": 7, \"odd\": null}')")) {
            insert.setLong(1, id);
            insert.setString(2, code);
            insert.setBytes(3, payload);
            insert.executeUpdate();
        }
    }

    @Test
    void aQuarantinedRecordKeepsItsBytes() throws Exception {
        // given every byte there is, and none
        byte[] every = new byte[256];
        IntStream.range(0, 256).forEach(i -> every[i] = (byte) i);
        quarantine(4, "payload-unparsable", every);
        quarantine(5, "payload-empty", new byte[0]);

        // then
        Quarantined record = SETTLED.quarantined(4).orElseThrow();
        assertThat(record.payload()).isEqualTo(every);
        assertThat(record)
                .usingRecursiveComparison()
                .isEqualTo(new Quarantined(
                        4,
                        "umh/t",
                        "kiln-1",
                        "payload-unparsable",
                        "It is no number.",
                        "ingest",
                        2,
                        noonAnd(1),
                        noonAnd(2),
                        256,
                        every,
                        Map.of("mr-source", "kiln-1", "mr-seq", "7", "odd", ""),
                        QuarantineState.OPEN,
                        null,
                        null));
        assertThat(SETTLED.quarantined(5).orElseThrow().payload()).isEmpty();
        assertThat(SETTLED.quarantine(null, null, null, null, 10).records())
                .allSatisfy(listed -> assertThat(listed.payload()).isNull())
                .extracting(Quarantined::id, Quarantined::bytes)
                .containsExactly(tuple(5L, 0L), tuple(4L, 256L));
    }

    @Test
    void theQuarantineIsTurnedPageByPage() throws Exception {
        for (int id = 0; id < 7; id++) {
            quarantine(id, id % 2 == 0 ? "even" : "odd", new byte[id]);
        }
        POSTGRES.execute("UPDATE millrace.quarantine SET state = 'replayed', resolved_by = 'anna', resolved_at = "
                + at(9) + " WHERE id = 2");
        POSTGRES.execute("UPDATE millrace.quarantine SET state = 'discarded', resolved_by = 'bert', resolved_at = "
                + at(9) + " WHERE id IN (3, 4)");

        QuarantineList first = SETTLED.quarantine(null, null, null, null, 3);
        assertThat(first.records()).extracting(Quarantined::id).containsExactly(6L, 5L, 4L);
        assertThat(first.more()).isTrue();
        assertThat(first.open()).isEqualTo(4);
        QuarantineList second = SETTLED.quarantine(null, null, null, 4L, 4);
        assertThat(second.records()).extracting(Quarantined::id).containsExactly(3L, 2L, 1L, 0L);
        assertThat(second.more()).isFalse();
        assertThat(SETTLED.quarantine(null, null, null, 0L, 4).records()).isEmpty();

        QuarantineList open = SETTLED.quarantine(QuarantineState.OPEN, "even", null, 6L, 10);
        assertThat(open.records()).extracting(Quarantined::id).containsExactly(0L);
        assertThat(open.open()).isEqualTo(4);
        assertThat(SETTLED.quarantine(QuarantineState.DISCARDED, null, null, null, 1)
                        .records())
                .extracting(Quarantined::id, Quarantined::resolvedBy, Quarantined::resolvedAt)
                .containsExactly(tuple(4L, "bert", noonAnd(9)));
        assertThat(SETTLED.quarantine(QuarantineState.REPLAYED, "odd", null, null, 10)
                        .records())
                .isEmpty();
        POSTGRES.execute("UPDATE millrace.quarantine SET hop = 'processor:bags' WHERE id IN (1, 3)");
        assertThat(SETTLED.quarantine(null, null, "processor:bags", null, 10).records())
                .extracting(Quarantined::id)
                .containsExactly(3L, 1L);
        assertThat(SETTLED.quarantine(QuarantineState.OPEN, "odd", "processor:bags", null, 10)
                        .records())
                .extracting(Quarantined::id)
                .containsExactly(1L);
        assertThat(SETTLED.quarantined(2).orElseThrow().state()).isEqualTo(QuarantineState.REPLAYED);
        assertThatThrownBy(() -> SETTLED.quarantine(null, null, null, null, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void tag(String name, String type) {
        POSTGRES.execute("INSERT INTO millrace.tag (topic, location, contract, name, data_type) VALUES ('" + topic(name)
                + "', 'l', '_historian', '" + name + "', '" + type + "')");
    }

    /** @param value of the column, and the id, as SQL writes them */
    private static void sample(String tag, long second, String column, String value, String id) {
        POSTGRES.execute("INSERT INTO millrace.sample (ts, tag_id, quality, " + column + ", id) SELECT " + at(second)
                + ", id, 0, " + value + ", " + id + " FROM millrace.tag WHERE topic = '" + topic(tag) + "'");
    }

    @Test
    void aSampleIsTheNewestAtATime() {
        // given one two days before, one now
        Instant begin = Instant.now().minusSeconds(1);
        tag("t", "number");
        sample("t", -2 * 86_400, "number", "1.5", "NULL");
        sample("t", 0, "number", "2.5", "NULL");
        POSTGRES.execute("INSERT INTO millrace.sample (ts, tag_id, quality) SELECT " + at(10)
                + ", id, -2147483648 FROM millrace.tag");

        // then
        StoredSample now = SETTLED.sampleAt(topic("t"), NOON).orElseThrow();
        assertThat(now.storedAt()).isBetween(begin, Instant.now().plusSeconds(1));
        assertThat(now).isEqualTo(new StoredSample(topic("t"), NOON, "2.5", 0, null, now.storedAt()));
        assertThat(SETTLED.sampleAt(topic("t"), NOON.minusNanos(1)).orElseThrow())
                .extracting(StoredSample::time, StoredSample::value)
                .containsExactly(noonAnd(-2 * 86_400), "1.5");
        assertThat(SETTLED.sampleAt(topic("t"), Instant.MAX).orElseThrow())
                .extracting(StoredSample::time, StoredSample::value, StoredSample::quality)
                .containsExactly(noonAnd(10), null, Integer.MIN_VALUE);
        assertThat(SETTLED.sampleAt(topic("t"), noonAnd(-2 * 86_400 - 1))).isEmpty();
        assertThat(SETTLED.sampleAt(topic("t"), Instant.MIN)).isEmpty();
        assertThat(SETTLED.sampleAt(topic("unknown"), NOON)).isEmpty();
    }

    @Test
    void valuesAreTextAsPeopleSeeThem() {
        tag("switch", "boolean");
        sample("switch", 0, "integer", "1", "NULL");
        tag("large", "integer");
        sample("large", 0, "integer", "9223372036854775807", "NULL");
        tag("words", "text");
        sample("words", 0, "text", "'hello'", "NULL");
        tag("mixed", "text");
        sample("mixed", 0, "number", "0.1", "NULL");

        for (String tag : List.of("switch", "large", "words", "mixed")) {
            assertThat(POSTGRES.column("SELECT value FROM millrace.samples WHERE topic = '" + topic(tag) + "'"))
                    .containsExactly(
                            SETTLED.sampleAt(topic(tag), NOON).orElseThrow().value());
        }
        assertThat(SETTLED.sampleAt(topic("switch"), NOON).orElseThrow().value())
                .isEqualTo("true");
    }

    @Test
    void ofSeveralWithOneTimeItIsTheOneThatATrendEndsWith() {
        tag("t", "number");
        sample("t", 0, "number", "1", "'a'");
        sample("t", 0, "number", "3", "'c'");
        sample("t", 0, "number", "2", "'b'");
        try (SqlQueries queries = new SqlQueries(DATABASE)) {
            assertThat(SETTLED.sampleAt(topic("t"), noonAnd(1)).orElseThrow())
                    .extracting(StoredSample::value, StoredSample::id)
                    .containsExactly("3", "c");
            assertThat(queries.trend(topic("t"), NOON, noonAnd(1), 1)
                            .buckets()
                            .get(0)
                            .last())
                    .isEqualTo(3.0);

            sample("t", 0, "number", "4", "NULL");
            assertThat(SETTLED.sampleAt(topic("t"), noonAnd(1)).orElseThrow().value())
                    .isEqualTo("4");
            assertThat(queries.trend(topic("t"), NOON, noonAnd(1), 1)
                            .buckets()
                            .get(0)
                            .last())
                    .isEqualTo(4.0);
        }
    }

    @Test
    void anEventIsFoundLikeASample() {
        POSTGRES.execute("INSERT INTO millrace.event VALUES ('umh/v1/l/_analytics/count', " + at(0)
                + ", 'e1', '{\"count\": 10}')");

        StoredSample event =
                SETTLED.sampleAt("umh/v1/l/_analytics/count", noonAnd(5)).orElseThrow();

        assertThat(event.storedAt()).isNotNull();
        assertThat(event)
                .isEqualTo(new StoredSample(
                        "umh/v1/l/_analytics/count", NOON, "{\"count\": 10}", 0, "e1", event.storedAt()));
        assertThat(SETTLED.sampleAt("umh/v1/l/_analytics/count", noonAnd(-1))).isEmpty();
    }

    @Test
    void theReaderSeesAllOfItWithItsComments() {
        tag("t", "number");
        sample("t", 0, "number", "1", "NULL");
        ledger("kiln-1", "a", "10, 6, 2, 1, 3, 1, 0", 5, 20);
        try (SqlQueries queries = new SqlQueries(DATABASE)) {
            assertThat(queries.sql("select current_user, source, received from millrace.ledger", 10)
                            .rows())
                    .containsExactly(List.of("millrace_reader", "kiln-1", "10"));
            for (String table : List.of("rejection", "session", "gap", "quarantine")) {
                assertThat(queries.sql("SELECT * FROM " + table, 10).rows()).isEmpty();
            }
            assertThat(queries.sql("SELECT pg_xact_commit_timestamp(xmin) IS NOT NULL FROM sample", 10)
                            .rows())
                    .containsExactly(List.of("t"));
            assertThat(queries.sql(
                                    "SELECT relname FROM pg_class WHERE relnamespace = 'millrace'::regnamespace AND"
                                            + " relname IN ('ledger', 'rejection', 'session', 'gap', 'quarantine')"
                                            + " AND obj_description(oid) IS NULL",
                                    10)
                            .rows())
                    .isEmpty();
            assertThat(queries.sql("SELECT col_description('ledger'::regclass, 2)", 1)
                            .rows())
                    .containsExactly(List.of("Empty for what belongs to no topic."));
            assertThatThrownBy(() -> queries.sql("DELETE FROM ledger", 1))
                    .hasMessageContaining("Statements here are read-only.");
        }
    }
}

package io.millrace.historian;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.record;
import static io.millrace.historian.fixture.Records.sample;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.historian.Trend.Bucket;
import io.millrace.historian.database.Database;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.historian.sink.HistorianSink;
import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.StoredRecord;
import io.millrace.model.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Questions to a history that is known by heart. */
class QueriesIT {

    private static final SharedPostgres POSTGRES = SharedPostgres.freshDatabase();
    private static final Database DATABASE = POSTGRES.database();
    private static final SqlQueries QUERIES = new SqlQueries(DATABASE);

    @BeforeAll
    static void remember() throws Exception {
        try (HistorianSink sink = new HistorianSink(
                DATABASE, NAMESPACE, new MemoryQuarantine(), AT_NOON, () -> LocalDate.parse("2026-01-01"))) {
            List<StoredRecord> records = List.of(
                    sample(0, "t", -3_000, 7.0),
                    sample(1, "t", 0, 1),
                    sample(2, "t", 500, 5.5),
                    sample(3, "t", 1_000, -2),
                    sample(4, "t", 1_900, 3),
                    sample(5, "t", 4_000, 10),
                    bad(6, "t", 5_000),
                    bad(7, "t", 6_000),
                    record(SAMPLES_0, 8, topic("t"), at(7_000) + ",\"value\":4,\"quality\":\"Uncertain\"}"),
                    sample(9, "t", 9_999, 8),
                    sample(10, "t", 10_000, 99),
                    sample(11, "gone", -3_000, 7),
                    bad(12, "gone", -1_000),
                    bad(13, "gone", 1_000),
                    sample(14, "switch", 0, true),
                    sample(15, "switch", 1_000, false),
                    sample(16, "words", 0, "\"hello\""),
                    sample(17, "large", 0, Long.MAX_VALUE));
            sink.positions(Set.of(SAMPLES_0));
            sink.store(records, next(records));
        }
    }

    @AfterAll
    static void forget() {
        QUERIES.close();
        DATABASE.close();
        POSTGRES.drop();
    }

    private static String at(long millis) {
        return "{\"timestamp_ms\":" + (NOON.toEpochMilli() + millis);
    }

    private static StoredRecord bad(long offset, String tag, long millis) {
        return record(SAMPLES_0, offset, topic(tag), at(millis) + ",\"value\":null,\"quality\":\"Bad\"}");
    }

    private static Instant noonAnd(long millis) {
        return NOON.plusMillis(millis);
    }

    private static Trend trend(String tag, int points) {
        return QUERIES.trend(topic(tag), NOON, noonAnd(10_000), points);
    }

    @Test
    void aTrendKeepsPeaksAndShowsGapsAndBadValues() {
        // when
        Trend trend = trend("t", 5);

        // then
        assertThat(trend.buckets())
                .containsExactly(
                        new Bucket(noonAnd(0), 1.0, 3.0, -2.0, 5.5, noonAnd(0), noonAnd(1_900), 4, 0, false),
                        new Bucket(noonAnd(4_000), 10.0, 10.0, 10.0, 10.0, noonAnd(4_000), noonAnd(4_000), 1, 1, true),
                        new Bucket(noonAnd(6_000), 4.0, 4.0, 4.0, 4.0, noonAnd(7_000), noonAnd(7_000), 1, 1, false),
                        new Bucket(noonAnd(8_000), 8.0, 8.0, 8.0, 8.0, noonAnd(9_999), noonAnd(9_999), 1, 0, false));
        assertThat(trend.before())
                .isEqualTo(
                        new Bucket(noonAnd(-3_000), 7.0, 7.0, 7.0, 7.0, noonAnd(-3_000), noonAnd(-3_000), 1, 0, false));
        assertThat(trend.from()).isEqualTo(NOON);
        assertThat(trend.to()).isEqualTo(noonAnd(10_000));
    }

    @Test
    void aBadSampleEndsTheValueBefore() {
        Trend trend = trend("gone", 1);

        assertThat(trend.before()).isNull();
        assertThat(trend.buckets()).containsExactly(new Bucket(NOON, null, null, null, null, null, null, 0, 1, true));
    }

    @Test
    void booleansAreNoughtAndOneAndTextHasNoTrend() {
        assertThat(trend("switch", 1).buckets())
                .containsExactly(new Bucket(NOON, 1.0, 0.0, 0.0, 1.0, NOON, noonAnd(1_000), 2, 0, false));
        assertThat(trend("words", 10).buckets()).isEmpty();
        assertThat(trend("unknown", 10).buckets()).isEmpty();
        assertThat(trend("unknown", 10).before()).isNull();
        assertThat(trend("large", 1).buckets().get(0).max()).isEqualTo(9.223372036854775807e18);
    }

    @Test
    void thereAreNeverMoreBucketsThanAskedFor() {
        assertThat(trend("t", 1).buckets()).hasSize(1);
        assertThat(trend("t", 3).buckets()).hasSizeLessThanOrEqualTo(3);
        assertThat(trend("t", 7).buckets()).hasSizeLessThanOrEqualTo(7);
        assertThat(trend("t", 10_000).buckets().stream().mapToLong(Bucket::good).sum())
                .isEqualTo(7);
        assertThatThrownBy(() -> trend("t", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trend("t", 10_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QUERIES.trend(topic("t"), NOON, NOON, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFunctionForPeopleSaysTheSame() {
        List<List<String>> rows = QUERIES.sql(
                        "SELECT extract(epoch FROM start - '" + NOON + "') * 1000, first, last, min, max, good, bad,"
                                + " last_bad FROM trend('" + topic("t") + "', '" + NOON + "', '" + noonAnd(10_000)
                                + "', 5)",
                        100)
                .rows();

        assertThat(rows.stream().map(row -> String.join(" ", row)))
                .containsExactlyElementsOf(trend("t", 5).buckets().stream()
                        .map(bucket -> Duration.between(NOON, bucket.start()).toMillis() + ".000000 "
                                + List.of(bucket.first(), bucket.last(), bucket.min(), bucket.max()).stream()
                                        .map(number -> Double.toString(number).replaceAll("\\.0$", ""))
                                        .collect(Collectors.joining(" "))
                                + " " + bucket.good() + " " + bucket.bad() + " " + (bucket.lastBad() ? "t" : "f"))
                        .toList());
    }

    @Test
    void aTrendReadsTheKeyAloneAndOnlyTheDaysAskedFor() throws Exception {
        // given three days of a tag, one value a minute
        POSTGRES.execute("CREATE TABLE IF NOT EXISTS millrace.sample_20260201 PARTITION OF millrace.sample"
                + " FOR VALUES FROM ('2026-02-01 00:00+00') TO ('2026-02-02 00:00+00')");
        POSTGRES.execute("CREATE TABLE IF NOT EXISTS millrace.sample_20260202 PARTITION OF millrace.sample"
                + " FOR VALUES FROM ('2026-02-02 00:00+00') TO ('2026-02-03 00:00+00')");
        POSTGRES.execute("INSERT INTO millrace.tag (topic, location, contract, name) VALUES ('long', 'l', '_h', 'n')");
        POSTGRES.execute("INSERT INTO millrace.sample (ts, tag_id, quality, number)"
                + " SELECT ts, (SELECT id FROM millrace.tag WHERE topic = 'long'), 0, 1 FROM"
                + " generate_series('2026-02-01 00:00+00'::timestamptz, '2026-02-02 23:59+00', '1 minute') AS ts");
        POSTGRES.execute("VACUUM ANALYZE millrace.sample_20260201; ");
        POSTGRES.execute("VACUUM ANALYZE millrace.sample_20260202; ");

        // when
        String plan = QUERIES
                .sql("EXPLAIN SELECT * FROM trend('long', '2026-02-01 06:00+00', '2026-02-01 18:00+00')", 200)
                .rows()
                .stream()
                .map(row -> row.get(0))
                .collect(Collectors.joining("\n"));

        // then
        assertThat(plan)
                .contains("Index Only Scan using sample_20260201_tag_id_ts_id_quality_number_integer_key")
                .doesNotContain("Seq Scan on sample_2026")
                .doesNotContainPattern("on sample_20260202 s\\b");
    }

    @Test
    void theLatestOfEveryTagComesWithTheOffsetsItBelongsTo() {
        Queries.Snapshot snapshot = QUERIES.snapshot();
        assertThat(QUERIES.stored()).isNotEmpty().isEqualTo(snapshot.next());

        assertThat(snapshot.next()).isEqualTo(Map.of(SAMPLES_0, 18L));
        Map<String, LatestSample> latest = snapshot.latest().stream()
                .filter(sample -> sample.topic().startsWith("umh/"))
                .collect(Collectors.toMap(LatestSample::topic, sample -> sample));
        assertThat(latest).hasSize(5);
        assertThat(latest.get(topic("t")))
                .isEqualTo(new LatestSample(topic("t"), noonAnd(10_000), Value.of(99), Quality.GOOD));
        assertThat(latest.get(topic("gone")))
                .isEqualTo(new LatestSample(topic("gone"), noonAnd(1_000), null, Quality.BAD));
        assertThat(latest.get(topic("switch")).value()).isEqualTo(Value.of(false));
        assertThat(latest.get(topic("words")).value()).isEqualTo(Value.of("hello"));
        assertThat(latest.get(topic("large")).value()).isEqualTo(Value.of(Long.MAX_VALUE));
    }

    @Test
    void tenThousandTagsAreOneSnapshotAndItsPlanLooksUpEachInTheKey() throws Exception {
        SharedPostgres other = SharedPostgres.freshDatabase();
        try (Database database = other.database();
                HistorianSink sink = new HistorianSink(
                        database, NAMESPACE, new MemoryQuarantine(), AT_NOON, () -> LocalDate.parse("2026-01-01"));
                SqlQueries queries = new SqlQueries(database)) {
            sink.positions(Set.of(SAMPLES_0));
            long offset = 0;
            for (int day = 20; day >= 0; day -= 5) {
                List<StoredRecord> records = new ArrayList<>();
                for (int tag = 0; tag < 10_000; tag++) {
                    records.add(sample(offset++, "tag-" + tag, -day * 86_400_000L, offset));
                }
                sink.store(records, next(records));
            }
            other.execute("ANALYZE");

            Queries.Snapshot snapshot = queries.snapshot();

            assertThat(snapshot.latest()).hasSize(10_000).allSatisfy(latest -> assertThat(latest.time())
                    .isEqualTo(NOON));
            assertThat(snapshot.next()).isEqualTo(Map.of(SAMPLES_0, 50_000L));
            assertThat(queries.sql("EXPLAIN SELECT * FROM latest", 500).rows().toString())
                    .contains("Index Scan")
                    .doesNotContain("Seq Scan on sample");
        } finally {
            other.drop();
        }
    }

    @Test
    void statementsAreReadOnly() {
        for (String statement : List.of(
                "DELETE FROM sample",
                "CREATE TABLE millrace.mine (a int)",
                "UPDATE log_offset SET next_offset = 0",
                "DROP SCHEMA millrace CASCADE")) {
            assertThatThrownBy(() -> QUERIES.sql(statement, 10))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("PostgreSQL refuses the statement")
                    .hasMessageContaining("Statements here are read-only.");
        }
    }

    @Test
    void nobodyTalksHimselfOutOfReadOnly() {
        assertThatThrownBy(() -> QUERIES.sql("ROLLBACK; RESET ROLE; BEGIN READ WRITE; DELETE FROM sample; COMMIT", 10))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Send one at a time");
        assertThatThrownBy(() -> QUERIES.sql(
                        "DO $$ BEGIN PERFORM set_config('role', 'none', true);"
                                + " PERFORM set_config('transaction_read_only', 'off', true);"
                                + " DELETE FROM millrace.sample; END $$",
                        10))
                .isInstanceOf(ProblemException.class);
        assertThat(QUERIES.sql("COMMIT", 1).rows()).isEmpty();
        assertThat(QUERIES.sql("SELECT count(*) > 10 FROM sample;", 1).rows()).containsExactly(List.of("t"));
    }

    @Test
    void anErrorTellsItsPlace() {
        assertThatThrownBy(() -> QUERIES.sql("SELECT * FORM sample", 10))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("syntax error at or near \"FORM\"")
                .hasMessageContaining("At character 10");
        assertThatThrownBy(() -> QUERIES.sql("SELECT nothing FROM sample", 10))
                .hasMessageContaining("column \"nothing\" does not exist");
        assertThatThrownBy(() -> QUERIES.sql("SELECT 'never ends", 10)).isInstanceOf(ProblemException.class);
        assertThat(QUERIES.sql("", 10).rows()).isEmpty();
        assertThatThrownBy(() -> QUERIES.sql("COPY sample TO STDOUT", 10)).isInstanceOf(ProblemException.class);
    }

    @Test
    void tooManyRowsAreCutAndTheTableSaysSo() {
        assertThat(QUERIES.sql("SELECT generate_series(1, 10)", 10).cut()).isFalse();
        Queries.Table cut = QUERIES.sql("SELECT generate_series(1, 11) AS n, NULL AS nothing", 10);
        assertThat(cut.cut()).isTrue();
        assertThat(cut.rows()).hasSize(10);
        assertThat(cut.columns()).containsExactly("n", "nothing");
        assertThat(cut.rows().get(0)).containsExactly("1", null);

        Queries.Table large = QUERIES.sql("SELECT repeat('x', 100000) FROM generate_series(1, 1000)", 1_000);
        assertThat(large.cut()).isTrue();
        assertThat(large.rows()).hasSizeBetween(150, 200);
    }

    @Test
    void anAnswerTooLargeForTheHubIsRefusedAndTheNextOneComes() {
        assertThatThrownBy(() -> QUERIES.sql("SELECT repeat('x', 100000000)", 10))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("too large");
        assertThat(QUERIES.sql("SELECT 1", 1).rows()).containsExactly(List.of("1"));
    }

    @Test
    void aSlowStatementIsEnded() {
        PeoplesSql hasty = new PeoplesSql(DATABASE, Duration.ofSeconds(1));

        assertThatThrownBy(() -> hasty.run("SELECT pg_sleep(60)", 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Ask for a shorter time or fewer tags; a statement may take 1 s.");
    }

    @Test
    void aRestartOfTheConnectionsIsNotNoticed() {
        assertThat(trend("t", 5).buckets()).hasSize(4);
        POSTGRES.column("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'millrace questions'");

        assertThat(trend("t", 5).buckets()).hasSize(4);
    }

    @Test
    void anUnreachableDatabaseIsASentence() throws Exception {
        int nobody;
        try (var socket = new java.net.ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        try (HistorianClient client = HistorianClient.open(
                "jdbc:postgresql://127.0.0.1:" + nobody + "/millrace?sslmode=disable",
                "someone",
                new io.millrace.model.settings.Secret("swordfish"))) {
            assertThatThrownBy(() -> client.queries().sql("SELECT 1", 1))
                    .isInstanceOf(HistorianUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + nobody)
                    .hasMessageNotContaining("swordfish");
        }
    }
}

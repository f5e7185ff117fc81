package io.millrace.historian;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.ReaderRole;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.historian.sink.HistorianSink;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.StoredRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The statements of the page of examples, run as people run them, give the answers that stand there. The answers were worked
 * out by hand from the facts below.
 */
class SqlExamplesIT {

    private static final Path PAGE = Path.of("../docs/reference/sql-examples.md");
    private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);

    private static final String ROOT = "umh/v1/limeworks/liege/";
    private static final String KILN = ROOT + "kilns/kiln-1";
    private static final String LINE = ROOT + "packing/line-1";

    /** Of orders and shifts, as they are computed from events of production. */
    private static final String PRODUCTION = """
            INSERT INTO millrace.shift (location, start, "end", name, day) VALUES
              ('limeworks/liege/packing/line-1', '2026-03-09 06:00Z', '2026-03-09 14:00Z', 'early', '2026-03-09'),
              ('limeworks/liege/packing/line-1', '2026-03-09 14:00Z', '2026-03-09 22:00Z', 'late', '2026-03-09'),
              ('limeworks/liege/packing/line-1', '2026-03-09 22:00Z', '2026-03-10 06:00Z', 'night', '2026-03-09'),
              ('limeworks/liege/packing/line-1', '2026-03-10 06:00Z', '2026-03-10 14:00Z', 'early', '2026-03-10');
            INSERT INTO millrace.work_order (location, "order", product, quantity, status, started, stopped) VALUES
              ('limeworks/liege/packing/line-1', '4711', 'quicklime-25kg', 1000, 'stopped',
               '2026-03-09 06:00Z', '2026-03-09 18:00Z'),
              ('limeworks/liege/packing/line-1', '4712', 'quicklime-25kg', 500, 'stopped',
               '2026-03-09 18:00Z', '2026-03-10 08:00Z'),
              ('limeworks/liege/packing/line-1', '4713', 'quicklime-40kg', 400, 'running', '2026-03-10 08:00Z', NULL),
              ('limeworks/liege/packing/line-1', '4714', 'quicklime-40kg', 800, 'planned', NULL, NULL);
            INSERT INTO millrace.order_run (location, start, "end", "order") VALUES
              ('limeworks/liege/kilns/kiln-1', '2026-03-10 08:30Z', '2026-03-10 09:15Z', 'K-17'),
              ('limeworks/liege/kilns/kiln-1', '2026-03-10 09:15Z', '2026-03-10 10:30Z', 'K-18'),
              ('limeworks/liege/kilns/kiln-1', '2026-03-10 10:30Z', '2026-03-10 11:30Z', 'K-17');
            """;

    private static final String FIGURES = """
            INSERT INTO millrace.%s (kind, name, start, "end", day, running, availability, performance, quality, oee,
                absent, count, scrap, changeover, location, remarks, not_planned, planned_stop, unplanned_stop, microstop,
                unknown, production, unplanned_count, computed %s)
            SELECT g.*, 'limeworks/liege/packing/line-1', '{}', '0', '0', '0', '0', '0', '0', 0, '2026-03-10 12:00Z' %s
              FROM (VALUES %s) AS g
            """;

    /** 0.9 * 0.8 * 0.98 = 0.7056; 0.8 * 0.9 * 0.99 = 0.7128, and 0.78 * 0.9 * 0.99 = 0.69498 before. */
    private static final String NOW = """
            ('shift', 'early', '2026-03-09 06:00Z'::timestamptz, '2026-03-09 14:00Z'::timestamptz, '2026-03-09'::date,
             false, 0.9, 0.8, 0.98, 0.7056, NULL, 8000, 160, '0'::interval),
            ('shift', 'late', '2026-03-09 14:00Z', '2026-03-09 22:00Z', '2026-03-09', false, 0.8, 0.9, 0.99, 0.7128, NULL,
             8500, 85, '0'),
            ('shift', 'night', '2026-03-09 22:00Z', '2026-03-10 06:00Z', '2026-03-09', false, 0.84375, NULL, 1, NULL,
             'No ideal cycle time is known for quicklime-40kg.', 100, 0, '0'),
            ('shift', 'early', '2026-03-10 06:00Z', '2026-03-10 14:00Z', '2026-03-10', true, 1, 1, 1, 1, NULL, 1, 0, '0'),
            ('order', '4711', '2026-03-09 06:00Z', '2026-03-09 18:00Z', '2026-03-09', false, 1, 1, 1, 1, NULL, 1000, 20,
             '10min'),
            ('order', '4712', '2026-03-09 18:00Z', '2026-03-10 08:00Z', '2026-03-09', false, 1, 1, 1, 1, NULL, 500, 10, '0'),
            ('order', '4713', '2026-03-10 08:00Z', '2026-03-10 12:00Z', '2026-03-10', true, 1, 1, 1, 1, NULL, 200, 10,
             '25min')
            """;

    private static final String BEFORE = """
            ('shift', 'late', '2026-03-09 14:00Z'::timestamptz, '2026-03-09 22:00Z'::timestamptz, '2026-03-09'::date, false,
             0.78, 0.9, 0.99, 0.69498, NULL, 8300, 83, '0'::interval)
            """;

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();
    private final HistorianSink sink = new HistorianSink(
            database, NAMESPACE, new MemoryQuarantine(), AT_NOON, () -> LocalDate.parse("2026-03-01"));
    private final List<StoredRecord> records = new ArrayList<>();

    @BeforeEach
    void aSmallPlant() throws Exception {
        sink.positions(Set.of(EVENTS_0, SAMPLES_0));
        states();
        alarms();
        event(LINE, "bags/count", "10T09:00", "\"count\":100,\"scrap\":2");
        event(LINE, "bags/count", "10T09:30", "\"count\":120,\"scrap\":3");
        event(LINE, "bags/count", "10T10:10", "\"count\":90,\"scrap\":0");
        event(LINE, "bags/count", "10T11:59", "\"count\":50,\"scrap\":5");
        String[] meter = {"05:55=1000", "06:30=1030", "06:59=1060", "07:05=1061", "08:00=1110", "08:39=1150"};
        samples(KILN + "/_historian/energy/total", meter);
        samples(KILN + "/_historian/energy/total", "08:45=1152", "09:30=1200");
        samples(KILN + "/_historian/burner/temperature", "06:00=900", "08:00=1000", "09:00=1100", "09:30=null");
        samples(KILN + "/_historian/burner/temperature", "10:00=1000", "11:00=950", "11:15=970");
        sample(LINE + "/_historian/bags/total", "09T13:00", "500", Map.of());
        sample(LINE + "/_historian/bags/total", "09T13:10", "510", Map.of());
        store();
        Map<String, String> corrected = Map.of(Headers.CORRECTION, "1", Headers.PROCESSOR, "bags@3f");
        sample(LINE + "/_historian/bags/total", "09T13:00", "502", corrected);
        sample(
                LINE + "/_historian/bags/total",
                "09T13:10",
                "null",
                Map.of(Headers.CORRECTION, "1", Headers.PROCESSOR, "bags@3f", Headers.RETRACTED, "true"));
        store();
        postgres.execute("UPDATE millrace.correction SET corrected_at = '2026-03-09 15:00Z'");
        postgres.execute("UPDATE millrace.tag SET unit = '°C' WHERE name = 'burner/temperature'");
        postgres.execute("UPDATE millrace.tag SET unit = 'kWh' WHERE name = 'energy/total'");
        postgres.execute(PRODUCTION);
        postgres.execute(FIGURES.formatted("oee", "", "", NOW));
        postgres.execute(FIGURES.formatted(
                "oee_history", ", replaced, correction, published", ", '2026-03-10 07:30Z', 0, 0", BEFORE));
        // a present that stands still
        postgres.execute("CREATE SCHEMA clock; GRANT USAGE ON SCHEMA clock TO " + ReaderRole.NAME
                + "; CREATE FUNCTION clock.now() RETURNS timestamptz LANGUAGE sql STABLE RETURN"
                + " '2026-03-10 12:00:00+00'::timestamptz");
    }

    private void states() {
        String[] kiln = {
            "10T06:00 running", "10T07:00 stopped", "10T07:10 running", "10T08:40 stopped", "10T08:50 running"
        };
        String[] line = {
            "09T21:30 running",
            "09T22:50 stopped jam",
            "09T23:10 running",
            "10T01:00 stopped no bags",
            "10T01:05 running",
            "10T02:00 stopped jam",
            "10T02:40 running",
            "10T05:50 fault motor",
            "10T06:20 running"
        };
        for (String state : kiln) {
            state(KILN, state.split(" ", 3));
        }
        for (String state : line) {
            state(LINE, state.split(" ", 3));
        }
    }

    private void state(String location, String[] parts) {
        event(
                location,
                "state/add",
                parts[0],
                "\"state\":\"" + parts[1] + "\"" + (parts.length > 2 ? ",\"reason\":\"" + parts[2] + "\"" : ""));
    }

    private void alarms() {
        alarm(KILN, "hot", "10T06:00", "10T06:10");
        alarm(KILN, "hot", "10T08:00", "10T08:20");
        alarm(KILN, "cold", "10T09:00", "");
        alarm(LINE, "jam", "09T23:00", "09T23:01");
    }

    private void alarm(String location, String name, String raised, String cleared) {
        String occurrence = ",\"alarm\":\"" + name + "\",\"occurrence\":\"" + time(raised) + "\",\"severity\":\"high\"";
        event(location, "alarm/" + name, raised, "\"id\":\"r\",\"transition\":\"raised\"" + occurrence);
        if (!cleared.isEmpty()) {
            event(location, "alarm/" + name, cleared, "\"id\":\"c\",\"transition\":\"cleared\"" + occurrence);
        }
    }

    private static Instant time(String dayAndTime) {
        return Instant.parse("2026-03-" + dayAndTime + ":00Z");
    }

    private void event(String location, String name, String at, String fields) {
        put(
                EVENTS_0,
                location + "/_analytics/" + name,
                "{\"timestamp_ms\":" + time(at).toEpochMilli() + "," + fields + "}",
                Map.of());
    }

    private void samples(String topic, String... timesAndValues) {
        for (String one : timesAndValues) {
            sample(topic, "10T" + one.substring(0, 5), one.substring(6), Map.of());
        }
    }

    private void sample(String topic, String at, String value, Map<String, String> headers) {
        put(
                SAMPLES_0,
                topic,
                "{\"timestamp_ms\":" + time(at).toEpochMilli() + ",\"value\":" + value
                        + (value.equals("null") ? ",\"quality\":\"Bad\"}" : "}"),
                headers);
    }

    private void put(LogPartition partition, String topic, String payload, Map<String, String> headers) {
        records.add(record(partition, offset++, topic, payload, headers));
    }

    private long offset;

    private void store() throws Exception {
        sink.store(records, next(records));
        sink.settle();
        records.clear();
    }

    @AfterEach
    void close() {
        sink.close();
        database.close();
        postgres.drop();
    }

    @Test
    void everyExampleGivesTheAnswerThatStandsBelowIt() throws Exception {
        String page = Files.readString(PAGE);
        Matcher examples = EXAMPLE.matcher(page);
        SoftAssertions answers = new SoftAssertions();
        int count = 0;
        try (Connection reader = postgres.connect();
                Statement statement = reader.createStatement()) {
            statement.execute("SET ROLE " + ReaderRole.NAME);
            statement.execute("SET TIME ZONE 'UTC'");
            statement.execute("SET search_path = clock, pg_catalog, public");
            statement.execute("SET default_transaction_read_only = on");
            while (examples.find()) {
                answers.assertThat(answer(statement, examples.group(1)))
                        .as(examples.group(1))
                        .isEqualTo(bare(examples.group(2)));
                count++;
            }
        }
        answers.assertAll();
        assertThat(page.split("```sql", -1)).hasSize(count + 1);
        assertThat(count).isGreaterThanOrEqualTo(16);
    }

    private static List<String> bare(String table) {
        return table.lines()
                .map(line -> line.replaceAll(" *\\| *", "|").strip())
                .toList();
    }

    private static List<String> answer(Statement statement, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                names.add(rows.getMetaData().getColumnLabel(i));
            }
            lines.add(String.join("|", names));
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String cell = rows.getString(i);
                    cells.add(cell == null ? "" : cell.replaceAll("\\+00$", ""));
                }
                lines.add(String.join("|", cells));
            }
        }
        return lines;
    }

    @Test
    void aQuestionAboutOneMachineReadsTheEventsOfThisMachine() {
        for (String question : List.of(
                "SELECT sum(count) FROM millrace.counts WHERE location = 'limeworks/liege/packing/line-1' AND ts >="
                        + " '2026-03-10 00:00Z' AND ts < '2026-03-11 00:00Z'",
                "SELECT max(duration) FROM millrace.states WHERE location = 'limeworks/liege/packing/line-1' AND start >="
                        + " '2026-03-10 00:00Z' AND start < '2026-03-11 00:00Z'",
                "SELECT count(*) FROM millrace.alarms WHERE location = 'limeworks/liege/packing/line-1' AND raised >="
                        + " '2026-03-10 00:00Z' AND raised < '2026-03-11 00:00Z'")) {
            List<String> plan = plan(question);
            assertThat(String.join("\n", plan)).as(question).doesNotContain("Seq Scan on event_20260310");
        }
        // a function that is taken into the statement that asks leaves no scan of itself
        assertThat(plan(
                        "SELECT * FROM millrace.states_within('2026-03-10 00:00Z', '2026-03-11 00:00Z') WHERE location ="
                                + " 'limeworks/liege/packing/line-1'"))
                .noneMatch(line -> line.contains("Function Scan"));
        assertThat(plan("SELECT * FROM millrace.held('x', '2026-03-10 00:00Z', '2026-03-11 00:00Z')"))
                .noneMatch(line -> line.contains("Function Scan"));
    }

    /** With a day so full that it matters. */
    private List<String> plan(String question) {
        if (!filled) {
            filled = true;
            String topics = IntStream.range(0, 40)
                    .mapToObj(line -> "('umh/v1/limeworks/liege/packing/other-" + line + "/_analytics/bags/count')")
                    .collect(Collectors.joining(","));
            postgres.execute("INSERT INTO millrace.event_topic (topic, location, name) SELECT t, substr(split_part(t,"
                    + " '/_', 1), 8), 'bags/count' FROM (VALUES " + topics + ") AS g (t)");
            postgres.execute(
                    "INSERT INTO millrace.event (topic, ts, payload) SELECT t, '2026-03-10 00:00Z'::timestamptz +"
                            + " n * interval '1 minute', '{\"count\": 1}' FROM (VALUES " + topics + ") AS g (t),"
                            + " generate_series(1, 1000) AS n");
            postgres.execute("ANALYZE");
        }
        return postgres.column("EXPLAIN (COSTS off) " + question);
    }

    private boolean filled;

    @Test
    void valuesAndStatesAreCutAtTheEndsAndGoOnFromBefore() {
        assertThat(postgres.column("SELECT concat_ws(' ', state, start::time, \"end\"::time, lasts) FROM"
                        + " millrace.states_within('2026-03-10 07:05Z', '2026-03-10 08:45Z') WHERE location ="
                        + " 'limeworks/liege/kilns/kiln-1' ORDER BY start"))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("stopped")
                .endsWith("f");
        // before the first there was none, and a span that is no span has none
        assertThat(postgres.column(
                        "SELECT state FROM millrace.states_within('2026-03-01 00:00Z', '2026-03-02 00:00Z')"))
                .isEmpty();
        assertThat(postgres.column(
                        "SELECT state FROM millrace.states_within('2026-03-10 08:00Z', '2026-03-10 08:00Z')"))
                .isEmpty();
        String temperature = "'" + KILN + "/_historian/burner/temperature'";
        // 900 from 06:00 to 08:00 fills both hours; before 06:00 nothing is known
        assertThat(postgres.column("SELECT concat_ws(' ', mean, known) FROM millrace.means(" + temperature
                        + ", '2026-03-10 05:30Z', '2026-03-10 07:30Z', '1 hour')"))
                .containsExactly("900 00:30:00", "900 01:00:00");
        assertThat(postgres.column("SELECT value FROM millrace.held('nothing/of/this', '2026-03-10 05:00Z',"
                        + " '2026-03-10 08:00Z')"))
                .isEmpty();
        assertThat(postgres.column("SELECT coalesce(number::text, 'none') FROM millrace.grid('nothing/of/this',"
                        + " '2026-03-10 05:00Z', '2026-03-10 07:00Z', '1 hour')"))
                .containsExactly("none", "none");
        // Bad is no number; the last one before it is
        assertThat(postgres.column("SELECT millrace.number_at(" + temperature + ", '2026-03-10 09:45Z')"))
                .containsExactly("1100");
        assertThat(postgres.column(
                        "SELECT coalesce(millrace.number_at(" + temperature + ", '2026-03-10 05:45Z')::text, 'none')"))
                .containsExactly("none");
    }
}

package io.millrace.historian;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.Partitions;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.historian.sink.HistorianSink;
import io.millrace.model.Headers;
import io.millrace.model.StoredRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts and states as people see them. */
class ViewsIT {

    private static final String LINE = "umh/v1/limeworks/liege/packing/line-1";
    private static final String BAGS = LINE + "/_analytics/bags/count";
    private static final String STATE = LINE + "/_analytics/state/add";
    private static final LocalDate FIRST_KEPT = LocalDate.parse("2026-03-01");

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();
    private final HistorianSink sink =
            new HistorianSink(database, NAMESPACE, new MemoryQuarantine(), AT_NOON, () -> FIRST_KEPT);
    private final List<StoredRecord> records = new ArrayList<>();
    private long offset;

    @BeforeEach
    void ask() throws Exception {
        sink.positions(Set.of(EVENTS_0));
    }

    @AfterEach
    void close() {
        sink.close();
        database.close();
        postgres.drop();
    }

    private void event(String topic, long seconds, String fields) {
        event(topic, seconds, fields, Map.of());
    }

    private void event(String topic, long seconds, String fields, Map<String, String> headers) {
        long millis = NOON.toEpochMilli() + seconds * 1000;
        records.add(record(
                EVENTS_0,
                offset++,
                topic,
                "{\"timestamp_ms\":" + millis + (fields.isEmpty() ? "" : ",") + fields + "}",
                headers));
    }

    private void store() throws Exception {
        sink.store(records, next(records));
        records.clear();
    }

    @Test
    void countsHaveTheirPlaceNameAndNumbers() throws Exception {
        event(BAGS, 0, "\"count\":3,\"scrap\":1,\"product\":\"25 kg\"");
        event(BAGS, 10, "\"id\":\"b-2\",\"count\":2.5");
        event(LINE + "/_analytics/count", 20, "\"count\":7,\"scrap\":\"none\"");
        event(BAGS, 30, "\"count\":\"many\"");
        // what is no count
        event(LINE + "/_analytics/bags/recount", 40, "\"count\":1");
        event(LINE + "/_analytics/shift/add", 50, "");
        event(BAGS, 60, "\"comment\":\"no number\"");
        store();

        assertThat(postgres.column("SELECT concat_ws('|', location, name, extract(second FROM ts)::int,"
                        + " coalesce(id, '-'), coalesce(count::text, '-'), coalesce(scrap::text, '-'),"
                        + " payload ->> 'product') FROM millrace.counts ORDER BY ts"))
                .containsExactly(
                        "limeworks/liege/packing/line-1|bags|0|-|3|1|25 kg",
                        "limeworks/liege/packing/line-1|bags|10|b-2|2.5|-",
                        "limeworks/liege/packing/line-1|count|20|-|7|-",
                        "limeworks/liege/packing/line-1|bags|30|-|-|-");
        // 3 + 2.5
        assertThat(postgres.column("SELECT sum(count) || ' ' || sum(scrap) FROM millrace.counts WHERE name = 'bags'"))
                .containsExactly("5.5 1");
    }

    @Test
    void aStateEndsWhereTheNextOfItsTopicBegins() throws Exception {
        event(STATE, 0, "\"state\":\"Execute\",\"code\":6");
        event(STATE, 100, "\"state\":\"Held\",\"reason\":\"no bags\",\"microstop\":true");
        event(STATE, 103, "\"state\":\"Execute\",\"microstop\":\"perhaps\"");
        event(LINE.replace("line-1", "line-2") + "/_analytics/state/add", 50, "\"state\":\"Idle\"");
        event(LINE + "/_analytics/product/add", 60, "\"product\":\"25 kg\"");
        // no state, so it ends none
        event(STATE, 101, "\"note\":\"door\"");
        // yesterday: the days between are no hindrance
        event(STATE, -86_400, "\"state\":\"Stopped\",\"microstop\":false");
        store();

        assertThat(postgres.column("SELECT concat_ws('|', right(location, 6), name, state, start AT TIME ZONE 'UTC',"
                        + " extract(epoch FROM \"end\" - start)::int, duration, code, reason, microstop)"
                        + " FROM millrace.states ORDER BY location, start"))
                .containsExactly(
                        "line-1|state|Stopped|2026-03-09 12:00:00|86400|1 day|f",
                        "line-1|state|Execute|2026-03-10 12:00:00|100|00:01:40|6",
                        "line-1|state|Held|2026-03-10 12:01:40|3|00:00:03|no bags|t",
                        "line-1|state|Execute|2026-03-10 12:01:43",
                        "line-2|state|Idle|2026-03-10 12:00:50");
    }

    @Test
    void statesOfOneTimeFollowEachOtherByTheirIds() throws Exception {
        event(STATE, 0, "\"id\":\"b\",\"state\":\"B\"");
        event(STATE, 0, "\"id\":\"a\",\"state\":\"A\"");
        event(STATE, 5, "\"state\":\"C\"");
        store();

        assertThat(postgres.column("SELECT state || ' ' || coalesce(duration::text, 'lasts') FROM millrace.states"
                        + " ORDER BY start, id"))
                .containsExactly("A 00:00:00", "B 00:00:05", "C lasts");
    }

    @Test
    void aCorrectionChangesTheStatesBeforeAndAfter() throws Exception {
        event(STATE, 0, "\"state\":\"Execute\"");
        event(STATE, 60, "\"state\":\"Stopped\"");
        event(STATE, 90, "\"state\":\"Execute\"");
        store();

        // a late piece shows that it did not stop
        event(STATE, 60, "\"retracted\":true", Map.of(Headers.CORRECTION, "1", Headers.RETRACTED, "true"));
        event(STATE, 90, "\"state\":\"Held\"", Map.of(Headers.CORRECTION, "2"));
        store();

        assertThat(postgres.column("SELECT state || ' ' || coalesce(duration::text, 'lasts') FROM millrace.states"
                        + " ORDER BY start"))
                .containsExactly("Execute 00:01:30", "Held lasts");
        assertThat(postgres.column("SELECT concat_ws(' ', correction, retracted, was::jsonb ->> 'state')"
                        + " FROM millrace.corrections ORDER BY ts"))
                .containsExactly("1 t Stopped", "2 f Execute");
    }

    @Test
    void aSpanReadsItsDaysOnly() throws Exception {
        event(BAGS, 0, "\"count\":3");
        event(STATE, 0, "\"state\":\"Execute\"");
        store();
        try (Connection connection = database.open("test", Duration.ofSeconds(10))) {
            Partitions.make(
                    connection,
                    Partitions.Table.EVENT,
                    IntStream.range(0, 30).mapToObj(FIRST_KEPT::plusDays).toList());
        }
        String span = " >= '2026-03-10 00:00:00+00' AND %s < '2026-03-11 00:00:00+00'";

        assertThat(daysRead("SELECT sum(count) FROM millrace.counts WHERE ts" + span.formatted("ts")))
                .containsExactly("event_20260310");
        // the end of a state may lie in any later day; those that are not needed for it are never begun
        assertThat(daysRead("SELECT state, duration FROM millrace.states WHERE start" + span.formatted("start")))
                .startsWith("event_20260310")
                .doesNotContain("event_20260309", "event_20260301");
    }

    /** The partitions that PostgreSQL really looked at. */
    private List<String> daysRead(String sql) {
        return postgres.column("EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off, BUFFERS off) " + sql).stream()
                .filter(line -> line.matches(".* on event_\\d+.*") && !line.contains("never executed"))
                .map(line -> line.replaceAll(".* on (event_\\d+).*", "$1"))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void theStatementsOfTheHowToPageCanBeAsked() throws Exception {
        Matcher blocks = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/how-to/ask-with-sql.md")));
        int asked = 0;
        while (blocks.find()) {
            // Grafana puts in what begins with a dollar.
            if (!blocks.group(1).startsWith("set ") && !blocks.group(1).contains("$__")) {
                assertThat(postgres.column(blocks.group(1))).as(blocks.group(1)).isNotNull();
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(10);
    }

    @Test
    void everyObjectForPeopleIsDescribed() {
        assertThat(postgres.column("SELECT relname FROM pg_class c WHERE relnamespace = 'millrace'::regnamespace"
                        + " AND relkind IN ('v', 'p', 'r') AND NOT relispartition AND obj_description(oid) IS NULL"
                        + " AND relname NOT IN ('schema_version') ORDER BY 1"))
                .isEmpty();
    }
}

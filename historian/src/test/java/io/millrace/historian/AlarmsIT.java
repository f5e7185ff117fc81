package io.millrace.historian;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.historian.Alarms.Board;
import io.millrace.historian.Alarms.Occurrence;
import io.millrace.historian.Alarms.Standing;
import io.millrace.historian.Alarms.Which;
import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.historian.sink.HistorianSink;
import io.millrace.model.Headers;
import io.millrace.model.StoredRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alarms as their processor tells them, and as people find them. */
class AlarmsIT {

    private static final String KILN = "umh/v1/limeworks/liege/kilns/kiln-1";
    private static final String HOT = KILN + "/_analytics/alarm/hot";
    private static final LocalDate FIRST_KEPT = LocalDate.parse("2026-03-01");

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();
    private final HistorianSink sink =
            new HistorianSink(database, NAMESPACE, new MemoryQuarantine(), AT_NOON, () -> FIRST_KEPT);
    private final SqlAlarms alarms = new SqlAlarms(database, AT_NOON);
    private final List<StoredRecord> records = new ArrayList<>();
    private long offset;

    @BeforeEach
    void ask() throws Exception {
        sink.positions(Set.of(EVENTS_0, SAMPLES_0));
    }

    @AfterEach
    void close() {
        alarms.close();
        sink.close();
        database.close();
        postgres.drop();
    }

    private void happened(String topic, long second, String transition, String letter, long raised, String more)
            throws Exception {
        happened(topic, second, transition, letter, raised, more, Map.of());
    }

    private void happened(
            String topic,
            long second,
            String transition,
            String letter,
            long raised,
            String more,
            Map<String, String> headers)
            throws Exception {
        String name = topic.substring(topic.lastIndexOf('/') + 1);
        records.add(record(
                EVENTS_0,
                offset++,
                topic,
                "{\"timestamp_ms\":" + (NOON.toEpochMilli() + second * 1000) + ",\"id\":\"1-" + transition
                        + "\",\"alarm\":\"" + name + "\",\"transition\":\"" + transition + "\",\"state\":\"state-"
                        + letter
                        + "\",\"letter\":\"" + letter + "\",\"occurrence\":\"" + NOON.plusSeconds(raised)
                        + "\",\"severity\":\"high\",\"severity_number\":700" + more + "}",
                headers));
        if (transition.equals("raised")) {
            records.add(record(
                    SAMPLES_0,
                    offset++,
                    topic.replace("_analytics", "_historian") + "/active",
                    "{\"timestamp_ms\":" + (NOON.toEpochMilli() + second * 1000) + ",\"value\":true}"));
        }
        sink.store(records, next(records));
        sink.settle();
        records.clear();
    }

    private List<Occurrence> raised() {
        return alarms.raised(NOON.minusSeconds(3600), NOON.plusSeconds(3600), null, 100);
    }

    @Test
    void eachTimeAnAlarmWasRaisedIsARow() throws Exception {
        happened(
                HOT,
                0,
                "raised",
                "B",
                0,
                ",\"message\":\"hot\",\"value\":1151.5,\"limit\":1150.0,\"since\":\"" + NOON.minusSeconds(10)
                        + "\",\"group\":\"burner\"");
        happened(HOT, 30, "acknowledged", "C", 0, ",\"user\":\"ann\",\"comment\":\"seen\"");
        happened(HOT, 60, "cleared", "A", 0, "");
        happened(HOT, 100, "raised", "B", 100, "");

        List<Occurrence> raised = raised();

        assertThat(raised).hasSize(2);
        assertThat(raised.get(0).raised()).isEqualTo(NOON.plusSeconds(100));
        assertThat(raised.get(0).acknowledged()).isNull();
        assertThat(raised.get(0).cleared()).isNull();
        assertThat(raised.get(1))
                .isEqualTo(new Occurrence(
                        HOT,
                        "limeworks/liege/kilns/kiln-1",
                        "hot",
                        NOON,
                        NOON.minusSeconds(10),
                        "high",
                        700,
                        "burner",
                        "hot",
                        "1151.5",
                        "1150.0",
                        NOON.plusSeconds(30),
                        "ann",
                        "seen",
                        NOON.plusSeconds(60),
                        "state-A"));
        assertThat(postgres.column("SELECT duration FROM millrace.alarms WHERE cleared IS NOT NULL"))
                .containsExactly("00:01:00");
        assertThat(alarms.raised(NOON, NOON.plusSeconds(1), "limeworks/liege/kilns", 100))
                .hasSize(1);
        assertThat(alarms.raised(NOON, NOON.plusSeconds(1), "limeworks/liege/kiln", 100))
                .isEmpty();
    }

    @Test
    void whatIsCorrectedAwayIsNoRow() throws Exception {
        happened(HOT, 0, "raised", "B", 0, "");
        records.add(record(
                EVENTS_0,
                offset++,
                HOT,
                "{\"timestamp_ms\":" + NOON.toEpochMilli() + ",\"id\":\"1-raised\",\"retracted\":true}",
                Map.of(Headers.CORRECTION, "1", Headers.RETRACTED, "true", Headers.PROCESSOR, "hot@1")));
        sink.store(records, next(records));

        assertThat(raised()).isEmpty();
        assertThat(alarms.board(Which.ALL, 10).standing()).isEmpty();
    }

    @Test
    void theBoardShowsHowEachAlarmStands() throws Exception {
        String cold = KILN + "/_analytics/alarm/cold";
        String off = KILN + "/_analytics/alarm/off";
        happened(HOT, -30, "raised", "B", -30, ",\"message\":\"hot\"");
        happened(cold, -20, "raised", "B", -20, "");
        happened(cold, -10, "shelved", "G", -20, ",\"user\":\"ann\",\"until\":\"" + NOON.plusSeconds(600) + "\"");
        happened(cold, -5, "cleared", "G", -20, "");
        happened(off, -3600, "raised", "C", -3600, "");
        happened(off, -3500, "cleared", "A", -3600, "");

        Board open = alarms.board(Which.OPEN, 10);
        assertThat(open.standing()).extracting(Standing::alarm).containsExactly("hot");
        assertThat(open.raisedInTenMinutes()).isEqualTo(2);
        assertThat(alarms.board(Which.ASIDE, 10).standing())
                .extracting(Standing::alarm, Standing::until, Standing::transition, Standing::changed)
                .containsExactly(tuple("cold", NOON.plusSeconds(600), "cleared", NOON.minusSeconds(5)));
        assertThat(alarms.board(Which.ALL, 10).standing())
                .extracting(Standing::alarm)
                .containsExactly("cold", "hot", "off");
        assertThat(alarms.board(Which.ALL, 2).more()).isTrue();
        assertThat(alarms.standing(HOT))
                .hasValueSatisfying(standing -> assertThat(standing.raised()).isEqualTo(NOON.minusSeconds(30)));
        assertThat(alarms.standing(KILN + "/_analytics/alarm/none")).isEmpty();
    }

    @Test
    void theStatementOfTheHowToPageCanBeAsked() throws Exception {
        Matcher blocks = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/how-to/raise-alarms.md")));
        assertThat(blocks.find()).isTrue();

        assertThat(postgres.column(blocks.group(1))).isEmpty();
    }

    @Test
    void eventsOfOthersDoNoHarm() throws Exception {
        happened(HOT, 0, "raised", "B", 0, ",\"since\":\"the other day\"");
        records.add(record(
                EVENTS_0,
                offset++,
                HOT,
                "{\"timestamp_ms\":" + (NOON.toEpochMilli() + 1000)
                        + ",\"transition\":\"raised\",\"occurrence\":7,\"letter\":5,\"severity_number\":\"bad\"}"));
        sink.store(records, next(records));

        assertThat(raised()).hasSize(2);
        assertThat(alarms.board(Which.ALL, 10).standing())
                .extracting(Standing::alarm)
                .containsExactly("hot");
    }
}

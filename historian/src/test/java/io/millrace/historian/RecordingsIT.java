package io.millrace.historian;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.payload;
import static io.millrace.historian.fixture.Records.record;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.Recorded.Replaced;
import io.millrace.historian.Recordings.Key;
import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.historian.sink.HistorianSink;
import io.millrace.model.Headers;
import io.millrace.model.StoredRecord;
import io.millrace.model.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a historian tells whoever computes the past again. */
class RecordingsIT {

    private static final String COUNT = "umh/v1/limeworks/liege/kilns/_analytics/bags/count";
    private static final int DAY = 86_400_000;
    private static final SharedPostgres POSTGRES = SharedPostgres.freshDatabase();
    private static final Database DATABASE = POSTGRES.database();
    private static final Recordings RECORDINGS = new Recordings(DATABASE);
    private static final long NOON_MICROS = NOON.toEpochMilli() * 1000;

    @BeforeAll
    static void remember() throws Exception {
        try (HistorianSink sink = new HistorianSink(
                DATABASE, NAMESPACE, new MemoryQuarantine(), AT_NOON, () -> LocalDate.parse("2026-01-01"))) {
            List<StoredRecord> records = List.of(
                    said(0, "made", -2 * DAY, 3, 0),
                    said(1, "made", -1, 4, 0),
                    said(2, "made", 0, 5, 0),
                    said(3, "on", 0, true, 0),
                    said(4, "words", 0, "\"hello\"", 0),
                    said(5, "other", 0, 1, 0),
                    said(6, "made", 1, 6, 0),
                    // what was 5 is 50, by a live processor, and then 51, by a recomputation, which takes back 6
                    said(7, "made", 0, 50, 1_000),
                    recomputed(8, "made", 0, 51, 1_001, false),
                    recomputed(9, "made", 1, null, 1, true),
                    recomputed(10, "made", 2, 7, 1, false),
                    said(11, "made", 2, 70, 2_000),
                    counted(0, -DAY, "a", 1),
                    counted(1, 0, "b", 2),
                    counted(2, 0, "a", 3));
            sink.positions(Set.of(SAMPLES_0, EVENTS_0));
            sink.store(records, next(records));
        }
    }

    @AfterAll
    static void forget() {
        RECORDINGS.close();
        DATABASE.close();
        POSTGRES.drop();
    }

    private static StoredRecord said(long offset, String tag, long millis, Object value, long correction) {
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.SOURCE, "processor:bags");
        headers.put(Headers.PROCESSOR, "bags@7");
        if (correction > 0) {
            headers.put(Headers.CORRECTION, Long.toString(correction));
        }
        return record(SAMPLES_0, offset, topic(tag), payload(millis, value), headers);
    }

    private static StoredRecord recomputed(
            long offset, String tag, long millis, Object value, long correction, boolean retracted) {
        StoredRecord said = said(offset, tag, millis, value, correction);
        Map<String, String> headers = new HashMap<>(said.record().headers());
        headers.put(Headers.RECOMPUTE, "bags-1");
        if (retracted) {
            headers.put(Headers.RETRACTED, "true");
        }
        String payload = payload(millis, value);
        return record(
                SAMPLES_0,
                offset,
                topic(tag),
                retracted ? payload.replace("}", ",\"quality\":\"Bad_NoData\"}") : payload,
                headers);
    }

    private static StoredRecord counted(long offset, long millis, String id, int count) {
        return record(
                EVENTS_0,
                offset,
                COUNT,
                "{\"timestamp_ms\":" + (NOON.toEpochMilli() + millis) + ",\"id\":\"" + id + "\",\"count\":" + count
                        + "}");
    }

    private static List<String> read(long fromMillis, long toMillis, int most) {
        List<String> told = new ArrayList<>();
        RECORDINGS.read(
                List.of(topic("made"), topic("on"), topic("words"), COUNT),
                NOON_MICROS + fromMillis * 1000,
                NOON_MICROS + toMillis * 1000,
                row -> {
                    told.add(text(row));
                    return told.size() < most;
                });
        return told;
    }

    private static String text(Recorded row) {
        String payload = row.payload();
        return (row.micros() - NOON_MICROS) / 1000 + " " + row.topic().replaceAll(".*/", "") + row.id() + " "
                + (payload == null ? text(row.value()) : payload.replaceAll(".*\"count\": (\\d+).*", "$1"));
    }

    private static String text(Value value) {
        return value instanceof Value.Bool bool
                ? Boolean.toString(bool.value())
                : value instanceof Value.Text text ? text.value() : "" + ((Value.Whole) value).value();
    }

    @Test
    void samplesAndEventsOfSeveralDaysComeInTheOrderOfTheirTimesAsTheyStandNow() {
        assertThat(read(-3L * DAY, DAY, 100))
                .containsExactly(
                        "-172800000 made 3",
                        "-86400000 counta 1",
                        "-1 made 4",
                        "0 counta 3",
                        "0 countb 2",
                        "0 made 51",
                        "0 on true",
                        "0 words hello",
                        "2 made 70");
        assertThat(read(-1, 0, 100)).containsExactly("-1 made 4");
        assertThat(read(-3L * DAY, DAY, 2)).hasSize(2);
    }

    @Test
    void whatStoodBeforeIsFoundHoweverLongAgo() {
        assertThat(RECORDINGS.before(List.of(topic("made"), topic("on"), COUNT), NOON_MICROS, 2))
                .extracting(RecordingsIT::text)
                .containsExactly("-172800000 made 3", "-86400000 counta 1", "-1 made 4");
    }

    @Test
    void correctionsAreNumberedAndToldByTheRecomputationThatMadeThem() {
        assertThat(RECORDINGS.lastCorrections(List.of(
                        new Key(topic("made"), NOON_MICROS, ""),
                        new Key(topic("made"), NOON_MICROS - 1000, ""),
                        new Key(topic("made"), NOON_MICROS + 2000, ""))))
                .containsExactly(1_001, 0, 2_000);

        List<Replaced> replaced = new ArrayList<>();
        RECORDINGS.replaced("bags-1", replaced::add);

        assertThat(replaced)
                .extracting(
                        one -> (one.micros() - NOON_MICROS) / 1000,
                        Replaced::last,
                        one -> one.was() == null ? "nothing" : text(one.was().value()),
                        Replaced::processor)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, true, "50", "bags@7 recompute bags-1"),
                        org.assertj.core.groups.Tuple.tuple(1L, true, "6", "bags@7 recompute bags-1"),
                        // a live correction came later
                        org.assertj.core.groups.Tuple.tuple(2L, false, "nothing", "bags@7 recompute bags-1"));
    }

    @Test
    void whoDeliveredOnATopicIsKnown() {
        assertThat(RECORDINGS.delivered()).contains(new Recorded.Delivered(topic("made"), "processor:bags"));
    }
}

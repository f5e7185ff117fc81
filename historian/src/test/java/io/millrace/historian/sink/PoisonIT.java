package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.record;
import static io.millrace.historian.fixture.Records.sample;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that cannot be stored go to quarantine with their reason, and their neighbours are stored. */
class PoisonIT {

    private static final String EVENT = "umh/v1/limeworks/liege/_analytics/state/add";

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();
    private final MemoryQuarantine quarantine = new MemoryQuarantine();
    private final HistorianSink sink =
            new HistorianSink(database, NAMESPACE, quarantine, AT_NOON, () -> LocalDate.parse("2026-03-01"));

    @BeforeEach
    void askForThePositions() throws Exception {
        sink.positions(Set.of(SAMPLES_0, EVENTS_0));
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

    private static String event(String rest) {
        return "{\"timestamp_ms\":" + NOON.toEpochMilli() + "," + rest + "}";
    }

    @Test
    void illegalTopicsAndUnreadablePayloadsSayWhatIsWrong() throws Exception {
        // when
        store(
                sample(0, "a", 0, 1),
                record(SAMPLES_0, 1, "umh/v1/no contract/here", "{}"),
                record(SAMPLES_0, 2, topic("b"), "{\"value\":", Map.of(Headers.SOURCE, "plc-7", Headers.ATTEMPTS, "2")),
                record(SAMPLES_0, 3, topic("c"), "{\"timestamp_ms\":12,\"value\":1}"),
                record(SAMPLES_0, 4, topic("d"), "{\"value\":null}"),
                sample(5, "a", 1, 2));

        // then
        assertThat(postgres.column("SELECT value FROM millrace.samples ORDER BY ts"))
                .containsExactly("1", "2");
        assertThat(quarantine.records())
                .extracting(record -> record.headers().get(Headers.ERROR_CODE))
                .containsExactly("topic-illegal", "payload-unparsable", "timestamp-out-of-range", "payload-wrong-type");
        LogRecord second = quarantine.records().get(1);
        assertThat(second.log()).isEqualTo(LogTopic.QUARANTINE);
        assertThat(second.key()).isEqualTo(topic("b"));
        assertThat(second.payload()).isEqualTo("{\"value\":".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(second.headers())
                .contains(
                        entry(Headers.SOURCE, "plc-7"),
                        entry(Headers.ERROR_HOP, "historian"),
                        entry(Headers.ATTEMPTS, "3"),
                        entry(Headers.FIRST_SEEN, Long.toString(NOON.toEpochMilli() * 1000)));
        assertThat(second.headers().get(Headers.ERROR)).startsWith("The payload is not JSON");
        assertThat(sink.positions(Set.of(SAMPLES_0))).containsEntry(SAMPLES_0, 6L);
    }

    @Test
    void theOneCharacterThatPostgresCannotHoldIsReplaced() throws Exception {
        // when
        store(
                sample(0, "text", 0, "\"a\\u0000b\""),
                record(EVENTS_0, 0, EVENT, event("\"id\":\"x\\u0000y\",\"note\":\"c\\u0000d \\\\u0000\"")));

        // then
        assertThat(postgres.column("SELECT value FROM millrace.samples")).containsExactly("a\uFFFDb");
        assertThat(postgres.column("SELECT concat_ws('|', id, payload->>'note') FROM millrace.event"))
                .containsExactly("x\uFFFDy|c\uFFFDd \\u0000");
        assertThat(quarantine.records()).isEmpty();
    }

    @Test
    void whatPostgresItselfRefusesIsFoundByHalving() throws Exception {
        // given three events that JSON allows and PostgreSQL does not, among hundreds it takes
        List<StoredRecord> records = new ArrayList<>();
        Map<Integer, String> poison = Map.of(
                0, event("\"state\":\"\\ud83d\""),
                150, event("\"state\":1e400000"),
                299, event("\"id\":\"" + random(9_000) + "\""));
        for (int i = 0; i < 300; i++) {
            records.add(record(EVENTS_0, i, EVENT, poison.getOrDefault(i, event("\"id\":\"" + i + "\""))));
            records.add(sample(i, "a", i, i));
        }

        // when
        sink.store(records, next(records));

        // then
        assertThat(postgres.column("SELECT count(*) FROM millrace.event")).containsExactly("297");
        assertThat(postgres.column("SELECT count(*) FROM millrace.sample")).containsExactly("300");
        assertThat(quarantine.records()).hasSize(3).allSatisfy(record -> {
            assertThat(record.headers()).containsEntry(Headers.ERROR_CODE, "historian-refused");
            assertThat(record.headers().get(Headers.ERROR))
                    .startsWith("PostgreSQL does not take it: ")
                    .contains("SQLSTATE");
        });
        assertThat(sink.positions(Set.of(SAMPLES_0, EVENTS_0))).isEqualTo(Map.of(SAMPLES_0, 300L, EVENTS_0, 300L));
    }

    @Test
    void aTopicThatOnlyThePayloadMakesTooLongIsRefused() throws Exception {
        String group = "g".repeat(64);
        StringBuilder payload = new StringBuilder("{\"timestamp_ms\":" + NOON.toEpochMilli());
        payload.append(",\"").append(group).append("\":{");
        for (int depth = 0; depth < 14; depth++) {
            payload.append('"').append(group).append("\":{");
        }
        payload.append('"').append(group).append("\":1").append("}".repeat(16));

        store(record(SAMPLES_0, 0, topic("x".repeat(60)), payload.toString()), sample(1, "a", 0, 1));

        assertThat(quarantine.records())
                .extracting(record -> record.headers().get(Headers.ERROR_CODE))
                .containsExactly("topic-illegal");
        assertThat(postgres.column("SELECT value FROM millrace.samples")).containsExactly("1");
    }

    /** Text that does not compress, and so does not fit into an index. */
    private static String random(int length) {
        java.util.Random random = new java.util.Random(7);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('0' + random.nextInt(75) % 10 + (random.nextBoolean() ? 49 : 0)));
        }
        return text.toString();
    }
}

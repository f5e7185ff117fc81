package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.SAMPLES_1;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.payload;
import static io.millrace.historian.fixture.Records.record;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.MovingClock;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.StoredRecord;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lives of connections: their numbers, and the gaps between them. */
class SessionsIT {

    private static final String ORIGIN = "site/hub/kiln-1";
    private static final SharedPostgres POSTGRES = SharedPostgres.freshDatabase();
    private static final Database DATABASE = POSTGRES.database();

    private final Map<LogPartition, Long> offsets = new HashMap<>();
    private HistorianSink sink = open();

    private static HistorianSink open() {
        return new HistorianSink(
                DATABASE,
                NAMESPACE,
                new MemoryQuarantine(),
                new MovingClock(NOON),
                () -> LocalDate.parse("2026-03-01"));
    }

    @BeforeEach
    void ask() throws Exception {
        sink.positions(Set.of(SAMPLES_0, SAMPLES_1));
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

    private StoredRecord arrived(LogPartition partition, long epoch, long number, double second) {
        return arrived(
                partition,
                second,
                Map.of(Headers.EPOCH, Long.toString(epoch), Headers.SEQUENCE, Long.toString(number)));
    }

    private StoredRecord arrived(LogPartition partition, double second, Map<String, String> more) {
        long offset = offsets.merge(partition, 1L, Long::sum) - 1;
        long millis = Math.round(second * 1_000);
        Map<String, String> headers = new HashMap<>(more);
        headers.put(Headers.ORIGIN, ORIGIN);
        headers.put(Headers.SOURCE, "kiln-1");
        headers.put(Headers.RECEIVED, Long.toString((NOON.toEpochMilli() + millis) * 1000));
        return record(partition, offset, topic("p" + partition.number()), payload(offset, 1), headers);
    }

    private void store(StoredRecord... records) throws Exception {
        List<StoredRecord> list = List.of(records);
        sink.store(list, next(list));
        sink.positions(Set.of());
    }

    private static List<String> sessions() {
        return POSTGRES.column(
                "SELECT concat_ws(' ', origin, epoch, source, extract(epoch FROM first_received - '" + NOON
                        + "')::float, extract(epoch FROM last_received - '" + NOON
                        + "')::float, numbers) FROM millrace.session ORDER BY origin, epoch");
    }

    private static List<String> gaps() {
        return POSTGRES.column("SELECT concat_ws(' ', id, source, topic, extract(epoch FROM \"from\" - '" + NOON
                + "')::float, extract(epoch FROM \"to\" - '" + NOON + "')::float, reason, count) FROM millrace.gap"
                + " ORDER BY id");
    }

    @Test
    void theNumbersThatArrivedAreKeptBySession() throws Exception {
        store(arrived(SAMPLES_0, 7, 1, 0), arrived(SAMPLES_0, 7, 2, 1), arrived(SAMPLES_0, 7, 5, 2));
        store(arrived(SAMPLES_1, 7, 3, 1.5), arrived(SAMPLES_0, 7, 7, 3));

        assertThat(sessions()).containsExactly("site/hub/kiln-1 7 kiln-1 0 3 {[1,4),[5,6),[7,8)}");
        assertThat(gaps()).isEmpty();
    }

    @Test
    void numbersThatAreNoneAreLeftOut() throws Exception {
        for (Map<String, String> odd : List.of(
                Map.of(Headers.EPOCH, "1"),
                Map.of(Headers.EPOCH, "1", Headers.SEQUENCE, "0"),
                Map.of(Headers.EPOCH, "1", Headers.SEQUENCE, "-7"),
                Map.of(Headers.EPOCH, "1", Headers.SEQUENCE, "9223372036854775807"),
                Map.of(Headers.EPOCH, "one", Headers.SEQUENCE, "1"),
                // it has been in quarantine and was noted there
                Map.of(Headers.EPOCH, "1", Headers.SEQUENCE, "3", Headers.ATTEMPTS, "1"))) {
            store(arrived(SAMPLES_0, 0, odd));
        }

        assertThat(sessions()).isEmpty();
        assertThat(POSTGRES.column("SELECT delivered FROM millrace.ledger")).containsExactly("6");
    }

    @Test
    void betweenTwoSessionsNothingCame() throws Exception {
        store(arrived(SAMPLES_0, 7, 1, 0), arrived(SAMPLES_0, 7, 2, 1));
        store(arrived(SAMPLES_0, 9, 1, 13.5));
        store(arrived(SAMPLES_0, 9, 2, 14), arrived(SAMPLES_0, 10, 1, 14.999), arrived(SAMPLES_0, 11, 1, 15.999));

        assertThat(gaps())
                .containsExactly(
                        "epoch:site/hub/kiln-1:11 kiln-1  14.999 15.999 disconnected 0",
                        "epoch:site/hub/kiln-1:9 kiln-1  1 13.5 disconnected 0");
        assertThat(POSTGRES.column("SELECT sentence FROM millrace.gap WHERE id LIKE '%:9'"))
                .containsExactly("Nothing came from kiln-1 for 13 s: the connection or the hub was down.");
    }

    @Test
    void whatAnotherPartitionDeliversLaterShortensTheGapOrEndsIt() throws Exception {
        // given a partition that is read ahead of the other
        store(arrived(SAMPLES_0, 7, 1, 0), arrived(SAMPLES_0, 8, 2, 20));
        assertThat(gaps()).containsExactly("epoch:site/hub/kiln-1:8 kiln-1  0 20 disconnected 0");

        // when, then
        store(arrived(SAMPLES_1, 7, 2, 5));
        assertThat(gaps()).containsExactly("epoch:site/hub/kiln-1:8 kiln-1  5 20 disconnected 0");
        store(arrived(SAMPLES_1, 8, 1, 15));
        assertThat(gaps()).containsExactly("epoch:site/hub/kiln-1:8 kiln-1  5 15 disconnected 0");
        store(arrived(SAMPLES_1, 7, 3, 14.5));
        assertThat(gaps()).isEmpty();
    }

    @Test
    void whatIsCountedAgainMakesNoGapAndNoHole() throws Exception {
        // given two sessions, counted and not written
        List<StoredRecord> records = List.of(
                arrived(SAMPLES_0, 7, 1, 0),
                arrived(SAMPLES_0, 7, 2, 10),
                arrived(SAMPLES_0, 8, 1, 12),
                arrived(SAMPLES_0, 8, 2, 13));
        sink.store(records.subList(0, 2), next(records.subList(0, 2)));
        sink.positions(Set.of());
        sink.store(records.subList(2, 4), next(records.subList(2, 4)));

        // when the rest is counted again, and then all of it
        POSTGRES.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
                + " current_database() AND application_name = 'millrace sink'");
        sink.close();
        for (String from : List.of("2", "0")) {
            sink = open();
            POSTGRES.execute("UPDATE millrace.log_offset SET counted_offset = " + from);
            int start = Math.toIntExact(sink.positions(Set.of(SAMPLES_0)).get(SAMPLES_0));
            assertThat(start).isEqualTo(Integer.parseInt(from));
            sink.store(records.subList(start, 4), next(records));
            sink.close();
        }

        // then
        assertThat(sessions())
                .containsExactly("site/hub/kiln-1 7 kiln-1 0 10 {[1,3)}", "site/hub/kiln-1 8 kiln-1 12 13 {[1,3)}");
        assertThat(gaps()).containsExactly("epoch:site/hub/kiln-1:8 kiln-1  10 12 disconnected 0");
    }

    @Test
    void theOldestOfTooManyHolesAreTakenForLost() throws Exception {
        // given every second number
        LedgerBook book = new LedgerBook();
        for (int number = 2; number <= 40; number += 2) {
            book.arrived(book.session(ORIGIN, 1, "kiln-1"), number, NOON.toEpochMilli() * 1000);
        }

        // when at most ten ranges are kept
        try (Connection connection = DATABASE.open("test", Duration.ofSeconds(10))) {
            connection.setAutoCommit(false);
            LedgerTables.write(connection, book.take(Set.of()), 10, LedgerTables.Pace.AT_ONCE);
            connection.commit();
        }

        // then 1, 3 .. 31 are lost and five ranges remain
        assertThat(POSTGRES.column("SELECT numbers FROM millrace.session"))
                .containsExactly("{[1,33),[34,35),[36,37),[38,39),[40,41)}");
        assertThat(POSTGRES.column("SELECT concat_ws(' ', source, topic, received, lost) FROM millrace.ledger"))
                .containsExactly("kiln-1  0 16");
    }
}

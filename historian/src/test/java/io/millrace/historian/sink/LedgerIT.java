package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.SAMPLES_1;
import static io.millrace.historian.fixture.Records.payload;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.historian.fixture.MemoryLog;
import io.millrace.historian.fixture.MovingClock;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ledger says of what becomes of records. */
class LedgerIT {

    private static final LogPartition QUARANTINE = new LogPartition(LogTopic.QUARANTINE, 0);
    private static final String EVENT = "umh/v1/limeworks/liege/_analytics/work-order/create";
    private static final String RAW = "umh/v1/limeworks/_raw/frame";
    private static final LocalDate FIRST_KEPT = LocalDate.parse("2026-03-01");

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

    private static Map<String, String> from(String source) {
        return Map.of(Headers.SOURCE, source, Headers.RECEIVED, Long.toString(NOON.toEpochMilli() * 1000));
    }

    private void sample(String source, String tag, String payload) {
        log.append(SAMPLES_0, topic(tag), payload, from(source));
    }

    private static String identified(long millis, String id) {
        return "{\"timestamp_ms\":" + (NOON.toEpochMilli() + millis) + ",\"id\":\"" + id + "\",\"value\":1}";
    }

    private void deliver() throws Exception {
        log.deliverAll(sink, new Random(1), 1_000);
    }

    /** As {@code kill -9} does: nothing is written any more. */
    private void killAndStartAgain() {
        killBackends("millrace sink", "millrace ledger");
        sink.close();
        sink = open();
        log.forgetPlaces();
    }

    private static void killBackends(String... names) {
        POSTGRES.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
                + " current_database() AND application_name IN ('" + String.join("', '", names) + "')");
    }

    private void write() throws Exception {
        sink.positions(List.of());
    }

    private List<String> ledger() {
        return POSTGRES.column("SELECT concat_ws(' ', source, regexp_replace(topic, '.*/', ''), received, delivered,"
                + " duplicate, rejected, late) FROM millrace.ledger ORDER BY source, topic");
    }

    private List<String> rows() {
        return POSTGRES.column("SELECT concat_ws(' ', name, id, value) FROM millrace.samples ORDER BY name, id, value");
    }

    @Test
    void eachDuplicateIsPutDownToWhoSentIt() throws Exception {
        // given two within a batch, one across batches, and several in one payload
        sample("kiln-1", "a", payload(0, 1));
        sample("kiln-2", "a", payload(0, 2));
        sample("kiln-1", "b", payload(0, 3));
        deliver();
        sample("kiln-2", "b", payload(0, 4));
        sample("kiln-2", "b", payload(1, 5));
        log.append(
                SAMPLES_0, "umh/v1/limeworks/liege/kilns/_historian", "ignored: a topic without a tag", from("kiln-3"));

        // when
        deliver();

        // then
        assertThat(rows()).containsExactly("a 1", "b 3", "b 5");
        assertThat(ledger())
                .containsExactly(
                        "kiln-1 a 1 1 0 0 0",
                        "kiln-1 b 1 1 0 0 0",
                        "kiln-2 a 1 0 1 0 0",
                        "kiln-2 b 2 1 1 0 0",
                        "kiln-3  1 0 0 1 0");
    }

    @Test
    void samplesOfOneTimeAreToldApartByTheirIds() throws Exception {
        sample("c", "a", identified(0, "x"));
        sample("c", "a", identified(0, "y"));
        sample("c", "a", payload(0, 1));
        deliver();
        sample("c", "a", identified(0, "x"));
        sample("c", "a", identified(0, "z"));
        sample("c", "a", payload(0, 2));
        sample("c", "a", identified(0, ""));
        sample("c", "a", identified(0, "u\\u0000"));
        sample("c", "a", identified(0, "u\\ufffd"));
        sample("c", "a", identified(0, "v\\ud83d"));
        sample("c", "a", identified(0, "v\\ud83e"));

        deliver();

        // a NUL and half a character become what PostgreSQL can hold, and so the same
        assertThat(rows()).containsExactlyInAnyOrder("a x 1", "a y 1", "a 1", "a z 1", "a  1", "a u\uFFFD 1", "a v? 1");
        assertThat(ledger()).containsExactly("c a 11 7 4 0 0");
    }

    @Test
    void lateIsDeliveredMoreThanAMinuteAfterItsTime() throws Exception {
        sample("c", "a", payload(-60_000, 1));
        sample("c", "a", payload(-60_001, 2));
        sample("c", "a", payload(-60_001, 3));
        sample("c", "b", "{\"value\":1}");
        deliver();

        assertThat(ledger()).containsExactly("c a 3 2 1 0 1", "c b 1 1 0 0 0");
    }

    @Test
    void whatIsTooOldIsRejectedSampleBySample() throws Exception {
        long tenDays = -10 * 86_400_000L;
        sample("c", "old", payload(tenDays, 1));
        sample("c", "new", payload(0, 1));
        log.append(
                SAMPLES_0,
                topic("group"),
                "{\"timestamp_ms\":" + (NOON.toEpochMilli() + tenDays) + ",\"x\":1,\"y\":2}",
                from("d"));
        log.append(EVENTS_0, EVENT, "{\"timestamp_ms\":" + (NOON.toEpochMilli() + tenDays) + "}", Map.of());
        deliver();

        assertThat(ledger())
                .containsExactly(
                        "c new 1 1 0 0 0",
                        "c old 1 0 0 1 0",
                        "d x 1 0 0 1 0",
                        "d y 1 0 0 1 0",
                        "kafka create 1 0 0 1 0");
        assertThat(POSTGRES.column("SELECT reason || ' ' || sum(count) FROM millrace.rejection GROUP BY reason"))
                .containsExactly("older-than-retention 4");
    }

    @Test
    void bytesAreDeliveredAndPoisonIsRejectedWhenItComesBackFromQuarantine() throws Exception {
        // given
        log.append(SAMPLES_0, RAW, "\u0001", from("c"));
        log.append(EVENTS_0, EVENT, "{\"timestamp_ms\":" + NOON.toEpochMilli() + ",\"state\":\"\\ud83d\"}", from("c"));
        sample("c", "a", "no json");

        // when the sink is killed in the middle of it
        log.beforeTheNextWrite(() -> killBackends("millrace sink"));
        deliver();

        // then it went to quarantine twice and counts once
        assertThat(log.records(QUARANTINE)).hasSize(4);
        assertThat(ledger()).containsExactly("c frame 1 1 0 0 0", "c create 1 0 0 1 0", "c a 1 0 0 1 0");
        assertThat(POSTGRES.column("SELECT concat_ws(' ', topic = '" + topic("a") + "', reason, count)"
                        + " FROM millrace.rejection ORDER BY reason"))
                .containsExactly("f historian-refused 1", "t payload-unparsable 1");
        assertThat(POSTGRES.column("SELECT place FROM millrace.quarantine ORDER BY place"))
                .containsExactly("millrace.events/0/0", "millrace.samples/0/1");
    }

    @Test
    void cleanDeliveriesWaitAndAreCountedFromTheLogAfterAKill() throws Exception {
        // given a ledger that is written up to the second sample
        sample("c", "a", payload(0, 0));
        sample("c", "a", payload(1, 1));
        deliver();
        write();
        for (int i = 2; i < 100; i++) {
            sample("c", "a", payload(i, i));
        }
        deliver();
        assertThat(ledger()).containsExactly("c a 2 2 0 0 0");

        // when
        killAndStartAgain();
        assertThat(sink.positions(List.of(SAMPLES_0))).containsEntry(SAMPLES_0, 2L);
        deliver();
        write();

        // then
        assertThat(ledger()).containsExactly("c a 100 100 0 0 0");
        assertThat(rows()).hasSize(100);
        assertThat(POSTGRES.column("SELECT concat_ws(' ', next_offset, counted_offset) FROM millrace.log_offset"))
                .containsExactly("100 100");
        assertThat(sink.counts().metrics().stream()
                        .filter(metric -> metric.name().equals("historian_duplicates"))
                        .mapToDouble(Metric::value)
                        .sum())
                .isZero();
    }

    @Test
    void aRecordThatIsCountedAgainAndIsNotThereIsStored() throws Exception {
        // given the log lost its end with the power, and others stand there now
        sample("c", "a", payload(0, 0));
        sample("c", "a", payload(1, 1));
        sample("c", "a", payload(2, 2));
        deliver();
        killAndStartAgain();
        log.records(SAMPLES_0).remove(2);
        sample("c", "a", payload(7, 7));
        sample("c", "a", payload(8, 8));

        // when
        deliver();
        write();

        // then
        assertThat(rows()).containsExactly("a 0", "a 1", "a 2", "a 7", "a 8");
    }

    @Test
    void whatWaitsIsWrittenWhenItHasWaitedLongEnough() throws Exception {
        // given
        sample("c", "a", payload(0, 0));
        deliver();

        // when, then
        sink.settle();
        assertThat(ledger()).isEmpty();
        clock.moveOn(Duration.ofSeconds(6));
        sink.settle();
        assertThat(ledger()).containsExactly("c a 1 1 0 0 0");
        assertThat(sink.counts().ledger().total(LedgerTotals.Outcome.DELIVERED)).isEqualTo(1);

        sample("c", "a", payload(1, 0));
        deliver();
        sink.close();
        assertThat(ledger()).containsExactly("c a 2 2 0 0 0");
    }

    @Test
    void aLedgerThatCannotBeWrittenIsMadeGoodFromTheLog() throws Exception {
        sample("c", "a", payload(0, 0));
        deliver();
        clock.moveOn(Duration.ofSeconds(6));
        killBackends("millrace sink");

        sink.settle();
        sample("c", "a", payload(1, 1));
        deliver();
        write();

        assertThat(ledger()).containsExactly("c a 2 2 0 0 0");
        assertThat(rows()).hasSize(2);
    }

    /** Has a page written beside the rows that does not come to its end before the lock is given back. */
    private Connection aPageThatIsHeldUp() throws Exception {
        sample("c", "a", payload(0, 0));
        deliver();
        clock.moveOn(Duration.ofSeconds(6));
        Connection holder = POSTGRES.connect();
        holder.setAutoCommit(false);
        try (Statement lock = holder.createStatement()) {
            lock.execute("LOCK TABLE millrace.ledger");
        }
        sample("c", "b", payload(1, 1));
        deliver();
        await().until(() -> POSTGRES.column("SELECT wait_event_type FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND application_name = 'millrace ledger'")
                .equals(List.of("Lock")));
        return holder;
    }

    @Test
    void rowsDoNotWaitForAPageOfTheLedger() throws Exception {
        try (Connection holder = aPageThatIsHeldUp()) {
            sample("c", "c", payload(2, 2));
            deliver();
            sink.settle();

            assertThat(rows()).containsExactly("a 0", "b 1", "c 2");
            holder.rollback();
        }
        write();
        assertThat(ledger()).containsExactly("c a 1 1 0 0 0", "c b 1 1 0 0 0", "c c 1 1 0 0 0");
        assertThat(sink.counts().ledger().total(LedgerTotals.Outcome.DELIVERED)).isEqualTo(3);
    }

    @Test
    void whatMustNotBeDoneTwiceWaitsForThePageBeforeIt() throws Exception {
        try (Connection holder = aPageThatIsHeldUp()) {
            sample("c", "a", payload(0, 7));
            CompletableFuture<Void> duplicate = CompletableFuture.runAsync(() -> {
                try {
                    deliver();
                } catch (Exception failed) {
                    throw new CompletionException(failed);
                }
            });
            await().during(Duration.ofMillis(300))
                    .until(() -> POSTGRES.column("SELECT application_name || ' ' || state FROM pg_stat_activity WHERE"
                                    + " datname = current_database() AND application_name LIKE 'millrace %'"
                                    + " ORDER BY application_name")
                            .equals(List.of("millrace ledger active", "millrace sink idle in transaction")));
            assertThat(duplicate).isNotDone();
            holder.rollback();
            assertThat(duplicate).succeedsWithin(Duration.ofSeconds(20));
        }
        assertThat(ledger()).containsExactly("c a 2 1 1 0 0", "c b 1 1 0 0 0");
        assertThat(POSTGRES.column("SELECT concat_ws(' ', next_offset, counted_offset) FROM millrace.log_offset"))
                .containsExactly("3 3");
    }

    @Test
    void aPageThatIsWaitedForIsWrittenWithoutRests() throws Exception {
        LedgerBook book = new LedgerBook();
        LedgerPage page = book.page(SAMPLES_0);
        for (int i = 0; i < 5; i++) {
            page.delivered(page.tally("kiln-1", "tag-" + i), false, NOON.toEpochMilli() * 1000);
        }
        // To the end it would be hours.
        LedgerTables.Pace pace = new LedgerTables.Pace(1, 100_000_000);
        try (Connection connection = DATABASE.open("test", Duration.ofSeconds(10))) {
            connection.setAutoCommit(false);
            FutureTask<List<Tally>> write =
                    new FutureTask<>(() -> LedgerTables.write(connection, book.take(Set.of(SAMPLES_0)), 10, pace));
            Thread writer = new Thread(write);
            writer.start();
            await().until(() -> writer.getState() == Thread.State.TIMED_WAITING);

            pace.hurry();

            assertThat(write.get(20, TimeUnit.SECONDS)).hasSize(5);
            connection.commit();
        }
        assertThat(POSTGRES.column("SELECT topic FROM millrace.ledger ORDER BY topic"))
                .containsExactly("tag-0", "tag-1", "tag-2", "tag-3", "tag-4");
    }

    @Test
    void aPageThatCannotBeWrittenBesideIsMadeGoodFromTheLog() throws Exception {
        try (Connection holder = aPageThatIsHeldUp()) {
            killBackends("millrace ledger");
            holder.rollback();
        }
        assertThatThrownBy(this::write).isInstanceOf(HistorianUnavailableException.class);

        sample("c", "a", payload(1, 1));
        deliver();
        write();

        assertThat(ledger()).containsExactly("c a 2 2 0 0 0", "c b 1 1 0 0 0");
        assertThat(rows()).hasSize(3);
    }

    @Test
    void aPageThatWasOnItsWayWhenTheHubDiedIsCountedFromTheLog() throws Exception {
        try (Connection holder = aPageThatIsHeldUp()) {
            killAndStartAgain();
            holder.rollback();
        }
        deliver();
        write();

        assertThat(ledger()).containsExactly("c a 1 1 0 0 0", "c b 1 1 0 0 0");
        assertThat(rows()).hasSize(2);
    }

    @Test
    void whatACrashUndidIsNotCountedByAPageThatComesLater() throws Exception {
        try (Connection holder = aPageThatIsHeldUp()) {
            POSTGRES.execute(
                    "DELETE FROM millrace.sample WHERE integer = 1; UPDATE millrace.log_offset SET next_offset = 1");
            holder.rollback();
        }
        write();
        assertThat(ledger()).isEmpty();

        log.forgetPlaces();
        deliver();
        write();

        assertThat(ledger()).containsExactly("c a 1 1 0 0 0", "c b 1 1 0 0 0");
        assertThat(rows()).containsExactly("a 0", "b 1");
    }

    @Test
    void aDatabaseOfVersionOneIsCountedFromWhereItWas() throws Exception {
        sample("c", "a", payload(0, 0));
        sample("c", "a", payload(1, 1));
        deliver();
        write();
        POSTGRES.execute("TRUNCATE millrace.ledger; UPDATE millrace.log_offset SET counted_offset = NULL");
        killAndStartAgain();
        sample("c", "a", payload(2, 2));

        deliver();
        write();

        assertThat(ledger()).containsExactly("c a 1 1 0 0 0");
    }

    @Test
    void offsetsThatWereTurnedBackUnderTheHubAreFoundWhenAsked() throws Exception {
        sample("c", "a", payload(0, 0));
        deliver();
        POSTGRES.execute("UPDATE millrace.log_offset SET next_offset = 0");

        assertThat(sink.positions(List.of(SAMPLES_0))).containsEntry(SAMPLES_0, 0L);
        log.forgetPlaces();
        deliver();

        assertThat(rows()).hasSize(1);
        assertThat(ledger()).containsExactly("c a 1 0 1 0 0");
    }

    @Test
    void whoGoesBackByHandCountsDuplicates() throws Exception {
        sample("c", "a", payload(0, 0));
        sample("c", "b", payload(1, 1));
        deliver();
        write();
        killAndStartAgain();
        POSTGRES.execute("UPDATE millrace.log_offset SET next_offset = 0");

        deliver();
        deliver();

        assertThat(ledger()).containsExactly("c a 2 1 1 0 0", "c b 2 1 1 0 0");
        assertThat(POSTGRES.column("SELECT concat_ws(' ', next_offset, counted_offset) FROM millrace.log_offset"))
                .containsExactly("2 2");
    }
}

package io.millrace.historian;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.sample;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.historian.HistorianHealth.State;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.Processes;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.StoredRecord;
import io.millrace.model.TagInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A PostgreSQL that someone else runs: it may be away, empty, or replaced. */
@Timeout(60)
class HistorianExternalIT {

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();

    @AfterEach
    void nothingStays() {
        await().untilAsserted(() -> assertThat(Processes.threads()).doesNotContain("millrace-historian-keeper"));
        postgres.drop();
    }

    private Historian start() {
        return Historian.start(postgres.external(Duration.ofDays(7)), NAMESPACE, new MemoryQuarantine(), AT_NOON);
    }

    private static void store(Historian historian, StoredRecord... records) throws Exception {
        List<StoredRecord> list = List.of(records);
        historian.sink().positions(Set.of(SAMPLES_0, EVENTS_0));
        historian.sink().store(list, next(list));
    }

    private static TagInfo described(String tag, String unit) {
        return new TagInfo(NAMESPACE.parse(topic(tag)), "kiln-1", "ns=2;s=T", unit, "Burner \0 temperature");
    }

    private static void awaitState(Historian historian, State state) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(historian.health().state()).isEqualTo(state));
    }

    @Test
    void startReturnsWhileTheDatabaseIsAwayAndEverythingFollowsWhenItIsThere() throws Exception {
        // given
        postgres.drop();
        try (Historian historian = start()) {
            historian.describe(List.of(described("a", "degC"), described("b", "kW")));
            awaitState(historian, State.UNAVAILABLE);
            assertThat(historian.health().message())
                    .contains("database \"it_")
                    .contains("create the database, or correct historian.jdbc")
                    .contains("The log keeps the records meanwhile");
            assertThatThrownBy(() -> store(historian, sample(0, "a", 0, 1)))
                    .isInstanceOf(HistorianUnavailableException.class)
                    .hasMessageContaining(postgres.jdbcUrl());
            assertThatThrownBy(() -> historian.queries().snapshot()).isInstanceOf(HistorianUnavailableException.class);

            // when
            postgres.create();

            // then
            awaitState(historian, State.READY);
            assertThat(historian.health().lastError()).contains("historian.jdbc");
            store(historian, sample(0, "a", 0, 1));
            await().untilAsserted(() -> assertThat(
                            postgres.column("SELECT concat_ws('|', name, unit, description, attributes->>'connection',"
                                    + " attributes->>'address') FROM millrace.tag ORDER BY name"))
                    .containsExactly(
                            "a|degC|Burner \uFFFD temperature|kiln-1|ns=2;s=T",
                            "b|kW|Burner \uFFFD temperature|kiln-1|ns=2;s=T"));
        }
    }

    @Test
    void aDatabaseThatWasReplacedByAnEmptyOneIsMadeOursAgain() throws Exception {
        try (Historian historian = start()) {
            historian.describe(List.of(described("a", "degC")));
            store(historian, sample(0, "a", 0, 1));

            postgres.drop();
            postgres.create();

            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
                store(historian, sample(0, "a", 0, 1));
                assertThat(postgres.column("SELECT unit FROM millrace.tag")).containsExactly("degC");
            });
            assertThat(historian.queries().snapshot().latest()).hasSize(1);
        }
    }

    @Test
    void aWrongPasswordIsASentenceWithoutIt() {
        HistorianSettings.External right = postgres.external(Duration.ofDays(7));
        HistorianSettings.External wrong = new HistorianSettings.External(
                right.jdbcUrl(), "intruder", new io.millrace.model.settings.Secret("swordfish"), right.retention());
        try (Historian historian = Historian.start(wrong, NAMESPACE, new MemoryQuarantine(), AT_NOON)) {
            awaitState(historian, State.UNAVAILABLE);
            assertThat(historian.health().toString() + wrong)
                    .contains("check historian.user and historian.password")
                    .doesNotContain("swordfish");
            assertThat(historian.user()).isEqualTo("intruder");
            assertThat(historian.passwordFile()).isEmpty();
        }
    }

    @Test
    void aSchemaFromTheFutureIsLeftAlone() {
        start().close();
        try (Historian first = start()) {
            awaitState(first, State.READY);
        }
        postgres.execute("INSERT INTO millrace.schema_version (version, file, checksum) VALUES (99, 'V99', 'x')");
        try (Historian historian = start()) {
            awaitState(historian, State.UNAVAILABLE);
            assertThat(historian.health().message())
                    .contains("it has version 99")
                    .contains("Use the Millrace that made it or a newer one");
        }
    }

    @Test
    void daysAheadAreThereAndThosePastTheRetentionAreDropped() throws Exception {
        // given
        try (Historian historian = start()) {
            awaitState(historian, State.READY);
            assertThat(days()).containsExactly("20260310", "20260311", "20260312", "20260313");
            store(historian, sample(0, "a", -6 * 86_400_000L, 1), sample(1, "a", 0, 2));
            postgres.execute("CREATE TABLE millrace.sample_20260301 PARTITION OF millrace.sample"
                    + " FOR VALUES FROM ('2026-03-01 00:00:00+00') TO ('2026-03-02 00:00:00+00')");
            // One that a broken-off drop left detached.
            postgres.execute("CREATE TABLE millrace.sample_20260228 (LIKE millrace.sample)");
        }

        // when
        try (Historian again = start()) {
            awaitState(again, State.READY);

            // then the 3rd is the first kept day of seven before the 10th
            await().untilAsserted(() ->
                    assertThat(days()).containsExactly("20260304", "20260310", "20260311", "20260312", "20260313"));
            assertThat(again.queries()
                            .sql("SELECT value FROM samples ORDER BY ts", 10)
                            .rows())
                    .containsExactly(List.of("1"), List.of("2"));
        }
    }

    private List<String> days() {
        return postgres.column("SELECT substr(relname, 8) FROM pg_class WHERE relname ~ '^sample_\\d{8}$'"
                + " AND relkind = 'r' ORDER BY 1");
    }

    @Test
    void theClientOfAnotherProcessChangesNothing() {
        HistorianSettings.External settings = postgres.external(Duration.ofDays(7));
        try (HistorianClient client = HistorianClient.open(settings.jdbcUrl(), settings.user(), settings.password())) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> client.queries().snapshot()).isInstanceOf(HistorianUnavailableException.class);
            }
            assertThat(client.queries().sql("SELECT 1", 1).rows()).containsExactly(List.of("1"));
        }
        assertThat(postgres.column("SELECT to_regnamespace('millrace') IS NULL"))
                .containsExactly("t");
    }

    @Test
    void closedIsClosed() throws Exception {
        Historian historian = start();
        awaitState(historian, State.READY);
        store(historian, sample(0, "a", 0, 1));
        historian.close();
        historian.close();

        assertThatThrownBy(() -> store(historian, sample(1, "a", 1, 1)))
                .isInstanceOf(HistorianUnavailableException.class)
                .hasMessageContaining("the historian is closed");
        assertThatThrownBy(() -> historian.queries().trend(topic("a"), NOON, NOON.plusSeconds(1), 1))
                .isInstanceOf(HistorianUnavailableException.class);
        assertThat(postgres.column("SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'millrace %'"))
                .isEmpty();
    }
}

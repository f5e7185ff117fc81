package io.millrace.historian.embedded;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.millrace.historian.Deliveries.LedgerEntry;
import io.millrace.historian.Deliveries.StoredSample;
import io.millrace.historian.Historian;
import io.millrace.historian.HistorianSettings;
import io.millrace.historian.fixture.Folders;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data folder that lived without commit times, and gets them. */
@Timeout(120)
class CommitTimesIT {

    private static final String HOST = "127.0.0.1";
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @TempDir
    Path temporary;

    private static void addSample(String jdbcUrl, String password, String topic) {
        SharedPostgres.execute(
                jdbcUrl,
                Cluster.SUPERUSER,
                password,
                "CREATE TABLE IF NOT EXISTS millrace.sample_all PARTITION OF millrace.sample DEFAULT;"
                        + " INSERT INTO millrace.tag (topic, location, contract, name) VALUES ('" + topic
                        + "', 'l', '_h', 'n');"
                        + " INSERT INTO millrace.sample (ts, tag_id, quality, number) SELECT '2020-01-01 00:00+00', id,"
                        + " 0, 1.5 FROM millrace.tag WHERE topic = '" + topic + "'");
    }

    private static Instant storedAt(Historian historian, String topic) {
        StoredSample sample =
                historian.deliveries().sampleAt(topic, Instant.MAX).orElseThrow();
        assertThat(sample.value()).isEqualTo("1.5");
        return sample.storedAt();
    }

    @Test
    void anOlderDataFolderKeepsCommitTimesFromNowOnAndWithoutThemTheyAreAbsent() throws Exception {
        // given a folder whose PostgreSQL does not keep them
        Path folder = Folders.reachable(temporary).resolve("historian");
        SharedPostgres.lendProgram(folder);
        String password;
        try (EmbeddedPostgres made = EmbeddedPostgres.start(folder, HOST, 0)) {
            password = made.password().value();
        }
        try (Plain plain = Plain.start(folder.resolve("data"));
                Historian historian = Historian.start(
                        new HistorianSettings.External(
                                plain.jdbcUrl(), Cluster.SUPERUSER, new Secret(password), FOR_EVER),
                        NAMESPACE,
                        new MemoryQuarantine(),
                        AT_NOON)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> historian.health().ready());
            addSample(plain.jdbcUrl(), password, "old");
            SharedPostgres.execute(
                    plain.jdbcUrl(),
                    Cluster.SUPERUSER,
                    password,
                    "INSERT INTO millrace.session VALUES ('o', 1, 'quiet', now() - interval '9 h', now() - interval"
                            + " '1 h', '{[1,5),[7,9)}'), ('o', 2, 'busy', now() - interval '9 h', now() + interval"
                            + " '1 h', '{[1,50000),[50001,70000),[70001,70002)}')");

            assertThat(storedAt(historian, "old")).isNull();
            assertThat(historian.deliveries().ledger(10).bySource())
                    .extracting(LedgerEntry::source, LedgerEntry::lost)
                    .containsExactlyInAnyOrder(tuple("quiet", 2L), tuple("busy", 1L));
        }

        // when a hub starts on it
        try (Historian historian = Historian.start(
                new HistorianSettings.Embedded(folder, HOST, 0, FOR_EVER),
                NAMESPACE,
                new MemoryQuarantine(),
                AT_NOON)) {
            addSample(historian.jdbcUrl(), password, "new");

            // then
            assertThat(storedAt(historian, "old")).isNull();
            assertThat(storedAt(historian, "new"))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
            assertThat(historian
                            .queries()
                            .sql(
                                    "SELECT session_user, (SELECT count(*) FROM ledger), t.topic,"
                                            + " pg_xact_commit_timestamp(s.xmin) IS NULL"
                                            + " FROM sample s JOIN tag t ON t.id = s.tag_id ORDER BY t.topic",
                                    10)
                            .rows())
                    .containsExactly(
                            List.of("millrace_reader", "0", "new", "f"), List.of("millrace_reader", "0", "old", "t"));
        }
    }

    /** PostgreSQL as its data folder has it, without the settings of ours. */
    private record Plain(Process process, int port) implements AutoCloseable {

        static Plain start(Path data) throws IOException, InterruptedException {
            Installation installation = Installation.unpack(data.resolveSibling(""));
            Account account = Account.choose(installation.home(), data);
            int port = Ports.free(HOST);
            Process process = Commands.prepare(account.command(List.of(
                            installation.program("postgres"),
                            "-D",
                            data.toRealPath().toString(),
                            "-c",
                            "listen_addresses=" + HOST,
                            "-c",
                            "port=" + port,
                            "-c",
                            "unix_socket_directories=")))
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolveSibling("plain.log").toFile())
                    .start();
            return new Plain(process, port);
        }

        String jdbcUrl() {
            return "jdbc:postgresql://" + HOST + ":" + port + "/postgres";
        }

        @Override
        public void close() throws InterruptedException {
            Commands.signal("INT", process.pid());
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}

package io.millrace.historian.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.historian.fixture.Folders;
import io.millrace.historian.fixture.Processes;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a PostgreSQL of our own. All tests use one folder, one after the other, as the starts of a hub do. */
@Timeout(120)
class EmbeddedPostgresIT {

    private static final String HOST = "127.0.0.1";

    @TempDir
    static Path temporary;

    private static Path folder;

    @BeforeAll
    static void prepare() {
        folder = Folders.reachable(temporary).resolve("historian");
    }

    private final List<String> threadsBefore = Processes.threads();

    private static EmbeddedPostgres start() {
        return EmbeddedPostgres.start(folder, HOST, 0);
    }

    private static List<String> ask(EmbeddedPostgres postgres, String sql) {
        return SharedPostgres.column(
                postgres.jdbcUrl(), postgres.user(), postgres.password().value(), sql);
    }

    private static void run(EmbeddedPostgres postgres, String sql) {
        SharedPostgres.execute(
                postgres.jdbcUrl(), postgres.user(), postgres.password().value(), sql);
    }

    private static String code(Throwable failure) {
        return ((ProblemException) failure).problem().code();
    }

    @Test
    void itsDataOutlivesAStopAndNothingElseDoes() {
        // given
        long pid;
        List<ProcessHandle> family;
        try (EmbeddedPostgres postgres = start()) {
            pid = postgres.pid();
            family = Processes.tree(pid);
            run(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        // then
        assertThat(family).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        await().untilAsserted(() -> assertThat(Processes.threads()).isEqualTo(threadsBefore));
        try (EmbeddedPostgres again = start()) {
            assertThat(again.pid()).isNotEqualTo(pid);
            assertThat(ask(again, "SELECT answer FROM kept")).containsExactly("42");
            assertThat(again.restarts()).isZero();
            run(again, "DROP TABLE kept");
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        EmbeddedPostgres postgres = start();
        postgres.close();
        postgres.close();
        assertThat(Processes.isAlive(postgres.pid())).isFalse();
    }

    @Test
    void aFixedPortIsTaken() throws IOException {
        int port = Ports.free(HOST);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, HOST, port)) {
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
        }
    }

    @Test
    void anOccupiedPortNamesTheKeyToChange() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, HOST, other.getLocalPort()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
                    .hasMessageContaining("Set historian.port to another port")
                    .satisfies(failure -> assertThat(code(failure)).isEqualTo("port-occupied"));
        }
        start().close();
    }

    @Test
    void aSecondHubOnTheFolderIsTurnedAwayAndTheFirstGoesOn() {
        try (EmbeddedPostgres first = start()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(EmbeddedPostgresIT::start)
                        .isInstanceOf(ProblemException.class)
                        .hasMessageContaining("Another hub uses the historian's folder")
                        .hasMessageContaining(folder.toString());
            }
            assertThat(ask(first, "SELECT 1")).containsExactly("1");
            assertThat(first.restarts()).isZero();
        }
    }

    @Test
    void passwordsAreForTheHubAlone() throws IOException {
        try (EmbeddedPostgres postgres = start()) {
            for (String file : List.of("password", "reader-password")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(folder.resolve(file)).strip()).hasSize(48);
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                    .isEqualTo("rwx------");
            try (var files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.contains("new") || name.contains("partial"));
            }
            assertThat(postgres.toString() + postgres.password() + postgres.readerPassword())
                    .doesNotContain(postgres.password().value())
                    .doesNotContain(postgres.readerPassword().value());
            assertThatThrownBy(() -> SharedPostgres.column(postgres.jdbcUrl(), postgres.user(), "wrong", "SELECT 1"))
                    .hasStackTraceContaining("password authentication failed");
        }
    }

    @Test
    void aLostPasswordIsToldBeforeAnythingStarts() throws IOException {
        start().close();
        Path file = folder.resolve("password");
        Path aside = folder.resolve("aside");
        Files.move(file, aside);
        try {
            assertThatThrownBy(EmbeddedPostgresIT::start)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("from a backup");
        } finally {
            Files.move(aside, file);
        }
    }

    @Test
    void dataOfAnotherVersionIsLeftAlone() throws IOException {
        start().close();
        Path version = folder.resolve("data/PG_VERSION");
        String ours = Files.readString(version);
        Files.writeString(version, "12\n");
        try {
            assertThatThrownBy(EmbeddedPostgresIT::start)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("was written by PostgreSQL 12")
                    .hasMessageContaining("pg_dump");
        } finally {
            Files.writeString(version, ours);
        }
    }

    @Test
    void aFolderThatCannotBeIsASentence() throws IOException {
        Path file = Files.writeString(temporary.resolve("a-file"), "");

        assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("historian"), HOST, 0))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("cannot be used");
    }

    @Test
    void damagedDataIsToldInTheServersOwnWords() throws IOException {
        start().close();
        Path file = folder.resolve("data/global/pg_control");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[whole.length]);
        try {
            assertThatThrownBy(EmbeddedPostgresIT::start)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("does not start")
                    .satisfies(failure -> assertThat(code(failure)).isEqualTo("postgres-not-starting"))
                    .hasMessageContaining("database files are incompatible");
        } finally {
            Files.write(file, whole);
        }
    }

    @Test
    void aHalfMadeDataFolderIsMadeAnew() throws IOException {
        Path other = Folders.reachable(Files.createDirectories(temporary.resolve("half")));
        Files.createDirectories(other.resolve("data.new/base"));
        Files.writeString(other.resolve("data.new.password"), "left over");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(other, HOST, 0)) {
            assertThat(ask(postgres, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void aKilledServerIsStartedAgainOnItsPort() {
        try (EmbeddedPostgres postgres = start()) {
            int port = postgres.port();
            long pid = postgres.pid();

            Processes.signal("KILL", pid);

            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                assertThat(postgres.pid()).isNotEqualTo(pid);
                assertThat(ask(postgres, "SELECT 1")).containsExactly("1");
            });
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.restarts()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatHangsWithAllItsProcessesIsEndedAllTheSame() {
        EmbeddedPostgres postgres = start();
        List<ProcessHandle> family = Processes.freeze(postgres.pid());

        postgres.close();

        assertThat(family).hasSizeGreaterThan(1);
        await().untilAsserted(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
        await().untilAsserted(() -> assertThat(Processes.threads()).isEqualTo(threadsBefore));
    }

    @Test
    void whoeverIsInterruptedWhileClosingLeavesNothingBehind() {
        EmbeddedPostgres postgres = start();
        Thread.currentThread().interrupt();

        postgres.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Processes.isAlive(postgres.pid())).isFalse();
    }
}

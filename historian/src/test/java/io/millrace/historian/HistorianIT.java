package io.millrace.historian;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.historian.HistorianHealth.State;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.historian.fixture.Folders;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.Processes;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole historian on a PostgreSQL of its own, which is killed and stopped. */
@Timeout(120)
class HistorianIT {

    @TempDir
    static Path temporary;

    private static Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        folder = Folders.reachable(temporary).resolve("historian");
        SharedPostgres.lendProgram(folder);
    }

    private static Historian start() {
        return Historian.start(
                new HistorianSettings.Embedded(folder, "127.0.0.1", 0, Duration.ofDays(30)),
                NAMESPACE,
                new MemoryQuarantine(),
                AT_NOON);
    }

    private static long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0));
    }

    private final List<String> threadsBefore = Processes.threads();

    private void assertNothingIsLeft() {
        await().untilAsserted(() -> assertThat(Processes.threads()).isEqualTo(threadsBefore));
    }

    @Test
    void itIsReadyWhenItHasStarted() {
        try (Historian historian = start()) {
            assertThat(historian.health().state()).isEqualTo(State.READY);
            assertThat(historian.health().restarts()).isZero();
            assertThat(historian.metrics()).anySatisfy(metric -> {
                assertThat(metric.name()).isEqualTo("historian_ready");
                assertThat(metric.value()).isEqualTo(1);
            });
        }
        assertNothingIsLeft();
    }

    @Test
    void peopleAreTheReaderAndNothingMore() throws IOException {
        try (Historian historian = start()) {
            assertThat(historian
                            .queries()
                            .sql("SELECT session_user, current_user", 1)
                            .rows())
                    .containsExactly(List.of("millrace_reader", "millrace_reader"));
            for (String statement : List.of(
                    "DO $$ BEGIN PERFORM set_config('role', 'none', true);"
                            + " EXECUTE 'COPY (SELECT 1) TO PROGRAM ''true'''; END $$",
                    "SELECT pg_read_file('/etc/passwd')",
                    "SELECT rolpassword FROM pg_authid",
                    "SET ROLE millrace")) {
                assertThatThrownBy(() -> historian.queries().sql(statement, 10))
                        .as(statement)
                        .isInstanceOf(ProblemException.class)
                        .hasMessageContaining("permission denied");
            }
            Path file = historian.passwordFile().orElseThrow();
            try (HistorianClient client = HistorianClient.open(
                    historian.jdbcUrl(),
                    historian.user(),
                    new Secret(Files.readString(file).strip()))) {
                assertThat(client.queries()
                                .sql("SELECT count(*) FROM millrace.samples", 1)
                                .rows())
                        .hasSize(1);
                assertThat(client.queries().snapshot().latest()).isNotNull();
            }
        }
    }

    @Test
    void killedUnderLoadNothingIsLostAndNothingDoubled() throws Exception {
        // given a follower that goes on for as long as it takes
        int batches = 300;
        int size = 200;
        AtomicLong progress = new AtomicLong();
        try (Historian historian = start()) {
            CompletableFuture<Void> follower = CompletableFuture.runAsync(() -> {
                while (progress.get() < (long) batches * size) {
                    try {
                        progress.set(
                                historian.sink().positions(Set.of(SAMPLES_0)).getOrDefault(SAMPLES_0, 0L));
                        while (progress.get() < (long) batches * size) {
                            List<StoredRecord> batch = batch(progress.get(), size);
                            historian.sink().store(batch, next(batch));
                            progress.addAndGet(size);
                        }
                    } catch (Exception away) {
                        assertThat(away).isInstanceOf(HistorianUnavailableException.class);
                        Thread.onSpinWait();
                    }
                }
            });

            // when
            for (int kill = 1; kill <= 3; kill++) {
                long enough = (long) kill * batches * size / 5;
                await().atMost(Duration.ofSeconds(60)).until(() -> progress.get() >= enough);
                long killed = pid();
                Processes.signal("KILL", killed);
                // Not the count of restarts: one that was killed while it still started is not counted again.
                await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> pid() != killed);
            }

            // then
            follower.get();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> historian.health().ready());
            assertThat(historian
                            .queries()
                            .sql("SELECT count(*), sum(integer), max(integer) FROM sample", 1)
                            .rows())
                    .containsExactly(List.of("60000", Long.toString(60_000L * 59_999 / 2), "59999"));
            assertThat(historian.queries().snapshot().next()).containsEntry(SAMPLES_0, 60_000L);
            assertThat(historian.sink().positions(Set.of(SAMPLES_0)))
                    .as("what waited for the ledger is written")
                    .containsEntry(SAMPLES_0, 60_000L);
            assertThat(historian
                            .queries()
                            .sql("SELECT sum(received), sum(delivered), count(*) FROM ledger", 1)
                            .rows())
                    .containsExactly(List.of("60000", "60000", "50"));
            assertThat(historian.health().restarts()).isBetween(1, 3);
        }
        assertNothingIsLeft();
    }

    private static List<StoredRecord> batch(long from, int size) {
        List<StoredRecord> records = new ArrayList<>();
        for (long offset = from; offset < from + size; offset++) {
            records.add(sample(offset, "load-" + offset % 50, offset, offset));
        }
        return records;
    }

    @Test
    void closingEndsEverythingThoughTheDatabaseHangs() throws Exception {
        // given a question and a batch under way, and the keeper's look
        Historian historian = start();
        historian.sink().positions(Set.of(SAMPLES_0));
        List<ProcessHandle> family = Processes.freeze(pid());
        CompletableFuture<Queries.Snapshot> question =
                CompletableFuture.supplyAsync(() -> historian.queries().snapshot());
        CompletableFuture<?> batch = CompletableFuture.supplyAsync(() -> {
            try {
                historian.sink().positions(Set.of(SAMPLES_0));
                return "stored";
            } catch (Exception failed) {
                return failed;
            }
        });

        // when
        historian.close();

        // then
        await().untilAsserted(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
        await().until(() -> question.isCompletedExceptionally() && batch.isDone());
        assertThat(batch.get()).isInstanceOf(HistorianUnavailableException.class);
        assertNothingIsLeft();
    }
}

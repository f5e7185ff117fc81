package io.millrace.historian.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.millrace.historian.fixture.ChildHub;
import io.millrace.historian.fixture.Folders;
import io.millrace.historian.fixture.Processes;
import io.millrace.historian.fixture.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hubs in processes of their own: killed ones, and those that are no root. */
@Timeout(120)
class ChildHubIT {

    private static final String NOBODY = "65534";

    @TempDir
    Path temporary;

    @BeforeEach
    void open() {
        Folders.reachable(temporary);
    }

    @Test
    void aPostgresThatOutlivedItsKilledHubIsEndedByTheNextStart() throws Exception {
        // given
        Path folder = Folders.reachable(Files.createDirectories(temporary.resolve("hub")));
        SharedPostgres.lendProgram(folder.resolve("historian"));
        ChildHub hub = ChildHub.start(List.of(), Processes.classPath(), folder);
        long orphan = Long.parseLong(Files.readAllLines(folder.resolve("historian/data/postmaster.pid"))
                .get(0));
        hub.kill();
        assertThat(Processes.isAlive(orphan)).isTrue();
        assertThat(hub.process().isAlive()).isFalse();

        // when
        try (EmbeddedPostgres next = EmbeddedPostgres.start(folder.resolve("historian"), "127.0.0.1", hub.port())) {
            // then
            await().untilAsserted(() -> assertThat(Processes.isAlive(orphan)).isFalse());
            assertThat(next.pid()).isNotEqualTo(orphan);
        }
    }

    @Test
    void aPostmasterPidOfSomebodyElseIsNoOrphan() throws Exception {
        // given a number that now belongs to an innocent process
        Path folder = Folders.reachable(Files.createDirectories(temporary.resolve("hub")));
        SharedPostgres.lendProgram(folder);
        EmbeddedPostgres.start(folder, "127.0.0.1", 0).close();
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    folder.resolve("data/postmaster.pid"), innocent.pid() + "\n" + folder.resolve("data") + "\n");

            // when
            EmbeddedPostgres.start(folder, "127.0.0.1", 0).close();

            // then
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly().waitFor();
        }
    }

    @Test
    void anOrdinaryUserRunsItToo() throws Exception {
        assumeThat(Trees.owner(Path.of("/proc/self")))
                .as("only root can become somebody else; as an ordinary user every other test shows it")
                .isZero();
        // given a class path and a folder that this user can read and write
        Path folder = Files.createDirectories(temporary.resolve("hub"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        List<String> classPath = copies(Processes.classPath(), Files.createDirectories(temporary.resolve("lib")));
        Files.setAttribute(folder, "unix:uid", Integer.parseInt(NOBODY));
        List<String> asNobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");

        // when
        long postgres;
        try (ChildHub hub = ChildHub.start(asNobody, classPath, folder)) {
            postgres = Long.parseLong(Files.readAllLines(folder.resolve("historian/data/postmaster.pid"))
                    .get(0));
            assertThat(Trees.owner(Path.of("/proc", Long.toString(postgres)))).isEqualTo(Integer.parseInt(NOBODY));
        }

        // then
        await().untilAsserted(() -> assertThat(Processes.isAlive(postgres)).isFalse());
        try (ChildHub again = ChildHub.start(asNobody, classPath, folder)) {
            assertThat(again.port()).isPositive();
        }
    }

    private static List<String> copies(List<String> classPath, Path to) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : classPath) {
            Path from = Path.of(entry);
            Path target = to.resolve(copies.size() + "-" + from.getFileName());
            if (Files.isDirectory(from)) {
                try (Stream<Path> files = Files.walk(from)) {
                    for (Path file : (Iterable<Path>) files::iterator) {
                        Path copy = target.resolve(from.relativize(file).toString());
                        if (Files.isDirectory(file)) {
                            Files.createDirectories(copy);
                        } else {
                            Files.copy(file, copy);
                        }
                    }
                }
            } else if (Files.exists(from)) {
                Files.copy(from, target, StandardCopyOption.REPLACE_EXISTING);
            }
            copies.add(target.toString());
        }
        return copies;
    }
}

package io.millrace.prove.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The hub's embedded PostgreSQL, found by what PostgreSQL itself leaves in its data folder. Thread-safe. */
final class DatabaseUnderTest {

    private static final int DEPTH = 3;

    private final Path folder;

    /** @param folder somewhere below it is the data folder of PostgreSQL */
    DatabaseUnderTest(Path folder) {
        this.folder = folder;
    }

    /** Its main process, when it runs. */
    Optional<Long> process() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(folder, DEPTH, (path, attributes) -> path.getFileName()
                .toString()
                .equals("postmaster.pid"))) {
            Optional<Path> file = files.findFirst();
            if (file.isEmpty()) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readAllLines(file.get()).get(0).trim());
            return isPostgres(pid) ? Optional.of(pid) : Optional.empty();
        } catch (IOException | UncheckedIOException | IndexOutOfBoundsException | NumberFormatException changing) {
            return Optional.empty();
        }
    }

    /** Main process and its children. */
    List<Long> processes() {
        List<Long> all = new ArrayList<>();
        process().flatMap(ProcessHandle::of).ifPresent(main -> {
            all.add(main.pid());
            main.descendants().forEach(child -> all.add(child.pid()));
        });
        return all;
    }

    /** Process numbers are used again; only a PostgreSQL on our folder is struck. */
    private boolean isPostgres(long pid) throws IOException {
        Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return ProcessHandle.of(pid).isPresent();
        }
        return Files.exists(commandLine)
                && Files.readString(commandLine, StandardCharsets.ISO_8859_1)
                        .contains(folder.toRealPath().toString());
    }
}

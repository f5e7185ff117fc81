package io.millrace.historian.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL processes that outlived the hub that started them. A PostgreSQL process works in its data folder, so one
 * that works in ours is ours; the process number in {@code postmaster.pid} alone proves nothing, since numbers are used
 * again after a restart of the machine or a container.
 */
final class Orphans {

    private static final Logger log = LoggerFactory.getLogger(Orphans.class);
    private static final Duration FAST = Duration.ofSeconds(10);
    private static final Duration IMMEDIATE = Duration.ofSeconds(5);

    private Orphans() {}

    /** Ends whoever still works in the folder and removes a stale {@code postmaster.pid}. */
    static void stop(Path data) throws IOException, InterruptedException {
        Path pidFile = data.resolve("postmaster.pid");
        Optional<ProcessHandle> main = mainProcess(pidFile).filter(process -> worksIn(process, data));
        if (main.isPresent()) {
            log.atInfo()
                    .addKeyValue("pid", main.get().pid())
                    .log("a PostgreSQL left over from an earlier hub is being stopped");
            List<ProcessHandle> alone = List.of(main.get());
            if (!end(alone, "INT", FAST, data)) {
                end(alone, "QUIT", IMMEDIATE, data);
            }
        }
        // Also its children: one that computes notices the death of its parent only when it next has to wait.
        end(workingIn(data), "KILL", IMMEDIATE, data);
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> mainProcess(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Math.abs(Long.parseLong(lines.get(0).trim())));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    private static List<ProcessHandle> workingIn(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, data))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path data) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            Path real = data.toRealPath();
            try {
                String program =
                        Files.readSymbolicLink(proc.resolve("exe")).toString().replace(" (deleted)", "");
                return Files.readSymbolicLink(proc.resolve("cwd")).equals(real) && program.endsWith("/bin/postgres");
            } catch (AccessDeniedException otherUser) {
                // Root in a container may not follow these links of another user; the command line is open to all.
                String commandLine = Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                return commandLine.startsWith(real.getParent() + "/postgresql-")
                        && commandLine.contains("/bin/postgres\0-D\0" + real + "\0");
            }
        } catch (IOException gone) {
            return false;
        }
    }

    /** @return whether they ended in time; one that has ended and waits to be fetched by its parent works no more */
    private static boolean end(List<ProcessHandle> processes, String signal, Duration limit, Path data)
            throws InterruptedException {
        processes.forEach(process -> Commands.signal(signal, process.pid()));
        long deadline = System.nanoTime() + limit.toNanos();
        while (processes.stream().anyMatch(process -> worksIn(process, data))) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }
}

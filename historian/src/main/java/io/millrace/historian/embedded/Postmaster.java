package io.millrace.historian.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the PostgreSQL server process. Thread-safe. */
final class Postmaster {

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final int REMEMBERED = 30;
    private static final Duration FAST = Duration.ofSeconds(4);
    private static final Duration IMMEDIATE = Duration.ofSeconds(1);

    private final Process process;
    private final Thread reader;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private Postmaster(Process process) {
        this.process = process;
        this.reader = new Thread(this::readOutput, "millrace-postgres-output");
        this.reader.setDaemon(true);
    }

    static Postmaster start(Installation installation, Account account, Path data, String host, int port)
            throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C on the hub's terminal must reach the hub alone, which stops us in order.
        if (Commands.onPath("setsid")) {
            command.add("setsid");
        }
        command.addAll(account.command(List.of(
                installation.program("postgres"),
                "-D",
                data.toRealPath().toString(),
                "-c",
                "listen_addresses=" + host,
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "logging_collector=off",
                // When a row was stored. Here and not in postgresql.conf, so that older data folders keep it too.
                "-c",
                "track_commit_timestamp=on",
                "-c",
                "log_destination=stderr",
                "-c",
                "log_line_prefix=",
                // Statement errors are answers to whoever sent the statement; they are no matter for the log.
                "-c",
                "log_min_messages=log",
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "log_checkpoints=off")));
        Process process = Commands.prepare(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        Postmaster postmaster = new Postmaster(process);
        postmaster.reader.start();
        return postmaster;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** What it said last, for an error message; all of it when it has ended. */
    String lastWords() throws InterruptedException {
        if (!process.isAlive()) {
            reader.join(1_000);
        }
        synchronized (lastLines) {
            return String.join("; ", lastLines);
        }
    }

    /**
     * Fast shutdown: transactions are broken off, everything committed is written. Harsher when that takes long.
     *
     * @return false when it had to be killed
     */
    boolean stop() throws InterruptedException {
        if (process.isAlive()) {
            Commands.signal("INT", process.pid());
        }
        if (process.waitFor(FAST.toMillis(), TimeUnit.MILLISECONDS)) {
            reader.join(1_000);
            return true;
        }
        log.atWarn()
                .addKeyValue("seconds", FAST.toSeconds())
                .log("PostgreSQL does not stop in time and is cut short; it repairs itself at the next start");
        Commands.signal("QUIT", process.pid());
        if (process.waitFor(IMMEDIATE.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill();
        process.waitFor(1, TimeUnit.SECONDS);
        return false;
    }

    void kill() {
        process.destroyForcibly();
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                heard(line);
                line = lines.readLine();
            }
        } catch (IOException closed) {
            log.atDebug().setCause(closed).log("PostgreSQL's output ended");
        }
    }

    private void heard(String line) {
        synchronized (lastLines) {
            if (lastLines.size() == REMEMBERED) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }
        boolean serious = line.startsWith("PANIC");
        (serious ? log.atWarn() : log.atDebug()).addKeyValue("line", line).log("PostgreSQL says");
    }
}

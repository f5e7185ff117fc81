package io.millrace.historian.embedded;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All it takes to start the server, again and again on the same port.
 *
 * @param host a loopback address
 * @param port a real one, never 0
 */
record Launcher(Installation installation, Account account, Path data, String host, int port, Secret password) {

    private static final Logger log = LoggerFactory.getLogger(Launcher.class);
    private static final String DATABASE = "postgres";
    /** Long, because after a crash it first repairs itself from its log; it says so meanwhile. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    String jdbcUrl() {
        String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + address + ":" + port + "/" + DATABASE;
    }

    Postmaster launch() throws IOException {
        return Postmaster.start(installation, account, data, host, port);
    }

    /**
     * Waits until the server answers.
     *
     * @throws ProblemException {@code port-occupied} or {@code postgres-not-starting}
     */
    void awaitReady(Postmaster server) throws InterruptedException {
        long start = System.nanoTime();
        long told = start;
        while (true) {
            SQLException refusal = tryConnect();
            if (refusal == null) {
                return;
            }
            if (!server.isAlive()) {
                String words = server.lastWords();
                throw words.contains("could not bind") ? Ports.occupied(host, port) : notStarting(words);
            }
            long now = System.nanoTime();
            if (now - start > READY_WITHIN.toNanos()) {
                throw notStarting("it does not answer: " + refusal.getMessage());
            }
            if (now - told > TELL_EVERY.toNanos()) {
                told = now;
                log.atInfo().addKeyValue("answer", refusal.getMessage()).log("PostgreSQL is not ready yet");
            }
            Thread.sleep(20);
        }
    }

    private @Nullable SQLException tryConnect() {
        Properties properties = new Properties();
        properties.setProperty("user", Cluster.SUPERUSER);
        properties.setProperty("password", password.value());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        try (Connection connection = new Driver().connect(jdbcUrl(), properties)) {
            return connection == null ? new SQLException("the driver does not know " + jdbcUrl()) : null;
        } catch (SQLException refusal) {
            return refusal;
        }
    }

    private ProblemException notStarting(String words) {
        return Problem.of(
                        "postgres-not-starting",
                        "The embedded PostgreSQL in " + data + " does not start: " + words + ".",
                        "Its last words say why; the data is untouched.")
                .asException();
    }
}

package io.millrace.historian;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Where the historian keeps its data. Immutable. */
public sealed interface HistorianSettings {

    /** How long samples and events are kept; whole days, at least one. */
    Duration retention();

    /** A hundred years. */
    int LONGEST_DAYS = 36_500;

    /**
     * A PostgreSQL of our own, run as a separate process.
     *
     * @param folder holds the program, the data and the passwords; made when absent
     * @param host a loopback address: whoever wants PostgreSQL on the network runs one of their own
     * @param port 0 takes a free one
     */
    record Embedded(Path folder, String host, int port, Duration retention) implements HistorianSettings {
        public Embedded {
            Objects.requireNonNull(folder);
            if (!isLoopback(host)) {
                throw refused(
                        "The embedded PostgreSQL cannot listen on '" + host + "', which is not a loopback address.",
                        "Use 127.0.0.1, or run a PostgreSQL of your own and give its JDBC URL.");
            }
            if (port < 0 || port > 65_535) {
                throw refused("Port " + port + " does not exist.", "Use 1 to 65535, or 0 for a free one.");
            }
            checkRetention(retention);
        }
    }

    /**
     * A PostgreSQL 15 or newer that someone else runs. Its user must be allowed to create in the database.
     *
     * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, without the password; {@code sslmode=verify-full}
     *     and the like may follow after {@code ?}
     */
    record External(String jdbcUrl, String user, Secret password, Duration retention) implements HistorianSettings {

        /** Driver properties that name a class to load, a file to write, or that would show a secret. */
        private static final List<String> REFUSED = List.of(
                "socketfactory",
                "sslfactory",
                "sslhostnameverifier",
                "sslpasswordcallback",
                "service",
                "authenticationpluginclassname",
                "xmlfactoryfactory",
                "loggerfile",
                "loggerlevel",
                "password",
                "sslpassword",
                "user");

        public External {
            Objects.requireNonNull(user);
            Objects.requireNonNull(password);
            int question = jdbcUrl.indexOf('?');
            String address = question < 0 ? jdbcUrl : jdbcUrl.substring(0, question);
            // First, so that a password written there is not shown.
            if (address.contains("@")) {
                throw refused(
                        "The historian's JDBC URL holds an '@'.",
                        "Write jdbc:postgresql://host:5432/database; user and password have keys of their own.");
            }
            if (!address.startsWith("jdbc:postgresql:")) {
                throw refused(
                        "'" + address + "' is no PostgreSQL address.", "Write jdbc:postgresql://host:5432/database.");
            }
            for (String property : question < 0
                    ? new String[0]
                    : jdbcUrl.substring(question + 1).split("&", -1)) {
                String name = property.replaceAll("=.*", "");
                if (REFUSED.contains(name.toLowerCase(Locale.ROOT))) {
                    throw refused(
                            "The historian's JDBC URL may not set '" + name + "'.",
                            "Remove it; user and password have keys of their own.");
                }
            }
            checkRetention(retention);
        }
    }

    private static void checkRetention(Duration retention) {
        if (retention.toDays() < 1) {
            throw refused("A retention of " + retention + " is too short.", "Keep at least one day: 1d.");
        }
        if (retention.toDays() > LONGEST_DAYS) {
            throw refused("A retention of " + retention + " is too long.", "Keep at most a hundred years: 36500d.");
        }
    }

    private static boolean isLoopback(String host) {
        if (host.isBlank()) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static ProblemException refused(String message, String remedy) {
        return Problem.of("value-refused", message, remedy).asException();
    }
}

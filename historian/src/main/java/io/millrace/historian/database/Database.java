package io.millrace.historian.database;

import io.millrace.model.ProblemException;
import io.millrace.model.settings.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The way into one PostgreSQL database that holds our schema. Thread-safe. */
public final class Database implements AutoCloseable {

    /** Advisory lock for whoever changes the schema, partitions included: "mill" in hexadecimal. */
    static final long SCHEMA_LOCK = 0x6D696C6CL;

    private static final Duration MIGRATION = Duration.ofMinutes(10);

    private final String jdbcUrl;
    private final String user;
    private final Secret password;
    private final boolean ours;
    private final @Nullable Secret readerPassword;
    private final Object migrating = new Object();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean migrated;
    private volatile boolean reader;
    private volatile boolean closed;

    private Database(String jdbcUrl, String user, Secret password, boolean ours, @Nullable Secret readerPassword) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
        this.ours = ours;
        this.migrated = !ours;
        this.readerPassword = readerPassword;
    }

    /**
     * A database whose schema we keep.
     *
     * @param readerPassword where the whole server is ours: the role for people gets it
     */
    public static Database ofOurs(String jdbcUrl, String user, Secret password, @Nullable Secret readerPassword) {
        return new Database(jdbcUrl, user, password, true, readerPassword);
    }

    /** A database whose schema another process keeps; nothing is changed there. */
    public static Database ofAnother(String jdbcUrl, String user, Secret password) {
        return new Database(jdbcUrl, user, password, false, null);
    }

    /** Where it is, without any secret. */
    public String where() {
        return jdbcUrl.replaceAll("[?].*", "");
    }

    /**
     * A connection whose schema is up to date: the first one after a start, and after the schema was missed, migrates.
     *
     * @param purpose shown in {@code pg_stat_activity}
     * @param answerWithin longest wait for an answer to one statement
     * @throws HistorianUnavailableException when there is no usable database
     */
    public Connection open(String purpose, Duration answerWithin) {
        try {
            migrate();
            return connect(purpose, answerWithin, user, password, Map.of());
        } catch (SQLException failure) {
            throw Failures.unreachable(where(), failure);
        }
    }

    /**
     * The same for transactions whose commits do not wait for the disk: a crash of PostgreSQL may undo the last of them, in
     * the order in which they were made.
     */
    public Connection openForWriting(String purpose, Duration answerWithin) throws SQLException {
        Connection connection = open(purpose, answerWithin);
        execute(connection, "SET synchronous_commit = off");
        connection.setAutoCommit(false);
        return connection;
    }

    /**
     * A connection for one statement of a person: read-only, everything as text. Where the role {@code
     * millrace_reader} can sign in, it does: a role that was only put on can be taken off again by a statement. Close
     * it afterwards; what the person set must not stay.
     *
     * @param maxBytes a larger answer is an error
     */
    public Connection openForPeople(Duration answerWithin, long maxBytes) {
        Map<String, String> asText = Map.of("binaryTransfer", "false", "maxResultBuffer", Long.toString(maxBytes));
        try {
            migrate();
            Secret readers = readerPassword;
            boolean signsIn = reader && readers != null;
            Connection connection = signsIn && readers != null
                    ? connect("sql", answerWithin, ReaderRole.NAME, readers, asText)
                    : connect("sql", answerWithin, user, password, asText);
            execute(
                    connection,
                    "SET TIME ZONE 'UTC'",
                    "SET search_path = millrace, public",
                    "SET default_transaction_read_only = on");
            if (reader && !signsIn) {
                execute(connection, "SET ROLE " + ReaderRole.NAME);
            }
            return connection;
        } catch (SQLException failure) {
            throw Failures.unreachable(where(), failure);
        }
    }

    /** Turns a failed statement into what the callers of the historian expect, and remembers a missing schema. */
    public HistorianUnavailableException unavailable(SQLException failure) {
        if (ours && Failures.isMissingSchema(failure)) {
            migrated = false;
        }
        return Failures.unreachable(where(), failure);
    }

    public static void closeQuietly(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException gone) {
            // It was to end; it has ended.
        }
    }

    /** Breaks off whatever still runs: a database that hangs must not keep anybody waiting. Idempotent. */
    @Override
    public void close() {
        closed = true;
        for (Connection connection : open) {
            breakOff(connection);
        }
        open.clear();
    }

    /** Ends a connection at once, also one that waits for an answer. */
    public static void breakOff(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException gone) {
            // As good as broken off.
        }
    }

    private void migrate() throws SQLException {
        if (migrated) {
            return;
        }
        synchronized (migrating) {
            if (migrated) {
                return;
            }
            try (Connection connection = connect("migration", MIGRATION, user, password, Map.of())) {
                Migrations.apply(connection);
                reader = ReaderRole.ensure(connection, readerPassword);
                migrated = true;
            } catch (ProblemException refused) {
                throw new HistorianUnavailableException(refused.problem().sentence(), refused);
            }
        }
    }

    private Connection connect(
            String purpose, Duration answerWithin, String as, Secret secret, Map<String, String> extra)
            throws SQLException {
        if (closed) {
            throw new SQLException("the historian is closed", "08003");
        }
        Connection connection = connect(properties(purpose, as, secret, extra));
        // Those that were closed since.
        open.removeIf(Database::isClosed);
        open.add(connection);
        try {
            // The server's own time-out comes first; the socket's is for a server that no longer says anything.
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(answerWithin.toMillis() + 10_000));
            execute(
                    connection,
                    "SET statement_timeout = " + answerWithin.toMillis(),
                    "SET lock_timeout = " + Math.min(answerWithin.toMillis(), 15_000));
        } catch (SQLException failed) {
            closeQuietly(connection);
            throw failed;
        }
        if (closed) {
            breakOff(connection);
        }
        return connection;
    }

    private Connection connect(Properties properties) throws SQLException {
        try {
            Connection connection = new Driver().connect(jdbcUrl, properties);
            if (connection == null) {
                throw new SQLException("the driver does not understand " + where());
            }
            return connection;
        } catch (RuntimeException interrupted) {
            // The driver's way to say that the wait was interrupted.
            throw new SQLException("the attempt to connect was broken off", "08006", interrupted);
        }
    }

    private static Properties properties(String purpose, String as, Secret secret, Map<String, String> extra) {
        Properties properties = new Properties();
        properties.setProperty("user", as);
        properties.setProperty("password", secret.value());
        properties.setProperty("ApplicationName", "millrace " + purpose);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "15");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("gssEncMode", "disable");
        properties.putAll(extra);
        return properties;
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            closeQuietly(connection);
            throw failed;
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException gone) {
            return true;
        }
    }
}

package io.millrace.historian.database;

import io.millrace.historian.HistorianUnavailableException;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The way into one PostgreSQL database whose schema is ours. Thread-safe. */
public final class Database {

    /** Advisory lock for whoever changes the schema, partitions included: "mill" in hexadecimal. */
    static final long SCHEMA_LOCK = 0x6D696C6CL;

    private final String jdbcUrl;
    private final String user;
    private final Secret password;
    private final @Nullable Secret readerPassword;
    private final Object migrating = new Object();
    private volatile boolean migrated;
    private volatile boolean reader;

    /** @param readerPassword for a database that is all ours: the role for people gets it */
    public Database(String jdbcUrl, String user, Secret password, @Nullable Secret readerPassword) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
        this.readerPassword = readerPassword;
    }

    /** A database whose schema another process keeps; nothing is changed there. */
    public static Database ofAnother(String jdbcUrl, String user, Secret password) {
        Database database = new Database(jdbcUrl, user, password, null);
        database.migrated = true;
        return database;
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
        return open(purpose, answerWithin, Map.of());
    }

    private Connection open(String purpose, Duration answerWithin, Map<String, String> extra) {
        try {
            if (!migrated) {
                migrate();
            }
            return connect(purpose, answerWithin, extra);
        } catch (SQLException failure) {
            throw Failures.unreachable(where(), failure);
        }
    }

    /**
     * A connection for one statement of a person: read-only, everything as text, as {@code millrace_reader} where that
     * role exists. Close it afterwards; what the person set must not stay.
     *
     * @param maxBytes a larger answer is an error
     */
    public Connection openForPeople(Duration answerWithin, long maxBytes) {
        Connection connection = open(
                "sql", answerWithin, Map.of("binaryTransfer", "false", "maxResultBuffer", Long.toString(maxBytes)));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            statement.execute("SET search_path = millrace, public");
            statement.execute("SET default_transaction_read_only = on");
            if (reader) {
                statement.execute("SET ROLE " + ReaderRole.NAME);
            }
            return connection;
        } catch (SQLException failure) {
            closeQuietly(connection);
            throw Failures.unreachable(where(), failure);
        }
    }

    /** Turns a failed statement into what the callers of the historian expect, and remembers a missing schema. */
    public HistorianUnavailableException unavailable(SQLException failure) {
        if (Failures.isMissingSchema(failure)) {
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

    private void migrate() throws SQLException {
        synchronized (migrating) {
            if (migrated) {
                return;
            }
            try (Connection connection = connect("migration", Duration.ofMinutes(10), Map.of())) {
                Migrations.apply(connection);
                reader = ReaderRole.ensure(connection, readerPassword);
                migrated = true;
            } catch (ProblemException refused) {
                throw new HistorianUnavailableException(refused.problem().sentence(), refused);
            }
        }
    }

    private Connection connect(String purpose, Duration answerWithin, Map<String, String> extra) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password.value());
        properties.setProperty("ApplicationName", "millrace " + purpose);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "15");
        // The server's own time-out comes first; the socket's is for a server that no longer says anything.
        properties.setProperty("socketTimeout", Long.toString(answerWithin.toSeconds() + 10));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("gssEncMode", "disable");
        properties.putAll(extra);
        Connection connection = new Driver().connect(jdbcUrl, properties);
        if (connection == null) {
            throw new SQLException("the driver does not understand " + where());
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + answerWithin.toMillis());
            statement.execute("SET lock_timeout = " + Math.min(answerWithin.toMillis(), 15_000));
            return connection;
        } catch (SQLException failed) {
            closeQuietly(connection);
            throw failed;
        }
    }
}

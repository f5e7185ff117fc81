package io.millrace.historian.database;

import io.millrace.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema {@code millrace} to the version this program knows. A lock keeps two hubs from doing it at once, a
 * checksum keeps released files from changing, one transaction per file keeps a failure from leaving half a schema.
 * A few lines of our own, since a migration framework would weigh more than the rest of this module.
 */
final class Migrations {

    /** In order; only ever appended to. */
    private static final List<String> FILES = List.of(
            "V1__history.sql",
            "V2__deliveries.sql",
            "V3__corrections.sql",
            "V4__production.sql",
            "V5__alarms.sql",
            "V6__questions.sql",
            "V7__ledger_room.sql");

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /**
     * @throws io.millrace.model.ProblemException {@code historian-schema} when the schema was made by a newer program
     *     or changed by hand, {@code historian-version} when PostgreSQL is too old
     */
    static void apply(Connection connection) throws SQLException {
        checkServer(connection);
        Transactions.run(connection, () -> prepare(connection));
        for (int version = 1; version <= FILES.size(); version++) {
            int next = version;
            Transactions.run(connection, () -> step(connection, next));
        }
    }

    private static void checkServer(Connection connection) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < 15) {
            throw Problem.of(
                            "historian-version",
                            "The historian's database is PostgreSQL " + major + ".",
                            "PostgreSQL 15 or newer is needed.")
                    .asException();
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        lock(connection);
        try (Statement statement = connection.createStatement()) {
            // Not IF NOT EXISTS: that asks for the right to create even when there is nothing to create.
            if (!exists(statement, "SELECT to_regnamespace('millrace') IS NOT NULL")) {
                statement.execute("CREATE SCHEMA millrace");
            }
            if (!exists(statement, "SELECT to_regclass('millrace.schema_version') IS NOT NULL")) {
                statement.execute("CREATE TABLE millrace.schema_version (version integer PRIMARY KEY,"
                        + " file text NOT NULL, checksum text NOT NULL, applied timestamptz NOT NULL DEFAULT now())");
            }
        }
        Map<Integer, String> applied = applied(connection);
        for (Map.Entry<Integer, String> entry : applied.entrySet()) {
            int version = entry.getKey();
            if (version > FILES.size()) {
                throw schema("it has version " + version + ", this program knows up to " + FILES.size());
            }
            if (!entry.getValue().equals(checksum(read(version)))) {
                throw schema("its version " + version + " differs from " + FILES.get(version - 1));
            }
        }
    }

    private static void step(Connection connection, int version) throws SQLException {
        lock(connection);
        if (!applied(connection).containsKey(version)) {
            String script = read(version);
            try (Statement statement = connection.createStatement()) {
                statement.execute(script);
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO millrace.schema_version (version, file, checksum) VALUES (?, ?, ?)")) {
                insert.setInt(1, version);
                insert.setString(2, FILES.get(version - 1));
                insert.setString(3, checksum(script));
                insert.executeUpdate();
            }
            log.atInfo().addKeyValue("version", version).log("historian schema migrated");
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + Database.SCHEMA_LOCK + ")");
        }
    }

    private static Map<Integer, String> applied(Connection connection) throws SQLException {
        Map<Integer, String> applied = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version, checksum FROM millrace.schema_version")) {
            while (rows.next()) {
                applied.put(rows.getInt(1), rows.getString(2));
            }
        }
        return applied;
    }

    private static boolean exists(Statement statement, String question) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static RuntimeException schema(String what) {
        return Problem.of(
                        "historian-schema",
                        "The schema millrace in the historian's database is not one this program can use: " + what
                                + ".",
                        "Use the Millrace that made it or a newer one, or another database.")
                .asException();
    }

    private static String read(int version) {
        String file = FILES.get(version - 1);
        try (InputStream in = Migrations.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String checksum(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}

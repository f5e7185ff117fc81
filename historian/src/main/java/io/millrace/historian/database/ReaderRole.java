package io.millrace.historian.database;

import io.millrace.model.settings.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role {@code millrace_reader}: sees everything in the schema, changes nothing. For dashboards, and for whatever
 * people type. An external database may not let us make roles; then the hub does without.
 */
public final class ReaderRole {

    public static final String NAME = "millrace_reader";

    private static final Logger log = LoggerFactory.getLogger(ReaderRole.class);

    private ReaderRole() {}

    /**
     * @param password with one, the role can sign in by itself; the embedded database gives it one
     * @return whether the role is there and we may act as it
     */
    static boolean ensure(Connection connection, @Nullable Secret password) throws SQLException {
        try {
            Transactions.run(connection, () -> grant(connection, password));
            return true;
        } catch (SQLException refused) {
            if (Failures.isConnectionLost(refused)) {
                throw refused;
            }
            log.atInfo()
                    .addKeyValue("why", Failures.words(refused))
                    .log("the role millrace_reader could not be made; statements of people run as the hub's own user,"
                            + " read-only");
            return false;
        }
    }

    private static void grant(Connection connection, @Nullable Secret password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + Database.SCHEMA_LOCK + ")");
            statement.execute("DO $$ BEGIN IF to_regrole('" + NAME + "') IS NULL THEN CREATE ROLE " + NAME
                    + " NOLOGIN; END IF; END $$");
            if (password != null) {
                // Hexadecimal by construction: nothing to quote.
                statement.execute("ALTER ROLE " + NAME + " LOGIN PASSWORD '" + password.value() + "'");
            }
            statement.execute("GRANT USAGE ON SCHEMA millrace TO " + NAME);
            statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA millrace TO " + NAME);
            statement.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA millrace GRANT SELECT ON TABLES TO " + NAME);
            // Whoever makes a role in PostgreSQL 16 may administer it, but not yet act as it.
            statement.execute("DO $$ BEGIN IF NOT pg_has_role(current_user, '" + NAME + "', 'SET') THEN GRANT " + NAME
                    + " TO CURRENT_USER; END IF; EXCEPTION WHEN invalid_parameter_value THEN IF NOT"
                    + " pg_has_role(current_user, '" + NAME + "', 'MEMBER') THEN GRANT " + NAME
                    + " TO CURRENT_USER; END IF; END $$");
            statement.execute("SET LOCAL ROLE " + NAME);
        }
    }
}

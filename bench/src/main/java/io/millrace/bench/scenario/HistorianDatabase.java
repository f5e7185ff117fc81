package io.millrace.bench.scenario;

import io.millrace.stage.HubAddresses;
import io.millrace.stage.HubProcess;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A hub's PostgreSQL as the hub itself sees it: what is announced to people may only read. Only for a hub that the
 * benchmark started on a scratch folder. Used by one thread.
 */
final class HistorianDatabase implements AutoCloseable {

    private static final String OWNER = "millrace";

    private final Connection connection;

    private HistorianDatabase(Connection connection) {
        this.connection = connection;
    }

    static HistorianDatabase open(HubProcess hub) {
        List<String> signIn = signIn(hub);
        try {
            return new HistorianDatabase(DriverManager.getConnection(signIn.get(0), signIn.get(1), signIn.get(2)));
        } catch (SQLException failed) {
            throw refused(failed);
        }
    }

    /** URL, user and password. */
    static List<String> signIn(HubProcess hub) {
        HubAddresses addresses = hub.addresses();
        Path password = hub.data().resolve("historian").resolve("password");
        try {
            return List.of(
                    addresses.jdbcUrl(), OWNER, Files.readString(password).strip());
        } catch (IOException unreadable) {
            throw new StageException(
                    "The file " + password + " of the hub under measurement cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    Connection connection() {
        return connection;
    }

    void execute(String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw refused(failed);
        }
    }

    long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw refused(failed);
        }
    }

    static StageException refused(SQLException failed) {
        return new StageException("The database under measurement refuses: " + failed.getMessage(), failed);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            throw refused(gone);
        }
    }
}

package io.millrace.historian;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.Failures;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Parser;
import org.postgresql.util.ServerErrorMessage;

/** Statements that people type: read-only, bounded in time and size, on a connection of their own. */
final class PeoplesSql {

    /** Longest answer to one request for rows; the whole table is held in memory, so it has a limit too. */
    private static final long MAX_BYTES = 32L << 20;

    private static final long MAX_CHARACTERS = 16L << 20;

    private static final int FETCH = 200;

    private final Database database;
    private final Duration answer;

    PeoplesSql(Database database, Duration answer) {
        this.database = database;
        this.answer = answer;
    }

    Queries.Table run(String statement, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("at most " + maxRows + " rows");
        }
        checkSingle(statement);
        try (Connection connection = database.openForPeople(answer, MAX_BYTES)) {
            connection.setAutoCommit(false);
            try (Statement run = connection.createStatement()) {
                // One more than asked for tells whether there are more.
                run.setMaxRows(maxRows == Integer.MAX_VALUE ? maxRows : maxRows + 1);
                run.setFetchSize(FETCH);
                run.setEscapeProcessing(false);
                return run.execute(statement)
                        ? read(run.getResultSet(), maxRows)
                        : new Queries.Table(List.of(), List.of(), false);
            }
            // Closing the connection ends the transaction.
        } catch (SQLException refused) {
            if (refused.getMessage() != null && refused.getMessage().contains("maxResultBuffer")) {
                throw Problem.of(
                                "sql-refused",
                                "The answer is too large: more than " + (MAX_BYTES >> 20) + " MiB for " + FETCH
                                        + " rows.",
                                "Ask for fewer columns, or for parts of them.")
                        .asException();
            }
            if (Failures.isConnectionLost(refused)) {
                throw database.unavailable(refused);
            }
            throw refusal(refused);
        }
    }

    /**
     * The driver would run several one after the other, and the first could end the read-only transaction. It is asked
     * itself how it would take the text apart; should the server see it otherwise, it refuses more than one.
     */
    private static void checkSingle(String statement) {
        try {
            if (Parser.parseJdbcSql(statement, true, false, true, false, false).size() > 1) {
                throw Problem.of("sql-refused", "These are several statements.", "Send one at a time.")
                        .asException();
            }
        } catch (SQLException unreadable) {
            throw Problem.of("sql-refused", "This is no statement: " + Failures.words(unreadable) + ".")
                    .asException();
        }
    }

    private static Queries.Table read(ResultSet rows, int maxRows) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            columns.add(rows.getMetaData().getColumnLabel(i));
        }
        List<List<String>> table = new ArrayList<>();
        long characters = 0;
        while (rows.next()) {
            if (table.size() == maxRows || characters > MAX_CHARACTERS) {
                return new Queries.Table(columns, table, true);
            }
            List<String> row = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                String cell = rows.getString(i);
                characters += cell == null ? 4 : cell.length();
                row.add(cell);
            }
            table.add(row);
        }
        return new Queries.Table(columns, table, false);
    }

    private ProblemException refusal(SQLException refused) {
        StringBuilder message = new StringBuilder("PostgreSQL refuses the statement: ")
                .append(Failures.words(refused))
                .append('.');
        ServerErrorMessage server = Failures.server(refused);
        if (server != null && server.getPosition() > 0) {
            message.append(" At character ").append(server.getPosition()).append('.');
        }
        String hint = server == null ? null : server.getHint();
        if (Failures.isTimeout(refused)) {
            hint = "Ask for a shorter time or fewer tags; a statement may take " + answer.toSeconds() + " s.";
        } else if ("25006".equals(refused.getSQLState()) || "42501".equals(refused.getSQLState())) {
            hint = "Statements here are read-only.";
        }
        return Problem.of("sql-refused", message.toString(), hint == null ? "" : hint)
                .asException();
    }
}

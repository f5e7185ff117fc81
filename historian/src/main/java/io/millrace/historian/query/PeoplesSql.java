package io.millrace.historian.query;

import io.millrace.historian.Queries.Table;
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
import org.postgresql.util.ServerErrorMessage;

/** Statements that people type: read-only, bounded in time and size, on a connection of their own. */
final class PeoplesSql {

    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final long MAX_BYTES = 64L << 20;

    private final Database database;

    PeoplesSql(Database database) {
        this.database = database;
    }

    Table run(String statement, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("at most " + maxRows + " rows");
        }
        try (Connection connection = database.openForPeople(ANSWER, MAX_BYTES)) {
            connection.setAutoCommit(false);
            try (Statement run = connection.createStatement()) {
                // One more than asked for tells whether there are more.
                run.setMaxRows(maxRows == Integer.MAX_VALUE ? maxRows : maxRows + 1);
                run.setFetchSize(1000);
                return run.execute(statement)
                        ? read(run.getResultSet(), maxRows)
                        : new Table(List.of(), List.of(), false);
            } finally {
                connection.rollback();
            }
        } catch (SQLException refused) {
            if (Failures.isConnectionLost(refused)) {
                throw database.unavailable(refused);
            }
            throw refusal(refused);
        }
    }

    private static Table read(ResultSet rows, int maxRows) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            columns.add(rows.getMetaData().getColumnLabel(i));
        }
        List<List<String>> table = new ArrayList<>();
        while (rows.next()) {
            if (table.size() == maxRows) {
                return new Table(columns, table, true);
            }
            List<String> row = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                row.add(rows.getString(i));
            }
            table.add(row);
        }
        return new Table(columns, table, false);
    }

    private static ProblemException refusal(SQLException refused) {
        StringBuilder message = new StringBuilder("PostgreSQL refuses the statement: ")
                .append(Failures.words(refused))
                .append('.');
        ServerErrorMessage server = Failures.server(refused);
        if (server != null && server.getPosition() > 0) {
            message.append(" At character ").append(server.getPosition()).append('.');
        }
        String hint = server == null ? null : server.getHint();
        if (Failures.isTimeout(refused)) {
            hint = "Ask for a shorter time or fewer tags; a statement may take " + ANSWER.toSeconds() + " s.";
        } else if ("25006".equals(refused.getSQLState()) || "42501".equals(refused.getSQLState())) {
            hint = "Statements here are read-only.";
        }
        return Problem.of("sql-refused", message.toString(), hint == null ? "" : hint)
                .asException();
    }
}

package io.millrace.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a hub's PostgreSQL as Grafana or an analyst would, with nothing but its address. */
final class Database {

    private Database() {}

    /** Every row as its cells' text, joined by {@code |}. */
    static List<String> rows(HubProcess hub, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(hub.jdbcUrl(), hub.postgresUser(), hub.postgresPassword());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    static long number(HubProcess hub, String sql) {
        return Long.parseLong(rows(hub, sql).get(0));
    }
}

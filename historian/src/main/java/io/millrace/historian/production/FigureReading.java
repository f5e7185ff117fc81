package io.millrace.historian.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads figures from {@code millrace.oee} and its history. Within the transaction of its connection; no state. */
public final class FigureReading {

    private static final String SELECT = "SELECT location, kind, " + Sql.micros("start") + ", name, "
            + Sql.micros("\"end\"") + ", day, running, availability, performance, quality, oee, absent, remarks, "
            + Sql.micros("not_planned") + ", " + Sql.micros("planned_stop") + ", " + Sql.micros("unplanned_stop") + ", "
            + Sql.micros("changeover") + ", " + Sql.micros("microstop") + ", " + Sql.micros("unknown") + ", "
            + Sql.micros("production") + ", " + Sql.micros("ideal") + ", " + Sql.micros("ideal_good")
            + ", count, scrap, unplanned_count, %s FROM millrace.%s";

    private FigureReading() {}

    /** Figures as they are now. */
    public static List<FigureRow> of(Connection connection, String clause, @Nullable Object... parameters)
            throws SQLException {
        return read(connection, SELECT.formatted("correction", "oee") + clause, parameters);
    }

    /** Figures as they were before something changed them. */
    public static List<FigureRow> earlier(Connection connection, String clause, @Nullable Object... parameters)
            throws SQLException {
        return read(connection, SELECT.formatted("correction", "oee_history") + clause, parameters);
    }

    /** Figures that are taken back, with the number of the retraction. */
    static List<FigureRow> withdrawn(Connection connection, String clause, @Nullable Object... parameters)
            throws SQLException {
        return read(connection, SELECT.formatted("withdrawn", "oee_history") + clause, parameters);
    }

    private static List<FigureRow> read(Connection connection, String sql, @Nullable Object[] parameters)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] == null) {
                    select.setNull(i + 1, Types.VARCHAR);
                } else {
                    select.setObject(i + 1, parameters[i]);
                }
            }
            List<FigureRow> figures = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    figures.add(row(rows));
                }
            }
            return figures;
        }
    }

    private static FigureRow row(ResultSet rows) throws SQLException {
        return new FigureRow(
                rows.getString(1),
                rows.getString(2),
                rows.getLong(3),
                rows.getString(4),
                rows.getLong(5),
                rows.getObject(6, LocalDate.class),
                rows.getBoolean(7),
                rows.getBigDecimal(8),
                rows.getBigDecimal(9),
                rows.getBigDecimal(10),
                rows.getBigDecimal(11),
                rows.getString(12),
                Arrays.asList((String[]) rows.getArray(13).getArray()),
                new FigureRow.Durations(
                        rows.getLong(14),
                        rows.getLong(15),
                        rows.getLong(16),
                        rows.getLong(17),
                        rows.getLong(18),
                        rows.getLong(19),
                        rows.getLong(20),
                        Sql.whole(rows, 21),
                        Sql.whole(rows, 22)),
                rows.getLong(23),
                rows.getLong(24),
                rows.getLong(25),
                rows.getInt(26));
    }
}

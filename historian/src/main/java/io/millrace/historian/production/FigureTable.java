package io.millrace.historian.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Figures as rows. Within the transaction of its connection; no state. */
final class FigureTable {

    private static final List<String> SAID = List.of(
            "\"end\"",
            "day",
            "running",
            "availability",
            "performance",
            "quality",
            "oee",
            "absent",
            "remarks",
            "not_planned",
            "planned_stop",
            "unplanned_stop",
            "changeover",
            "microstop",
            "unknown",
            "production",
            "ideal",
            "ideal_good",
            "count",
            "scrap",
            "unplanned_count");
    private static final String COLUMNS = "location, kind, start, name, " + String.join(", ", SAID);
    private static final String MICROS = "? * interval '1 microsecond'";
    private static final String VALUES =
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + (MICROS + ", ").repeat(9) + "?, ?, ?";

    /** A figure that is over and says something else than the new one does goes into history. */
    private static final String KEEP = "INSERT INTO millrace.oee_history SELECT o.*, ?, null FROM millrace.oee o"
            + " JOIN figure f USING (location, kind, start, name)"
            + " WHERE NOT o.running AND " + said("o") + " IS DISTINCT FROM " + said("f") + " ON CONFLICT DO NOTHING";

    private static final String KEY = "(location, kind, start, name)";

    /** What was taken back and is there again goes on behind the number under which it was taken back. */
    private static final String PUT = "INSERT INTO millrace.oee AS o (" + COLUMNS + ", correction, computed) SELECT "
            + COLUMNS
            + ", coalesce((SELECT max(h.withdrawn) + 1 FROM millrace.oee_history h WHERE h.location = f.location"
            + " AND h.kind = f.kind AND h.start = f.start AND h.name = f.name), 0), ? FROM figure f ON CONFLICT " + KEY
            + " DO UPDATE SET "
            + String.join(
                    ", ", SAID.stream().map(one -> one + " = EXCLUDED." + one).toList())
            + ", computed = EXCLUDED.computed,"
            + " correction = o.correction + CASE WHEN o.running THEN 0 ELSE 1 END WHERE " + said("o")
            + " IS DISTINCT FROM " + said("EXCLUDED");

    private static final String GONE = "WITH kept AS (SELECT * FROM unnest(?::int8[], ?::text[]) AS k (micros, name)),"
            + " gone AS (DELETE FROM millrace.oee o WHERE location = ? AND kind = ? AND start >= ? AND start < ?"
            + " AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.micros = " + Sql.micros("o.start")
            + " AND k.name = o.name) RETURNING o.*)"
            + " INSERT INTO millrace.oee_history SELECT g.*, ?, g.correction + 1 FROM gone g WHERE NOT g.running"
            + " ON CONFLICT DO NOTHING";

    private FigureTable() {}

    private static String said(String table) {
        return "("
                + String.join(", ", SAID.stream().map(one -> table + "." + one).toList()) + ")";
    }

    static int save(Connection connection, List<FigureRow> figures, long nowMicros) throws SQLException {
        try (var prepare = connection.createStatement()) {
            prepare.execute("CREATE TEMPORARY TABLE IF NOT EXISTS figure (LIKE millrace.oee INCLUDING DEFAULTS)"
                    + " ON COMMIT DELETE ROWS");
            prepare.execute("ALTER TABLE figure ALTER computed DROP NOT NULL");
            prepare.execute("DELETE FROM figure");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO figure (" + COLUMNS + ") VALUES (" + VALUES + ")")) {
            for (FigureRow figure : figures) {
                bind(connection, insert, figure);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
            keep.setObject(1, Sql.time(nowMicros));
            keep.executeUpdate();
        }
        try (PreparedStatement put = connection.prepareStatement(PUT)) {
            put.setObject(1, Sql.time(nowMicros));
            return put.executeUpdate();
        }
    }

    private static void bind(Connection connection, PreparedStatement insert, FigureRow figure) throws SQLException {
        FigureRow.Durations durations = figure.durations();
        insert.setString(1, figure.location());
        insert.setString(2, figure.kind());
        insert.setObject(3, Sql.time(figure.startMicros()));
        insert.setString(4, figure.name());
        insert.setObject(5, Sql.time(figure.endMicros()));
        insert.setObject(6, figure.day());
        insert.setBoolean(7, figure.running());
        insert.setBigDecimal(8, figure.availability());
        insert.setBigDecimal(9, figure.performance());
        insert.setBigDecimal(10, figure.quality());
        insert.setBigDecimal(11, figure.oee());
        insert.setString(12, figure.absent());
        insert.setArray(13, connection.createArrayOf("text", figure.remarks().toArray()));
        insert.setLong(14, durations.notPlanned());
        insert.setLong(15, durations.plannedStop());
        insert.setLong(16, durations.unplannedStop());
        insert.setLong(17, durations.changeover());
        insert.setLong(18, durations.microstop());
        insert.setLong(19, durations.unknown());
        insert.setLong(20, durations.production());
        Sql.setLong(insert, 21, durations.ideal());
        Sql.setLong(insert, 22, durations.idealGood());
        insert.setLong(23, figure.count());
        insert.setLong(24, figure.scrap());
        insert.setLong(25, figure.unplannedCount());
    }

    static int keepOnly(
            Connection connection,
            String location,
            String kind,
            long fromMicros,
            long toMicros,
            List<FigureKey> kept,
            long nowMicros)
            throws SQLException {
        try (PreparedStatement gone = connection.prepareStatement(GONE)) {
            gone.setArray(
                    1,
                    connection.createArrayOf(
                            "int8", kept.stream().map(FigureKey::startMicros).toArray(Long[]::new)));
            gone.setArray(
                    2,
                    connection.createArrayOf(
                            "text", kept.stream().map(FigureKey::name).toArray(String[]::new)));
            gone.setString(3, location);
            gone.setString(4, kind);
            gone.setObject(5, Sql.time(fromMicros));
            gone.setObject(6, Sql.time(toMicros));
            gone.setObject(7, Sql.time(nowMicros));
            return gone.executeUpdate();
        }
    }

    static List<FigureRow> untold(Connection connection, int most) throws SQLException {
        return FigureReading.of(
                connection,
                " WHERE NOT running AND published < correction ORDER BY start, location, kind, name LIMIT ?",
                most);
    }

    static List<FigureRow> withdrawn(Connection connection, int most) throws SQLException {
        return FigureReading.withdrawn(
                connection,
                " WHERE published >= 0 AND published < withdrawn ORDER BY start, location, kind, name LIMIT ?",
                most);
    }

    /** @param table {@code oee}, or {@code oee_history} for what was taken back */
    static int told(Connection connection, String table, List<FigureRow> figures) throws SQLException {
        String number = table.equals("oee") ? "" : " AND withdrawn = ?";
        try (PreparedStatement update = connection.prepareStatement("UPDATE millrace." + table + " SET published ="
                + " greatest(published, ?) WHERE location = ? AND kind = ? AND start = ? AND name = ?" + number)) {
            for (FigureRow figure : figures) {
                update.setInt(1, figure.correction());
                update.setString(2, figure.location());
                update.setString(3, figure.kind());
                update.setObject(4, Sql.time(figure.startMicros()));
                update.setString(5, figure.name());
                if (!number.isEmpty()) {
                    update.setInt(6, figure.correction());
                }
                update.addBatch();
            }
            return update.executeBatch().length;
        }
    }
}

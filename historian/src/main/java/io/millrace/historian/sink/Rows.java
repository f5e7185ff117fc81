package io.millrace.historian.sink;

import io.millrace.historian.database.Failures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/** Inserts rows that may be there already, and one of which PostgreSQL may refuse, within a transaction. No state. */
final class Rows {

    /** Puts one row into the statement. */
    interface Binder<T> {
        void bind(PreparedStatement insert, T row) throws SQLException;
    }

    private Rows() {}

    /**
     * All at once; and when PostgreSQL refuses something in them, one by one.
     *
     * @param sql an INSERT that does nothing on a conflict
     * @param refused told of each row that PostgreSQL does not take
     * @return which rows are new
     */
    static <T> BitSet insert(
            Connection connection, String sql, List<T> rows, Binder<T> binder, BiConsumer<T, SQLException> refused)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            BitSet fresh = batch(connection, sql, rows, binder);
            connection.releaseSavepoint(before);
            return fresh;
        } catch (SQLException failed) {
            connection.rollback(before);
            if (!Failures.isInTheData(failed)) {
                throw failed;
            }
            if (rows.size() == 1) {
                SQLException next = failed.getNextException();
                // The batch's own exception only cites the statement.
                refused.accept(rows.get(0), next == null ? failed : next);
                return new BitSet();
            }
        }
        BitSet fresh = new BitSet();
        for (int i = 0; i < rows.size(); i++) {
            if (insert(connection, sql, rows.subList(i, i + 1), binder, refused).get(0)) {
                fresh.set(i);
            }
        }
        return fresh;
    }

    private static <T> BitSet batch(Connection connection, String sql, List<T> rows, Binder<T> binder)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (T row : rows) {
                binder.bind(insert, row);
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
            BitSet fresh = new BitSet();
            for (int i = 0; i < counts.length; i++) {
                fresh.set(i, counts[i] == 1);
            }
            return fresh;
        }
    }

    /** @param micros since 1970 */
    static OffsetDateTime time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}

package io.millrace.bench.scenario;

import io.millrace.stage.StageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one load: those whose time is not before its beginning. When they were committed the database knows, so
 * that nobody needs to look while the load goes on. Used by one thread.
 */
final class SideBySideRows {

    private final Connection connection;
    private final String table;

    /** @param table must be trusted: it becomes part of the SQL */
    SideBySideRows(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * What became of a load.
     *
     * @param lastCommit null without rows
     * @param waiting at the two times asked for: messages that were due, and no row yet
     * @param committed rows committed at the later of these
     * @param millis from due to committed: p50, p99, p99.9; empty without rows
     */
    record Summary(long rows, @Nullable Instant lastCommit, List<Long> waiting, long committed, List<Double> millis) {}

    /** All rows that the table ever got, as the database's own statistics know by now: costs nothing, is late. */
    long inserted() {
        return number("select coalesce(sum(n_tup_ins), 0) from pg_stat_user_tables where relid = '" + table
                + "'::regclass or relid in (select relid from pg_partition_tree('" + table + "'))");
    }

    /** Rows of the load, counted. */
    long count(Instant from) {
        try (PreparedStatement statement =
                connection.prepareStatement("select count(*) from " + table + " where ts >= ?")) {
            statement.setTimestamp(1, Timestamp.from(from));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException failed) {
            throw refused(failed);
        }
    }

    Summary summary(Instant from, Instant first, Instant end) {
        String sql = "select count(*), max(stored), count(*) filter (where ts <= ? and stored > ?),"
                + " count(*) filter (where ts <= ? and stored > ?), count(*) filter (where stored <= ?),"
                + " percentile_disc(array[0.5, 0.99, 0.999]) within group (order by extract(epoch from stored - ts))"
                + " from (select ts, pg_xact_commit_timestamp(xmin) as stored from " + table
                + " where ts >= ?) as load";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 0;
            for (Instant at : List.of(first, first, end, end, end, from)) {
                statement.setTimestamp(++parameter, Timestamp.from(at));
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                Timestamp last = rows.getTimestamp(2);
                return new Summary(
                        rows.getLong(1),
                        last == null ? null : last.toInstant(),
                        List.of(rows.getLong(3), rows.getLong(4)),
                        rows.getLong(5),
                        last == null
                                ? List.of()
                                : millis((Object[]) rows.getArray(6).getArray()));
            }
        } catch (SQLException failed) {
            throw refused(failed);
        }
    }

    private static List<Double> millis(Object[] seconds) {
        return Arrays.stream(seconds)
                .map(one -> ((Number) one).doubleValue() * 1e3)
                .toList();
    }

    private long number(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw refused(failed);
        }
    }

    private static StageException refused(SQLException failed) {
        return new StageException("The database under measurement refuses: " + failed.getMessage(), failed);
    }
}

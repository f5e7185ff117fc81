package io.millrace.bench.stack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Collects samples and stores up to {@value #MOST} of them by one INSERT. The rows come as three arrays: of the ways in
 * which a client can say many rows this was the fastest when they were tried, before VALUES lists and the batches of the
 * driver, and one prepared statement serves for any number. Not thread-safe.
 */
final class SampleInsert {

    static final int MOST = 1_000;

    /** Also what Node-RED says. The driver has no binary form of an array of times. */
    static final String SQL = "insert into sample (tag_id, ts, value)"
            + " select tag, timestamptz 'epoch' + micros * interval '1 microsecond', value"
            + " from unnest($1::integer[], $2::bigint[], $3::float8[]) as row (tag, micros, value)"
            + " on conflict do nothing";

    private final PreparedStatement insert;
    private final int[] tags = new int[MOST];
    private final long[] micros = new long[MOST];
    private final double[] values = new double[MOST];
    private int count;

    SampleInsert(Connection connection) throws SQLException {
        this.insert = connection.prepareStatement(SQL.replaceAll("\\$\\d", "?"));
    }

    void add(int tag, long timestampMicros, double value) throws SQLException {
        tags[count] = tag;
        micros[count] = timestampMicros;
        values[count] = value;
        if (++count == MOST) {
            flush();
        }
    }

    /** Stores what was collected; the caller commits. */
    void flush() throws SQLException {
        if (count == 0) {
            return;
        }
        insert.setObject(1, Arrays.copyOf(tags, count));
        insert.setObject(2, Arrays.copyOf(micros, count));
        insert.setObject(3, Arrays.copyOf(values, count));
        insert.executeUpdate();
        count = 0;
    }
}

package io.millrace.bench.stack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Collects samples and stores up to {@value #MOST} of them by one INSERT. Not thread-safe. */
final class SampleInsert {

    static final int MOST = 1_000;

    private final Connection connection;
    private final PreparedStatement full;
    private final int[] tags = new int[MOST];
    private final long[] micros = new long[MOST];
    private final double[] values = new double[MOST];
    private int count;

    SampleInsert(Connection connection) throws SQLException {
        this.connection = connection;
        this.full = connection.prepareStatement(sql(MOST));
    }

    private static String sql(int rows) {
        // The driver has no binary form of a time; this one is exact and costs less than to read it from text.
        String row = "(?, timestamptz 'epoch' + ? * interval '1 microsecond', ?)";
        return "insert into sample (tag_id, ts, value) values " + row + ("," + row).repeat(rows - 1)
                + " on conflict do nothing";
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
        if (count == MOST) {
            execute(full);
        } else if (count > 0) {
            try (PreparedStatement rest = connection.prepareStatement(sql(count))) {
                execute(rest);
            }
        }
        count = 0;
    }

    private void execute(PreparedStatement statement) throws SQLException {
        int parameter = 0;
        for (int i = 0; i < count; i++) {
            statement.setInt(++parameter, tags[i]);
            statement.setLong(++parameter, micros[i]);
            statement.setDouble(++parameter, values[i]);
        }
        statement.executeUpdate();
    }
}

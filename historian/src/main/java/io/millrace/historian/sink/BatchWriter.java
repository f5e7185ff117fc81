package io.millrace.historian.sink;

import io.millrace.historian.database.Failures;
import io.millrace.historian.database.Nul;
import io.millrace.model.Message;
import io.millrace.model.Problem;
import io.millrace.model.Sample;
import io.millrace.model.Value;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes entries within the transaction of its connection; the caller commits.
 *
 * <p>The quick way copies straight into the table with the primary key. A key that is there already fails the whole
 * copy, and then the careful way goes through a temporary table and leaves out what is there. Where duplicates come they
 * come in streaks (a log read again, a device that repeats itself), so the careful way is kept for a while after one: a
 * failed copy leaves dead rows behind. A row that PostgreSQL refuses for what it holds is found by halving.
 *
 * <p>Not thread-safe.
 */
final class BatchWriter {

    /** What became of a batch. */
    static final class Result {
        private long samples;
        private long events;
        private long duplicates;
        private final List<Refusal> refusals = new ArrayList<>(0);

        long samples() {
            return samples;
        }

        long events() {
            return events;
        }

        long duplicates() {
            return duplicates;
        }

        List<Refusal> refusals() {
            return refusals;
        }

        private void add(Result part) {
            samples += part.samples;
            events += part.events;
            duplicates += part.duplicates;
            refusals.addAll(part.refusals);
        }
    }

    private static final String COLUMNS = "(ts, tag_id, quality, number, integer, text)";
    private static final int CHUNK = 1 << 16;
    /** Batches that go the careful way after a duplicate was seen. */
    private static final int CAREFUL_STREAK = 20;

    private final TagIds tags;
    private final CopyEncoder encoder = new CopyEncoder();
    private int careful;

    BatchWriter(TagIds tags) {
        this.tags = tags;
    }

    /** Makes the temporary tables of a new connection. */
    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE sample_batch (seq integer, ts timestamptz, tag_id integer,"
                    + " quality integer, number float8, integer int8, text text) ON COMMIT DELETE ROWS");
            statement.execute("CREATE TEMPORARY TABLE event_batch (seq integer, topic text, ts timestamptz, id text,"
                    + " payload jsonb) ON COMMIT DELETE ROWS");
        }
    }

    /** Writes what can be written; on an exception the transaction is spoilt and to be rolled back. */
    Result write(Connection connection, List<Entry> entries) throws SQLException {
        if (careful == 0) {
            Savepoint before = connection.setSavepoint();
            try {
                Result result = new Result();
                result.samples = copySamples(connection, entries);
                writeEvents(connection, entries, result);
                connection.releaseSavepoint(before);
                return result;
            } catch (SQLException refused) {
                if (!Failures.isConflict(refused) && !isPoison(refused)) {
                    throw refused;
                }
                connection.rollback(before);
                careful = Failures.isConflict(refused) ? CAREFUL_STREAK : 1;
            }
        }
        careful--;
        Result result = halving(connection, entries);
        if (result.duplicates > 0) {
            careful = CAREFUL_STREAK;
        }
        return result;
    }

    private Result halving(Connection connection, List<Entry> entries) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Result result = new Result();
        try {
            mergeSamples(connection, entries, result);
            writeEvents(connection, entries, result);
            connection.releaseSavepoint(before);
            return result;
        } catch (SQLException refused) {
            if (!isPoison(refused)) {
                throw refused;
            }
            connection.rollback(before);
            Result parts = new Result();
            if (entries.size() == 1) {
                parts.refusals.add(new Refusal(
                        entries.get(0).record(),
                        Problem.of(
                                "historian-refused",
                                "PostgreSQL does not take it: " + Failures.words(refused) + " (SQLSTATE "
                                        + refused.getSQLState() + ").")));
                return parts;
            }
            int middle = entries.size() / 2;
            parts.add(halving(connection, entries.subList(0, middle)));
            parts.add(halving(connection, entries.subList(middle, entries.size())));
            return parts;
        }
    }

    private static boolean isPoison(SQLException refused) {
        return Failures.isInTheData(refused) && !Failures.isMissingPartition(refused);
    }

    private long copySamples(Connection connection, List<Entry> entries) throws SQLException {
        encoder.begin();
        boolean any = false;
        for (Entry entry : entries) {
            for (Sample sample : entry.samples()) {
                encoder.row(6);
                encodeSample(sample);
                any = true;
            }
        }
        return any ? copy(connection, "millrace.sample " + COLUMNS) : 0;
    }

    private void mergeSamples(Connection connection, List<Entry> entries, Result result) throws SQLException {
        encoder.begin();
        int sequence = 0;
        for (Entry entry : entries) {
            for (Sample sample : entry.samples()) {
                encoder.row(7);
                encoder.int4(sequence++);
                encodeSample(sample);
            }
        }
        if (sequence > 0) {
            copy(connection, "sample_batch");
            // The first of equals wins, and sorted keys keep two hubs from waiting for each other in a circle.
            long stored = update(
                    connection,
                    "INSERT INTO millrace.sample " + COLUMNS + " SELECT ts, tag_id, quality, number, integer, text"
                            + " FROM sample_batch ORDER BY tag_id, ts, seq ON CONFLICT DO NOTHING");
            update(connection, "TRUNCATE sample_batch");
            result.samples += stored;
            result.duplicates += sequence - stored;
        }
    }

    private void writeEvents(Connection connection, List<Entry> entries, Result result) throws SQLException {
        encoder.begin();
        int sequence = 0;
        for (Entry entry : entries) {
            Message.Event event = entry.event();
            if (event != null) {
                encoder.row(5);
                encoder.int4(sequence++);
                encoder.text(event.topic().path());
                encoder.timestamp(event.timestampMicros());
                encoder.text(event.id() == null ? null : Nul.outOfText(event.id()));
                encoder.jsonb(Nul.outOfJson(event.json()));
            }
        }
        if (sequence > 0) {
            copy(connection, "event_batch");
            long stored = update(
                    connection,
                    "INSERT INTO millrace.event (topic, ts, id, payload) SELECT topic, ts, id, payload"
                            + " FROM event_batch ORDER BY topic, ts, id, seq ON CONFLICT DO NOTHING");
            update(connection, "TRUNCATE event_batch");
            result.events += stored;
            result.duplicates += sequence - stored;
        }
    }

    private void encodeSample(Sample sample) {
        encoder.timestamp(sample.timestampMicros());
        encoder.int4(tags.id(sample.topic()));
        encoder.int4(sample.quality().code());
        Value value = sample.value();
        if (value instanceof Value.Real real) {
            encoder.float8(real.value());
        } else {
            encoder.nothing();
        }
        if (value instanceof Value.Whole whole) {
            encoder.int8(whole.value());
        } else if (value instanceof Value.Bool bool) {
            encoder.int8(bool.value() ? 1 : 0);
        } else {
            encoder.nothing();
        }
        encoder.text(value instanceof Value.Text text ? Nul.outOfText(text.value()) : null);
    }

    private long copy(Connection connection, String target) throws SQLException {
        encoder.end();
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + target + " FROM STDIN (FORMAT binary)");
        try {
            for (int from = 0; from < encoder.length(); from += CHUNK) {
                copy.writeToCopy(encoder.bytes(), from, Math.min(CHUNK, encoder.length() - from));
            }
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static long update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }
}

package io.millrace.historian.sink;

import io.millrace.historian.database.Failures;
import io.millrace.historian.database.Nul;
import io.millrace.model.Message;
import io.millrace.model.Problem;
import io.millrace.model.Sample;
import io.millrace.model.Value;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes entries within the transaction of its connection; the caller commits. What replaces something is written by
 * {@link Corrections}; a batch without such takes no notice of it.
 *
 * <p>The quick way copies straight into the table with its key. A key that is there already fails the whole copy, and
 * then the careful way goes through a temporary table and leaves out what is there. Where duplicates come they come in
 * streaks (a log read again, a device that repeats itself), so the careful way is kept for a while after one: a failed
 * copy leaves dead rows behind. A row that PostgreSQL refuses for what it holds is found by halving.
 *
 * <p>Not thread-safe.
 */
final class BatchWriter {

    /** What became of a batch. */
    static final class Result {
        private long samples;
        private long events;
        private long corrections;
        private final BitSet absorbed = new BitSet();
        private final BitSet refused = new BitSet();
        private final List<Refusal> refusals = new ArrayList<>(0);

        long samples() {
            return samples;
        }

        long events() {
            return events;
        }

        /** How many samples and events were replaced or taken back. */
        long corrections() {
            return corrections;
        }

        /**
         * What became of corrections.
         *
         * @param fresh how many are news
         * @param old numbers within the batch of those that are none
         */
        void corrected(int fresh, List<Integer> old) {
            corrections += fresh;
            old.forEach(absorbed::set);
        }

        /** Whether a sample or event was there already, by its number within the batch. */
        boolean isAbsorbed(int item) {
            return absorbed.get(item);
        }

        /** How many samples or events of an entry were there already. */
        int absorbed(Entry entry) {
            return absorbed.isEmpty()
                    ? 0
                    : absorbed.get(entry.first(), entry.first() + entry.size()).cardinality();
        }

        boolean isRefused(Entry entry) {
            return refused.get(entry.first());
        }

        /** Whether everything is new. */
        boolean isClean() {
            return absorbed.isEmpty() && refused.isEmpty();
        }

        List<Refusal> refusals() {
            return refusals;
        }

        private void add(Result part) {
            samples += part.samples;
            events += part.events;
            corrections += part.corrections;
            absorbed.or(part.absorbed);
            refused.or(part.refused);
            refusals.addAll(part.refusals);
        }
    }

    /** Something that writes some of the entries, all or none. */
    private interface Part {
        void write(Connection connection, List<Entry> entries, Result result) throws SQLException;
    }

    /** The key of a row, as PostgreSQL compares it. */
    private record Key(Object tag, long micros, @Nullable String id) {}

    private static final String COLUMNS = "(ts, tag_id, quality, number, integer, text, id)";
    /** In a form that can be hashed: IS NOT DISTINCT FROM is none. */
    private static final String SAME_ID =
            "coalesce(f.id, '') = coalesce(b.id, '') AND (f.id IS NULL) = (b.id IS NULL))";

    private static final int CHUNK = 1 << 16;
    /** Batches that go the careful way after a duplicate was seen. */
    private static final int CAREFUL_STREAK = 20;

    private final CopyEncoder encoder = new CopyEncoder();
    private int careful;

    /** Makes the temporary tables of a new connection. */
    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE sample_batch (seq integer, ts timestamptz, tag_id integer,"
                    + " quality integer, number float8, integer int8, text text, id text) ON COMMIT DELETE ROWS");
            statement.execute("CREATE TEMPORARY TABLE event_batch (seq integer, topic text, ts timestamptz, id text,"
                    + " payload jsonb) ON COMMIT DELETE ROWS");
        }
    }

    /**
     * Writes what can be written; on an exception the transaction is spoilt and to be rolled back. Corrections come last,
     * since what they replace may be in the same batch.
     */
    Result write(Connection connection, Batch batch) throws SQLException {
        if (batch.corrections().isEmpty()) {
            return write(connection, batch.entries());
        }
        Result result = new Result();
        List<Entry> first =
                batch.entries().stream().filter(entry -> !entry.isCorrection()).toList();
        if (!first.isEmpty()) {
            result.add(write(connection, first));
        }
        result.add(halving(connection, batch.corrections(), Corrections::write));
        return result;
    }

    private Result write(Connection connection, List<Entry> entries) throws SQLException {
        if (entries.stream().anyMatch(Entry::again)) {
            careful = Math.max(careful, 1);
        }
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
        Result result = halving(connection, entries, this::merge);
        if (entries.stream().anyMatch(entry -> !entry.again() && result.absorbed(entry) > 0)) {
            careful = CAREFUL_STREAK;
        }
        return result;
    }

    private void merge(Connection connection, List<Entry> entries, Result result) throws SQLException {
        mergeSamples(connection, entries, result);
        writeEvents(connection, entries, result);
    }

    private static Result halving(Connection connection, List<Entry> entries, Part part) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Result result = new Result();
        try {
            part.write(connection, entries, result);
            connection.releaseSavepoint(before);
            return result;
        } catch (SQLException refused) {
            if (!isPoison(refused)) {
                throw refused;
            }
            connection.rollback(before);
            Result parts = new Result();
            if (entries.size() == 1) {
                parts.refused.set(entries.get(0).first());
                parts.refusals.add(new Refusal(
                        entries.get(0).record(),
                        Problem.of(
                                "historian-refused",
                                "PostgreSQL does not take it: " + Failures.words(refused) + " (SQLSTATE "
                                        + refused.getSQLState() + ").")));
                return parts;
            }
            int middle = entries.size() / 2;
            parts.add(halving(connection, entries.subList(0, middle), part));
            parts.add(halving(connection, entries.subList(middle, entries.size()), part));
            return parts;
        }
    }

    private static boolean isPoison(SQLException refused) {
        return Failures.isInTheData(refused) && !Failures.isMissingPartition(refused);
    }

    private long copySamples(Connection connection, List<Entry> entries) throws SQLException {
        List<Entry> inOrder = inOrderOfTheKey(entries);
        if (inOrder.isEmpty()) {
            return 0;
        }
        encoder.begin();
        for (Entry entry : inOrder) {
            for (int i = 0; i < entry.samples().size(); i++) {
                encoder.row(7);
                encodeSample(entry.topic(i).tag(), entry.samples().get(i));
            }
        }
        return copy(connection, "millrace.sample " + COLUMNS);
    }

    /** Those with samples; neighbours in the index come one after the other, and find its upper pages in the caches. */
    private static List<Entry> inOrderOfTheKey(List<Entry> entries) {
        List<Entry> inOrder = new ArrayList<>(entries);
        inOrder.removeIf(entry -> entry.samples().isEmpty());
        inOrder.sort(Comparator.comparingInt(entry -> entry.topic(0).tag()));
        return inOrder;
    }

    private void mergeSamples(Connection connection, List<Entry> entries, Result result) throws SQLException {
        encoder.begin();
        Set<Key> keys = new HashSet<>();
        for (Entry entry : entries) {
            for (int i = 0; i < entry.samples().size(); i++) {
                Sample sample = entry.samples().get(i);
                int tag = entry.topic(i).tag();
                Key key = new Key(tag, sample.timestampMicros(), storable(sample.id()));
                // The first of equals wins.
                if (keys.add(key)) {
                    encoder.row(8);
                    encoder.int4(entry.first() + i);
                    encodeSample(tag, sample);
                } else {
                    result.absorbed.set(entry.first() + i);
                }
            }
        }
        if (!keys.isEmpty()) {
            copy(connection, "sample_batch");
            // Sorted keys keep two hubs from waiting for each other in a circle.
            int absorbed = merge(
                    connection,
                    "WITH fresh AS (INSERT INTO millrace.sample " + COLUMNS + " SELECT ts, tag_id, quality, number,"
                            + " integer, text, id FROM sample_batch ORDER BY tag_id, ts, id ON CONFLICT DO NOTHING"
                            + " RETURNING tag_id, ts, id) SELECT b.seq FROM sample_batch b WHERE NOT EXISTS"
                            + " (SELECT 1 FROM fresh f WHERE f.tag_id = b.tag_id AND f.ts = b.ts AND "
                            + SAME_ID,
                    result);
            update(connection, "TRUNCATE sample_batch");
            result.samples += keys.size() - absorbed;
        }
    }

    private void writeEvents(Connection connection, List<Entry> entries, Result result) throws SQLException {
        encoder.begin();
        Set<Key> keys = new HashSet<>();
        for (Entry entry : entries) {
            Message.Event event = entry.event();
            if (event != null) {
                String topic = event.topic().path();
                String id = storable(event.id());
                if (keys.add(new Key(topic, event.timestampMicros(), id))) {
                    encoder.row(5);
                    encoder.int4(entry.first());
                    encoder.text(topic);
                    encoder.timestamp(event.timestampMicros());
                    encoder.text(id);
                    encoder.jsonb(Nul.outOfJson(event.json()));
                } else {
                    result.absorbed.set(entry.first());
                }
            }
        }
        if (!keys.isEmpty()) {
            copy(connection, "event_batch");
            int absorbed = merge(
                    connection,
                    "WITH fresh AS (INSERT INTO millrace.event (topic, ts, id, payload) SELECT topic, ts, id, payload"
                            + " FROM event_batch ORDER BY topic, ts, id ON CONFLICT DO NOTHING"
                            + " RETURNING topic, ts, id) SELECT b.seq FROM event_batch b WHERE NOT EXISTS"
                            + " (SELECT 1 FROM fresh f WHERE f.topic = b.topic AND f.ts = b.ts AND "
                            + SAME_ID,
                    result);
            update(connection, "TRUNCATE event_batch");
            result.events += keys.size() - absorbed;
        }
    }

    /** @return how many of the staged rows were there already */
    private static int merge(Connection connection, String sql, Result result) throws SQLException {
        int absorbed = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                result.absorbed.set(rows.getInt(1));
                absorbed++;
            }
        }
        return absorbed;
    }

    /** As the bytes that reach PostgreSQL are read back: halves of characters become equal on the way. */
    static @Nullable String storable(@Nullable String id) {
        return id == null
                ? null
                : new String(Nul.outOfText(id).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** As it can be stored. */
    static String storableJson(Message.Event event) {
        return Nul.outOfJson(event.json());
    }

    private void encodeSample(int tag, Sample sample) {
        encoder.timestamp(sample.timestampMicros());
        encoder.int4(tag);
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
        encoder.text(sample.id() == null ? null : Nul.outOfText(sample.id()));
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

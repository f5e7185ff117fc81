package io.millrace.historian.sink;

import io.millrace.historian.sink.Succession.Content;
import io.millrace.historian.sink.Succession.Kept;
import io.millrace.historian.sink.Succession.Told;
import io.millrace.model.Message;
import io.millrace.model.Sample;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts corrections over what they correct, within the transaction of a connection: asks what is there, decides ({@link
 * Succession}), keeps what is replaced, and replaces it. A few statements for all of them. No state.
 */
final class Corrections {

    /**
     * What is corrected, in the order in which rows are taken everywhere.
     *
     * @param tag the number of the tag; 0 for an event
     * @param id empty for none
     */
    private record Identity(KnownTopic topic, int tag, long micros, String id) implements Comparable<Identity> {
        @Override
        public int compareTo(Identity other) {
            int order = Integer.compare(tag, other.tag);
            if (order == 0) {
                order = topic.path().compareTo(other.topic.path());
            }
            if (order == 0) {
                order = Long.compare(micros, other.micros);
            }
            return order == 0 ? id.compareTo(other.id) : order;
        }
    }

    private record Change(Identity identity, Succession succession) {}

    /** Something for one identity, a row of an array statement. */
    private record Row<T>(Identity identity, T what) {}

    private static final String TS = "micros * interval '1 microsecond' + 'epoch'::timestamptz";

    /** {@code %1$s} is where the row is, {@code %2$s} and {@code %3$s} bound the days. */
    private static final String FIND = """
            SELECT g.place, c.correction, r.*
              FROM unnest(?::int4[], ?::text[], ?::int4[], ?::int8[], ?::text[]) AS g (place, topic, tag, micros, id)
             CROSS JOIN LATERAL (SELECT %4$s AS ts) AS t
              LEFT JOIN LATERAL (
                   SELECT correction
                     FROM millrace.correction
                    WHERE topic = g.topic AND ts = t.ts AND id = g.id AND ts >= '%2$s' AND ts < '%3$s'
                    ORDER BY correction DESC
                    LIMIT 1) AS c ON true
              LEFT JOIN LATERAL (
                   SELECT %1$s
                      AND ts = t.ts AND id IS NOT DISTINCT FROM nullif(g.id, '') AND ts >= '%2$s' AND ts < '%3$s'
                    LIMIT 1) AS r ON true
            """;

    private static final String SAMPLE =
            "true, quality, number, integer, text, NULL::jsonb FROM millrace.sample WHERE tag_id = g.tag";

    private static final String EVENT =
            "true, NULL::int4, NULL::float8, NULL::int8, NULL::text, payload FROM millrace.event WHERE topic = g.topic";

    private static final String KEEP =
            "INSERT INTO millrace.correction (topic, ts, id, correction, retracted, processor, quality, number, integer,"
                    + " text, payload) SELECT topic, " + TS + ", id, correction, retracted, processor, quality, number,"
                    + " integer, text, payload::jsonb FROM unnest(?::text[], ?::int8[], ?::text[], ?::int8[],"
                    + " ?::boolean[], ?::text[], ?::int4[], ?::float8[], ?::int8[], ?::text[], ?::text[]) AS g (topic,"
                    + " micros, id, correction, retracted, processor, quality, number, integer, text, payload)";

    private static final String PUT_SAMPLES =
            "INSERT INTO millrace.sample AS s (tag_id, ts, id, quality, number, integer, text) SELECT tag, " + TS
                    + ", nullif(id, ''), quality, number, integer, text FROM unnest(?::int4[], ?::int8[], ?::text[],"
                    + " ?::int4[], ?::float8[], ?::int8[], ?::text[]) AS g (tag, micros, id, quality, number, integer,"
                    + " text) ON CONFLICT (tag_id, ts, id) DO UPDATE SET quality = EXCLUDED.quality,"
                    + " number = EXCLUDED.number, integer = EXCLUDED.integer, text = EXCLUDED.text"
                    + " WHERE (s.quality, s.number, s.integer, s.text) IS DISTINCT FROM"
                    + " (EXCLUDED.quality, EXCLUDED.number, EXCLUDED.integer, EXCLUDED.text)";

    private static final String PUT_EVENTS = "INSERT INTO millrace.event AS e (topic, ts, id, payload) SELECT topic, "
            + TS + ", nullif(id, ''), payload::jsonb FROM unnest(?::text[], ?::int8[], ?::text[], ?::text[])"
            + " AS g (topic, micros, id, payload) ON CONFLICT (topic, ts, id) DO UPDATE SET payload = EXCLUDED.payload"
            + " WHERE e.payload IS DISTINCT FROM EXCLUDED.payload";

    private static final String TAKE = "DELETE FROM millrace.%1$s r USING (SELECT topic, tag, " + TS
            + " AS ts, nullif(id, '') AS id FROM unnest(?::text[], ?::int4[], ?::int8[], ?::text[])"
            + " AS g (topic, tag, micros, id)) AS g WHERE %2$s AND r.ts = g.ts AND r.id IS NOT DISTINCT FROM g.id"
            + " AND r.ts >= '%3$s' AND r.ts < '%4$s'";

    private Corrections() {}

    /** Writes them all; {@code result} is told what became of them. */
    static void write(Connection connection, List<Entry> entries, BatchWriter.Result result) throws SQLException {
        Map<Identity, List<Told>> samples = new TreeMap<>();
        Map<Identity, List<Told>> events = new TreeMap<>();
        for (Entry entry : entries) {
            Correction correction = Objects.requireNonNull(entry.correction());
            for (int i = 0; i < entry.samples().size(); i++) {
                Sample sample = entry.samples().get(i);
                KnownTopic topic = entry.topic(i);
                Identity identity = new Identity(topic, topic.tag(), sample.timestampMicros(), id(sample.id()));
                samples.computeIfAbsent(identity, any -> new ArrayList<>())
                        .add(new Told(entry.first() + i, correction, Content.of(sample)));
            }
            Message.Event event = entry.event();
            if (event != null) {
                Identity identity = new Identity(entry.topic(), 0, event.timestampMicros(), id(event.id()));
                events.computeIfAbsent(identity, any -> new ArrayList<>())
                        .add(new Told(entry.first(), correction, Content.of(event)));
            }
        }
        if (!samples.isEmpty()) {
            write(connection, samples, true, result);
        }
        if (!events.isEmpty()) {
            write(connection, events, false, result);
        }
    }

    private static String id(@Nullable String given) {
        String id = BatchWriter.storable(given);
        return id == null ? "" : id;
    }

    private static void write(
            Connection connection, Map<Identity, List<Told>> told, boolean samples, BatchWriter.Result result)
            throws SQLException {
        // Literals, so that other days are not even opened: every day costs locks.
        LongSummaryStatistics days = told.keySet().stream()
                .mapToLong(identity -> Math.floorDiv(identity.micros, Batch.DAY_MICROS))
                .summaryStatistics();
        String from = LocalDate.ofEpochDay(days.getMin()) + " 00:00:00+00";
        String to = LocalDate.ofEpochDay(days.getMax() + 1) + " 00:00:00+00";

        List<Change> changes = find(connection, told, FIND.formatted(samples ? SAMPLE : EVENT, from, to, TS));
        keep(connection, changes);
        List<Row<Content>> put = new ArrayList<>();
        List<Row<Told>> taken = new ArrayList<>();
        for (Change change : changes) {
            Told standing = change.succession.standing();
            if (standing != null && standing.correction().retracted()) {
                taken.add(new Row<>(change.identity, standing));
            } else if (standing != null) {
                put.add(new Row<>(change.identity, standing.content()));
            }
        }
        if (!taken.isEmpty()) {
            take(
                    connection,
                    samples
                            ? TAKE.formatted("sample", "r.tag_id = g.tag", from, to)
                            : TAKE.formatted("event", "r.topic = g.topic", from, to),
                    taken);
        }
        if (!put.isEmpty() && samples) {
            putSamples(connection, put);
        } else if (!put.isEmpty()) {
            putEvents(connection, put);
        }
        for (Change change : changes) {
            result.corrected(change.succession.kept().size(), change.succession.old());
        }
    }

    private static List<Change> find(Connection connection, Map<Identity, List<Told>> told, String sql)
            throws SQLException {
        List<Identity> identities = List.copyOf(told.keySet());
        List<Change> changes = new ArrayList<>(identities.size());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Integer[] places = new Integer[identities.size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = i;
            }
            select.setArray(1, connection.createArrayOf("int4", places));
            select.setArray(
                    2, array(connection, "text", identities, one -> one.topic().path()));
            select.setArray(3, array(connection, "int4", identities, Identity::tag));
            select.setArray(4, array(connection, "int8", identities, Identity::micros));
            select.setArray(5, array(connection, "text", identities, Identity::id));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Identity identity = identities.get(rows.getInt(1));
                    List<Told> of = Objects.requireNonNull(told.get(identity));
                    changes.add(new Change(identity, Succession.of(of, rows.getLong(2), content(rows))));
                }
            }
        }
        return changes;
    }

    private static @Nullable Content content(ResultSet rows) throws SQLException {
        return rows.getBoolean(3)
                ? new Content(
                        rows.getObject(4, Integer.class),
                        rows.getObject(5, Double.class),
                        rows.getObject(6, Long.class),
                        rows.getString(7),
                        rows.getString(8))
                : null;
    }

    private static void keep(Connection connection, List<Change> changes) throws SQLException {
        List<Row<Kept>> rows = new ArrayList<>();
        for (Change change : changes) {
            for (Kept kept : change.succession.kept()) {
                rows.add(new Row<>(change.identity, kept));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            insert.setArray(
                    1,
                    array(connection, "text", rows, row -> row.identity.topic().path()));
            insert.setArray(2, array(connection, "int8", rows, row -> row.identity.micros));
            insert.setArray(3, array(connection, "text", rows, row -> row.identity.id));
            insert.setArray(
                    4, array(connection, "int8", rows, row -> correction(row).number()));
            insert.setArray(
                    5, array(connection, "boolean", rows, row -> correction(row).retracted()));
            insert.setArray(
                    6, array(connection, "text", rows, row -> correction(row).processor()));
            setContent(connection, insert, 7, rows, row -> row.what.replaced());
            insert.setArray(11, array(connection, "text", rows, row -> {
                Content replaced = row.what.replaced();
                return replaced == null ? null : replaced.payload();
            }));
            insert.executeUpdate();
        }
    }

    private static Correction correction(Row<Kept> row) {
        return row.what.told().correction();
    }

    private static void putSamples(Connection connection, List<Row<Content>> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PUT_SAMPLES)) {
            insert.setArray(1, array(connection, "int4", rows, row -> row.identity.tag));
            insert.setArray(2, array(connection, "int8", rows, row -> row.identity.micros));
            insert.setArray(3, array(connection, "text", rows, row -> row.identity.id));
            setContent(connection, insert, 4, rows, row -> row.what);
            insert.executeUpdate();
        }
    }

    private static void putEvents(Connection connection, List<Row<Content>> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PUT_EVENTS)) {
            insert.setArray(
                    1,
                    array(connection, "text", rows, row -> row.identity.topic().path()));
            insert.setArray(2, array(connection, "int8", rows, row -> row.identity.micros));
            insert.setArray(3, array(connection, "text", rows, row -> row.identity.id));
            insert.setArray(4, array(connection, "text", rows, row -> row.what.payload()));
            insert.executeUpdate();
        }
    }

    private static void take(Connection connection, String sql, List<Row<Told>> rows) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setArray(
                    1,
                    array(connection, "text", rows, row -> row.identity.topic().path()));
            delete.setArray(2, array(connection, "int4", rows, row -> row.identity.tag));
            delete.setArray(3, array(connection, "int8", rows, row -> row.identity.micros));
            delete.setArray(4, array(connection, "text", rows, row -> row.identity.id));
            delete.executeUpdate();
        }
    }

    /** Quality and the three values, from a parameter on. */
    private static <T> void setContent(
            Connection connection,
            PreparedStatement statement,
            int first,
            List<T> rows,
            Function<T, @Nullable Content> content)
            throws SQLException {
        statement.setArray(first, part(connection, "int4", rows, content, Content::quality));
        statement.setArray(first + 1, part(connection, "float8", rows, content, Content::number));
        statement.setArray(first + 2, part(connection, "int8", rows, content, Content::integer));
        statement.setArray(first + 3, part(connection, "text", rows, content, Content::text));
    }

    private static <T> Array part(
            Connection connection,
            String type,
            List<T> rows,
            Function<T, @Nullable Content> content,
            Function<Content, @Nullable Object> part)
            throws SQLException {
        return array(connection, type, rows, row -> {
            Content of = content.apply(row);
            return of == null ? null : part.apply(of);
        });
    }

    private static <T> Array array(Connection connection, String type, List<T> rows, Function<T, @Nullable Object> cell)
            throws SQLException {
        @Nullable Object[] cells = new Object[rows.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cell.apply(rows.get(i));
        }
        return connection.createArrayOf(type, cells);
    }
}

package io.millrace.historian;

import io.millrace.historian.Recorded.Delivered;
import io.millrace.historian.Recorded.Replaced;
import io.millrace.historian.database.Connections;
import io.millrace.historian.database.Database;
import io.millrace.historian.sink.Recomputed;
import io.millrace.model.Quality;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is stored, for whoever computes the past again: samples and events together, in the order of their own times. A day is
 * asked for at a time and told row by row, so memory does not grow with the span. Reads only. Thread-safe; every method
 * throws {@link io.millrace.historian.database.HistorianUnavailableException} when the database cannot be reached.
 */
public final class Recordings implements AutoCloseable {

    /** A day of a large plant is sorted before its first row comes. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);
    private static final int FETCH = 2_000;

    private static final String MICROS = "(extract(epoch FROM %1$s) * 1000000)::int8";

    private static final String SAMPLES = "SELECT t.topic, " + MICROS.formatted("s.ts") + ", coalesce(s.id, ''),"
            + " s.quality, s.number, s.integer, s.text, t.data_type, NULL FROM millrace.sample s JOIN millrace.tag t ON"
            + " t.id = s.tag_id";

    private static final String EVENTS = "SELECT e.topic, " + MICROS.formatted("e.ts")
            + ", coalesce(e.id, ''), NULL, NULL, NULL, NULL, NULL, e.payload::text FROM millrace.event e";

    private static final String CORRECTED = "SELECT c.topic, " + MICROS.formatted("c.ts")
            + ", c.id, c.quality, c.number, c.integer, c.text, t.data_type, c.payload::text, c.correction, c.retracted,"
            + " c.processor, NOT EXISTS (SELECT FROM millrace.correction n WHERE n.topic = c.topic AND n.ts = c.ts AND"
            + " n.id = c.id AND n.correction > c.correction) FROM millrace.correction c LEFT JOIN millrace.tag t ON"
            + " t.topic = c.topic WHERE right(c.processor, length(?)) = ? ORDER BY c.ts, c.topic, c.id";

    private static final String LAST = "SELECT g.place, max(c.correction) FROM unnest(?::int4[], ?::text[], ?::int8[],"
            + " ?::text[]) AS g (place, topic, micros, id) JOIN millrace.correction c ON c.topic = g.topic AND c.ts ="
            + " g.micros * interval '1 microsecond' + 'epoch'::timestamptz AND c.id = g.id AND c.ts >= '%s' AND c.ts <"
            + " '%s' GROUP BY g.place";

    private final Connections connections;

    Recordings(Database database) {
        this.connections = new Connections(database, 2, ANSWER);
    }

    /** Something of which is asked how often it was corrected. */
    public record Key(String topic, long micros, String id) {}

    /** Who has ever delivered on which topic. */
    public List<Delivered> delivered() {
        return connections.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT topic, source FROM millrace.ledger WHERE topic <> '' AND delivered > 0")) {
                select.setFetchSize(FETCH);
                List<Delivered> delivered = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        delivered.add(new Delivered(rows.getString(1), rows.getString(2)));
                    }
                }
                return delivered;
            }
        });
    }

    /**
     * Tells what is stored of some topics in a span.
     *
     * @param topics tags and topics of events
     * @param fromMicros inclusive
     * @param toMicros exclusive
     * @param each told in the order of {@link Recorded#compareTo}, on the calling thread; whether to go on
     */
    public void read(Collection<String> topics, long fromMicros, long toMicros, Predicate<Recorded> each) {
        if (topics.isEmpty()) {
            return;
        }
        Teller teller = new Teller(each);
        for (long day = fromMicros; day < toMicros && teller.goesOn; ) {
            long begin = day;
            long end = Math.min(toMicros, Math.floorDiv(day, DAY_MICROS) * DAY_MICROS + DAY_MICROS);
            connections.ask(connection -> {
                readDay(connection, topics, begin, end, teller);
                return end;
            });
            day = end;
        }
    }

    /** Puts rows of one time into the order that we mean: a database may order texts otherwise. */
    private static final class Teller {
        private final Predicate<Recorded> each;
        private final List<Recorded> together = new ArrayList<>();
        private @Nullable Recorded last;
        private boolean goesOn = true;

        Teller(Predicate<Recorded> each) {
            this.each = each;
        }

        void take(Recorded row) {
            if (!together.isEmpty() && together.get(0).micros() != row.micros()) {
                release();
            }
            together.add(row);
        }

        void release() {
            together.sort(null);
            for (Recorded row : together) {
                // when a connection is lost, the day is asked for again
                if (goesOn && (last == null || last.compareTo(row) < 0)) {
                    goesOn = each.test(row);
                    last = row;
                }
            }
            together.clear();
        }
    }

    private static void readDay(Connection connection, Collection<String> topics, long from, long to, Teller teller)
            throws SQLException {
        teller.together.clear();
        Array wanted = connection.createArrayOf("text", topics.toArray());
        try (PreparedStatement samples = ordered(connection, SAMPLES, "t.topic", "s.ts", wanted, from, to);
                PreparedStatement events = ordered(connection, EVENTS, "e.topic", "e.ts", wanted, from, to);
                ResultSet sampleRows = samples.executeQuery();
                ResultSet eventRows = events.executeQuery()) {
            Recorded sample = sampleRows.next() ? recorded(sampleRows) : null;
            Recorded event = eventRows.next() ? recorded(eventRows) : null;
            while (teller.goesOn && (sample != null || event != null)) {
                if (sample != null && (event == null || sample.micros() <= event.micros())) {
                    teller.take(sample);
                    sample = sampleRows.next() ? recorded(sampleRows) : null;
                } else if (event != null) {
                    teller.take(event);
                    event = eventRows.next() ? recorded(eventRows) : null;
                }
            }
            teller.release();
        }
    }

    /** The bounds are literals, so that other days are not even opened: every day costs locks. */
    private static PreparedStatement ordered(
            Connection connection, String select, String topic, String ts, Array wanted, long from, long to)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(select + " WHERE " + topic + " = ANY(?) AND " + ts
                + " >= '" + literal(from) + "' AND " + ts + " < '" + literal(to) + "' ORDER BY " + ts);
        statement.setFetchSize(FETCH);
        statement.setArray(1, wanted);
        return statement;
    }

    private static String literal(long micros) {
        return Columns.utc(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)).toString();
    }

    private static Recorded recorded(ResultSet rows) throws SQLException {
        String payload = rows.getString(9);
        return new Recorded(
                rows.getString(1),
                rows.getLong(2),
                rows.getString(3),
                payload == null ? Columns.value(rows, 5, 8) : null,
                payload == null ? Quality.of(rows.getInt(4)) : null,
                payload);
    }

    /** Of each topic the last few samples or events before a time, as far as there are; in the order of their times. */
    public List<Recorded> before(Collection<String> topics, long micros, int count) {
        if (topics.isEmpty()) {
            return List.of();
        }
        List<Recorded> found = new ArrayList<>(connections.ask(connection -> {
            List<Recorded> rows = new ArrayList<>();
            Array wanted = connection.createArrayOf("text", topics.toArray());
            last(
                    connection,
                    "SELECT w.topic, " + MICROS.formatted("s.ts") + ", coalesce(s.id, ''), s.quality, s.number,"
                            + " s.integer, s.text, w.data_type, NULL FROM millrace.tag w CROSS JOIN LATERAL (SELECT *"
                            + " FROM millrace.sample WHERE tag_id = w.id AND ts < '" + literal(micros)
                            + "' ORDER BY ts DESC, id DESC NULLS LAST LIMIT " + count + ") s WHERE w.topic = ANY(?)",
                    wanted,
                    rows);
            last(
                    connection,
                    "SELECT w.topic, " + MICROS.formatted("e.ts") + ", coalesce(e.id, ''), NULL, NULL, NULL, NULL,"
                            + " NULL, e.payload::text FROM unnest(?::text[]) w (topic) CROSS JOIN LATERAL (SELECT *"
                            + " FROM millrace.event WHERE topic = w.topic AND ts < '" + literal(micros)
                            + "' ORDER BY ts DESC, id DESC NULLS LAST LIMIT " + count + ") e",
                    wanted,
                    rows);
            return rows;
        }));
        found.sort(null);
        return found;
    }

    private static void last(Connection connection, String sql, Array wanted, List<Recorded> found)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, wanted);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(recorded(rows));
                }
            }
        }
    }

    /** The number of the last correction that is stored of each; 0 for none. */
    public long[] lastCorrections(List<Key> keys) {
        long[] numbers = new long[keys.size()];
        if (keys.isEmpty()) {
            return numbers;
        }
        long first = keys.stream().mapToLong(Key::micros).min().orElse(0);
        long last = keys.stream().mapToLong(Key::micros).max().orElse(0);
        connections.ask(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(LAST.formatted(literal(first), literal(last + 1)))) {
                Integer[] places = new Integer[numbers.length];
                for (int i = 0; i < places.length; i++) {
                    places[i] = i;
                }
                select.setArray(1, connection.createArrayOf("int4", places));
                select.setArray(
                        2,
                        connection.createArrayOf(
                                "text", keys.stream().map(Key::topic).toArray()));
                select.setArray(
                        3,
                        connection.createArrayOf(
                                "int8", keys.stream().map(Key::micros).toArray()));
                select.setArray(
                        4,
                        connection.createArrayOf(
                                "text", keys.stream().map(Key::id).toArray()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        numbers[rows.getInt(1)] = rows.getLong(2);
                    }
                }
            }
            return numbers;
        });
        return numbers;
    }

    /**
     * Tells what a recomputation replaced.
     *
     * @param each told in the order of time, on the calling thread; whether to go on
     */
    public void replaced(String recompute, Predicate<Replaced> each) {
        connections.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement(CORRECTED)) {
                select.setFetchSize(FETCH);
                Columns.setText(select, 1, Recomputed.end(recompute));
                Columns.setText(select, 2, Recomputed.end(recompute));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next() && each.test(replaced(rows))) {
                        // each has been told
                    }
                }
            }
            return recompute;
        });
    }

    private static Replaced replaced(ResultSet rows) throws SQLException {
        rows.getInt(4);
        boolean nothing = rows.wasNull() && rows.getString(9) == null;
        return new Replaced(
                rows.getString(1),
                rows.getLong(2),
                rows.getString(3),
                rows.getLong(10),
                rows.getBoolean(13),
                rows.getBoolean(11),
                rows.getString(12),
                nothing ? null : recorded(rows));
    }

    @Override
    public void close() {
        connections.close();
    }
}

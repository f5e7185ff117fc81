package io.millrace.historian.sink;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;

/**
 * Writes what was taken out of a {@link LedgerBook} within the transaction of a connection. Rows are taken in the order
 * of their keys everywhere, so that two hubs never wait for each other in a circle. No state.
 */
final class LedgerTables {

    private static final String MICROS = " * interval '1 microsecond' + 'epoch'::timestamptz";

    private static final String LEDGER =
            "INSERT INTO millrace.ledger AS l (source, topic, received, delivered, duplicate,"
                    + " rejected, late, corrected, shed, lost, first, last) SELECT source, topic, received, delivered,"
                    + " duplicate, rejected, late, corrected, shed, lost, first" + MICROS + ", last" + MICROS
                    + " FROM unnest(?::text[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[],"
                    + " ?::int8[], ?::int8[], ?::int8[], ?::int8[]) AS t (source, topic, received, delivered, duplicate,"
                    + " rejected, late, corrected, shed, lost, first, last) ON CONFLICT (source, topic) DO UPDATE SET"
                    + " received = l.received + EXCLUDED.received, delivered = l.delivered + EXCLUDED.delivered,"
                    + " duplicate = l.duplicate + EXCLUDED.duplicate, rejected = l.rejected + EXCLUDED.rejected,"
                    + " late = l.late + EXCLUDED.late, corrected = l.corrected + EXCLUDED.corrected,"
                    + " shed = l.shed + EXCLUDED.shed, lost = l.lost + EXCLUDED.lost,"
                    + " first = least(l.first, EXCLUDED.first), last = greatest(l.last, EXCLUDED.last)";

    private static final String REJECTION = "INSERT INTO millrace.rejection AS r (source, topic, reason, count)"
            + " SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::int8[])"
            + " ON CONFLICT (source, topic, reason) DO UPDATE SET count = r.count + EXCLUDED.count";

    /** Answers with the sessions that have more holes than are kept. */
    private static final String SESSION = "INSERT INTO millrace.session AS s (origin, epoch, source, first_received,"
            + " last_received, numbers) SELECT origin, epoch, source, first" + MICROS + ", last" + MICROS
            + ", numbers::int8multirange FROM unnest(?::text[], ?::int8[], ?::text[], ?::int8[], ?::int8[], ?::text[])"
            + " AS t (origin, epoch, source, first, last, numbers) ON CONFLICT (origin, epoch) DO UPDATE SET"
            + " first_received = least(s.first_received, EXCLUDED.first_received),"
            + " last_received = greatest(s.last_received, EXCLUDED.last_received),"
            + " numbers = s.numbers + EXCLUDED.numbers"
            + " RETURNING origin, epoch, (SELECT count(*) FROM unnest(numbers))";

    /** The sessions that changed and those that follow them, with the span between each and the one before it. */
    private static final String SPANS =
            "WITH touched AS (SELECT * FROM unnest(?::text[], ?::int8[]) AS t (origin, epoch)),"
                    + " ends AS (SELECT origin, epoch FROM touched UNION SELECT t.origin, n.epoch FROM touched t"
                    + " CROSS JOIN LATERAL (SELECT s.epoch FROM millrace.session s WHERE s.origin = t.origin"
                    + " AND s.epoch > t.epoch ORDER BY s.epoch LIMIT 1) n),"
                    + " span AS (SELECT 'epoch:' || s.origin || ':' || s.epoch AS id, s.source, f.last_received AS \"from\","
                    + " s.first_received AS \"to\" FROM ends e JOIN millrace.session s USING (origin, epoch)"
                    + " CROSS JOIN LATERAL (SELECT p.last_received FROM millrace.session p WHERE p.origin = s.origin"
                    + " AND p.epoch < s.epoch ORDER BY p.epoch DESC LIMIT 1) f)";

    /** What one partition had not delivered yet when another was read far ahead may make a span shorter later. */
    private static final String GAP = SPANS
            + " INSERT INTO millrace.gap AS g (id, source, \"from\", \"to\", reason, sentence)"
            + " SELECT id, source, \"from\", \"to\", 'disconnected', 'Nothing came from ' || source || ' for '"
            + " || round(extract(epoch FROM \"to\" - \"from\")) || ' s: the connection or the hub was down.' FROM span"
            + " WHERE \"to\" - \"from\" >= interval '1 second' ORDER BY id ON CONFLICT (id) DO UPDATE SET"
            + " \"from\" = EXCLUDED.\"from\", \"to\" = EXCLUDED.\"to\", sentence = EXCLUDED.sentence"
            + " WHERE (g.\"from\", g.\"to\") IS DISTINCT FROM (EXCLUDED.\"from\", EXCLUDED.\"to\")";

    private static final String NO_GAP = SPANS
            + " DELETE FROM millrace.gap g USING span WHERE g.id = span.id AND span.\"to\" - span.\"from\" < interval"
            + " '1 second'";

    private LedgerTables() {}

    /**
     * How fast it is written.
     *
     * @param rows of the ledger with one statement
     * @param rest between two statements, as a multiple of the time the one before took
     * @param awaited open from when somebody waits for the end
     */
    record Pace(int rows, int rest, CountDownLatch awaited) {
        static final Pace AT_ONCE = new Pace(Integer.MAX_VALUE, 0);

        Pace(int rows, int rest) {
            this(rows, rest, new CountDownLatch(1));
        }

        /** Somebody waits for the end: what is left is written at once. May be called by any thread. */
        void hurry() {
            awaited.countDown();
        }

        /** @return whether somebody waits */
        private boolean rest(long afterNanos) {
            try {
                return awaited.await(rest * afterNanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }

    /**
     * Writes what was taken out of the book.
     *
     * @param maxRanges a session with more ranges of numbers than this is reduced to half of it
     * @return the tallies, with what sessions have lost by that
     */
    static List<Tally> write(Connection connection, Posting posting, int maxRanges, Pace pace) throws SQLException {
        List<Tally> tallies = new ArrayList<>(posting.tallies());
        for (Broken session : writeSessions(connection, posting.sessions(), maxRanges)) {
            tally(tallies, session.source).lost(close(connection, session, maxRanges / 2), session.lastMicros);
        }
        tallies.sort(Comparator.comparing((Tally tally) -> tally.source).thenComparing(tally -> tally.topic));
        int rows = pace.rows;
        for (int from = 0; from < tallies.size(); ) {
            int to = from + Math.min(rows, tallies.size() - from);
            long start = System.nanoTime();
            writeLedger(connection, tallies.subList(from, to));
            rows = pace.rest(System.nanoTime() - start) ? Integer.MAX_VALUE : pace.rows;
            from = to;
        }
        writeRejections(connection, posting.rejections());
        return tallies;
    }

    /** The one of a source that belongs to no topic. */
    private static Tally tally(List<Tally> tallies, String source) {
        for (Tally tally : tallies) {
            if (tally.source.equals(source) && tally.topic.isEmpty()) {
                return tally;
            }
        }
        Tally fresh = new Tally(source, "", 0);
        tallies.add(fresh);
        return fresh;
    }

    private static void writeLedger(Connection connection, List<Tally> tallies) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(LEDGER)) {
            upsert.setArray(1, texts(connection, tallies, tally -> tally.source));
            upsert.setArray(2, texts(connection, tallies, tally -> tally.topic));
            upsert.setArray(3, numbers(connection, tallies, Tally::received));
            upsert.setArray(4, numbers(connection, tallies, tally -> tally.delivered));
            upsert.setArray(5, numbers(connection, tallies, tally -> tally.duplicate));
            upsert.setArray(6, numbers(connection, tallies, tally -> tally.rejected));
            upsert.setArray(7, numbers(connection, tallies, tally -> tally.late));
            upsert.setArray(8, numbers(connection, tallies, tally -> tally.corrected));
            upsert.setArray(9, numbers(connection, tallies, tally -> tally.shed));
            upsert.setArray(10, numbers(connection, tallies, tally -> tally.lost));
            upsert.setArray(11, numbers(connection, tallies, tally -> tally.firstMicros));
            upsert.setArray(12, numbers(connection, tallies, tally -> tally.lastMicros));
            upsert.executeUpdate();
        }
    }

    private static void writeRejections(Connection connection, Map<LedgerPage.Rejection, Long> rejections)
            throws SQLException {
        List<Map.Entry<LedgerPage.Rejection, Long>> rows = new ArrayList<>(rejections.entrySet());
        if (rows.isEmpty()) {
            return;
        }
        rows.sort(Map.Entry.comparingByKey(Comparator.comparing(LedgerPage.Rejection::source)
                .thenComparing(LedgerPage.Rejection::topic)
                .thenComparing(LedgerPage.Rejection::reason)));
        try (PreparedStatement upsert = connection.prepareStatement(REJECTION)) {
            upsert.setArray(1, texts(connection, rows, row -> row.getKey().source()));
            upsert.setArray(2, texts(connection, rows, row -> row.getKey().topic()));
            upsert.setArray(3, texts(connection, rows, row -> row.getKey().reason()));
            upsert.setArray(4, numbers(connection, rows, row -> row.getValue()));
            upsert.executeUpdate();
        }
    }

    /** A session with too many holes. */
    private record Broken(String origin, long epoch, String source, long lastMicros) {}

    private static List<Broken> writeSessions(
            Connection connection, Map<LedgerBook.SessionKey, LedgerBook.Session> sessions, int maxRanges)
            throws SQLException {
        List<Map.Entry<LedgerBook.SessionKey, LedgerBook.Session>> rows = new ArrayList<>(sessions.entrySet());
        List<Broken> broken = new ArrayList<>(0);
        if (rows.isEmpty()) {
            return broken;
        }
        rows.sort(Map.Entry.comparingByKey(
                Comparator.comparing(LedgerBook.SessionKey::origin).thenComparing(LedgerBook.SessionKey::epoch)));
        Array origins = texts(connection, rows, row -> row.getKey().origin());
        Array epochs = numbers(connection, rows, row -> row.getKey().epoch());
        try (PreparedStatement upsert = connection.prepareStatement(SESSION)) {
            upsert.setArray(1, origins);
            upsert.setArray(2, epochs);
            upsert.setArray(3, texts(connection, rows, row -> row.getValue().source));
            upsert.setArray(4, numbers(connection, rows, row -> row.getValue().firstMicros));
            upsert.setArray(5, numbers(connection, rows, row -> row.getValue().lastMicros));
            upsert.setArray(
                    6, texts(connection, rows, row -> row.getValue().numbers.multirange()));
            try (ResultSet answers = upsert.executeQuery()) {
                while (answers.next()) {
                    if (answers.getInt(3) > maxRanges) {
                        String origin = answers.getString(1);
                        long epoch = answers.getLong(2);
                        LedgerBook.Session session = sessions.get(new LedgerBook.SessionKey(origin, epoch));
                        if (session != null) {
                            broken.add(new Broken(origin, epoch, session.source, session.lastMicros));
                        }
                    }
                }
            }
        }
        for (String sql : List.of(GAP, NO_GAP)) {
            try (PreparedStatement change = connection.prepareStatement(sql)) {
                change.setArray(1, origins);
                change.setArray(2, epochs);
                change.executeUpdate();
            }
        }
        return broken;
    }

    /**
     * Takes the oldest holes of a session for lost, once and for all, and keeps the newest ranges.
     *
     * @return how many numbers are lost
     */
    private static long close(Connection connection, Broken session, int keep) throws SQLException {
        String where = " WHERE origin = ? AND epoch = ?";
        long before;
        long holes;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT lower(cut.range), lower(cut.range) - 1 - (SELECT sum(upper(r) - lower(r)) FROM unnest(s.numbers) r"
                        + " WHERE r < cut.range) FROM millrace.session s CROSS JOIN LATERAL (SELECT range"
                        + " FROM unnest(s.numbers) range ORDER BY range DESC OFFSET ? LIMIT 1) cut" + where)) {
            select.setInt(1, keep - 1);
            select.setString(2, session.origin);
            select.setLong(3, session.epoch);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return 0;
                }
                before = rows.getLong(1);
                holes = rows.getLong(2);
            }
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE millrace.session SET numbers = numbers + int8multirange(int8range(1, ?))" + where)) {
            update.setLong(1, before);
            update.setString(2, session.origin);
            update.setLong(3, session.epoch);
            update.executeUpdate();
        }
        return holes;
    }

    /** The sources that have rows already, found without reading all rows. */
    static List<String> sources(Connection connection, int limit) throws SQLException {
        List<String> sources = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("WITH RECURSIVE s AS (SELECT min(source) AS source"
                        + " FROM millrace.ledger UNION ALL SELECT (SELECT min(l.source) FROM millrace.ledger l"
                        + " WHERE l.source > s.source) FROM s WHERE s.source IS NOT NULL)"
                        + " SELECT source FROM s WHERE source IS NOT NULL LIMIT " + limit)) {
            while (rows.next()) {
                sources.add(rows.getString(1));
            }
        }
        return sources;
    }

    private static <T> Array texts(Connection connection, List<T> rows, Function<T, String> text) throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(text).toArray());
    }

    private static <T> Array numbers(Connection connection, List<T> rows, ToLongFunction<T> number)
            throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .createArrayOf("int8", rows.stream().mapToLong(number).toArray());
    }
}

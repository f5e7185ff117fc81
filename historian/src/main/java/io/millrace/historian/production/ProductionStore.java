package io.millrace.historian.production;

import io.millrace.historian.database.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Facts, figures and marks, in transactions of one connection that is opened when it is needed. Marks that were taken are
 * locked until {@link #commit}; of two calculators each takes other ones. After any failure the connection is thrown away
 * and with it all that was not committed. Not thread-safe, but for {@link #close}.
 *
 * <p>Every method throws {@link io.millrace.historian.database.HistorianUnavailableException} when the database cannot be
 * reached.
 */
public final class ProductionStore implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** What a statement is for, so that a failure can be told as ours. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final Database database;
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    public ProductionStore(Database database) {
        this.database = database;
    }

    /** All topics of business events there have been. */
    public List<EventTopic> topics() {
        return run(open -> {
            List<EventTopic> topics = new ArrayList<>();
            try (PreparedStatement select = open.prepareStatement(
                            "SELECT topic, location, name FROM millrace.event_topic ORDER BY topic");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    topics.add(new EventTopic(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            return topics;
        });
    }

    /** How far figures are computed; empty where they never were. */
    public Optional<Until> until() {
        return run(open -> {
            try (PreparedStatement select = open.prepareStatement(
                            "SELECT " + Sql.micros("ts") + ", revision FROM millrace.production_until");
                    ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(new Until(rows.getLong(1), rows.getString(2))) : Optional.empty();
            }
        });
    }

    public void until(Until until) {
        run(open -> {
            try (PreparedStatement put =
                    open.prepareStatement("INSERT INTO millrace.production_until AS u (ts, revision)"
                            + " VALUES (?, ?) ON CONFLICT (one) DO UPDATE SET ts = greatest(u.ts, EXCLUDED.ts),"
                            + " revision = EXCLUDED.revision")) {
                put.setObject(1, Sql.time(until.micros()));
                put.setString(2, until.revision());
                return put.executeUpdate();
            }
        });
    }

    /** Marks that nobody else has taken, the oldest first. */
    public List<Mark> takeMarks(int most) {
        return run(open -> {
            try (PreparedStatement select = open.prepareStatement("SELECT id, topic, " + Sql.micros("first_ts") + ", "
                    + Sql.micros("last_ts") + ", corrected FROM millrace.production_mark ORDER BY id LIMIT ?"
                    + " FOR UPDATE SKIP LOCKED")) {
                select.setInt(1, most);
                List<Mark> marks = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        marks.add(new Mark(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getBoolean(5)));
                    }
                }
                return marks;
            }
        });
    }

    /** These are done. */
    public void dropMarks(List<Mark> marks) {
        if (marks.isEmpty()) {
            return;
        }
        run(open -> {
            try (PreparedStatement delete =
                    open.prepareStatement("DELETE FROM millrace.production_mark WHERE id = ANY (?)")) {
                Array ids =
                        open.createArrayOf("int8", marks.stream().map(Mark::id).toArray(Long[]::new));
                delete.setArray(1, ids);
                return delete.executeUpdate();
            }
        });
    }

    /** The events of a topic from a time until before another, in order of time; the first {@code most} of them. */
    public List<EventRow> events(String topic, long fromMicros, long toMicros, int most) {
        return run(open -> Sql.events(
                open,
                " WHERE topic = ? AND ts >= ? AND ts < ? ORDER BY ts, id LIMIT " + most,
                topic,
                Sql.time(fromMicros),
                Sql.time(toMicros)));
    }

    /** What a topic counted from a time until before another, in order of time; the first {@code most} of it. */
    public List<CountRow> counts(String topic, long fromMicros, long toMicros, int most) {
        return run(open -> Sql.counts(open, topic, fromMicros, toMicros, most));
    }

    /** The time of the first event of a topic, microseconds since 1970. */
    public OptionalLong earliest(String topic) {
        return run(open -> {
            List<EventRow> rows = Sql.events(open, " WHERE topic = ? ORDER BY ts LIMIT 1", topic);
            return rows.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(rows.get(0).micros());
        });
    }

    /** All events of a topic in order of time; the newest {@code most} of them. */
    public List<EventRow> newest(String topic, int most) {
        return run(open -> {
            List<EventRow> rows = new ArrayList<>(
                    Sql.events(open, " WHERE topic = ? ORDER BY ts DESC, id DESC LIMIT " + most, topic));
            Collections.reverse(rows);
            return rows;
        });
    }

    /** The last state of a topic before a time; nothing where there is none. */
    public List<EventRow> stateBefore(String topic, long micros) {
        return run(open -> Sql.events(
                open,
                " WHERE topic = ? AND ts < ? AND payload ?? 'state' ORDER BY ts DESC, id DESC LIMIT 1",
                topic,
                Sql.time(micros)));
    }

    /** The first state of a topic after a time; nothing where there is none. */
    public List<EventRow> stateAfter(String topic, long micros) {
        return run(open -> Sql.events(
                open,
                " WHERE topic = ? AND ts > ? AND payload ?? 'state' ORDER BY ts, id LIMIT 1",
                topic,
                Sql.time(micros)));
    }

    /**
     * Puts figures in place of those that were there. One of a period that was over, and that says something else now, is
     * kept in {@code millrace.oee_history} and its number grows.
     *
     * @return how many are new or say something else
     */
    public int save(List<FigureRow> figures, long nowMicros) {
        return figures.isEmpty() ? 0 : run(open -> FigureTable.save(open, figures, nowMicros));
    }

    /**
     * Takes figures back that begin in a span and are not among the kept: there is no such shift, or no such order, any
     * more. Those of periods that were over are in {@code millrace.oee_history} then.
     */
    public void keepOnly(
            String location, String kind, long fromMicros, long toMicros, List<FigureKey> kept, long nowMicros) {
        run(open -> FigureTable.keepOnly(open, location, kind, fromMicros, toMicros, kept, nowMicros));
    }

    /** Figures of periods that are over and were not told yet, the oldest first. */
    public List<FigureRow> untold(int most) {
        return run(open -> FigureTable.untold(open, most));
    }

    /** These were told, each with its number. */
    public void told(List<FigureRow> figures) {
        run(open -> FigureTable.told(open, "oee", figures));
    }

    /** Figures that were told, are taken back, and that was not told yet; each with the number of the retraction. */
    public List<FigureRow> withdrawn(int most) {
        return run(open -> FigureTable.withdrawn(open, most));
    }

    /** That these are taken back was told. */
    public void toldWithdrawn(List<FigureRow> figures) {
        run(open -> FigureTable.told(open, "oee_history", figures));
    }

    /** What orders and products of a location there are; those that are no more are left out. */
    public void orders(String location, List<OrderRow> orders, Map<String, Long> products) {
        run(open -> OrderTables.save(open, location, orders, products));
    }

    /** When orders of a location ran; others never did. At most one begins at a time. */
    public void runs(String location, List<OrderRun> runs) {
        run(open -> OrderTables.saveRuns(open, location, runs));
    }

    /** The shifts of a location that begin in a span; others in it are no more. */
    public void shifts(String location, long fromMicros, long toMicros, List<ShiftRow> shifts) {
        run(open -> OrderTables.saveShifts(open, location, fromMicros, toMicros, shifts));
    }

    public void commit() {
        run(open -> {
            open.commit();
            return true;
        });
    }

    /** Gives up what was not committed; what was taken may be taken by others when this returns. */
    public void rollback() {
        Connection open = connection;
        try {
            if (open != null) {
                open.rollback();
            }
        } catch (SQLException gone) {
            throwAway();
        }
    }

    private void throwAway() {
        Connection open = connection;
        connection = null;
        Database.closeQuietly(open);
    }

    private <T> T run(Work<T> work) {
        boolean whole = false;
        try {
            T result = work.on(connected());
            whole = true;
            return result;
        } catch (SQLException failure) {
            throw database.unavailable(failure);
        } finally {
            if (!whole) {
                throwAway();
            }
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        if (closed) {
            throw new SQLException("the production store is closed", "08003");
        }
        Connection fresh = database.open("production", ANSWER);
        fresh.setAutoCommit(false);
        connection = fresh;
        return fresh;
    }

    @Override
    public void close() {
        closed = true;
        throwAway();
    }
}

package io.millrace.historian.sink;

import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far the log is stored and counted, one row per partition. */
public final class Offsets {

    /** What a move does to its row. A place it does not touch may be moved by another transaction meanwhile. */
    private enum Change {
        FRESH("INSERT INTO millrace.log_offset (next_offset, counted_offset, topic, partition) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING"),
        STORED("UPDATE millrace.log_offset SET next_offset = ?, counted_offset = coalesce(counted_offset, next_offset)"
                + " WHERE topic = ? AND partition = ? AND next_offset = ?"),
        /** Only what is stored: a crash may have undone it just before this transaction's connection was made. */
        COUNTED("UPDATE millrace.log_offset SET counted_offset = ? WHERE topic = ? AND partition = ?"
                + " AND next_offset >= ? AND coalesce(counted_offset, next_offset) = ?"),
        BOTH("UPDATE millrace.log_offset SET next_offset = ?, counted_offset = ? WHERE topic = ? AND partition = ?"
                + " AND next_offset = ? AND coalesce(counted_offset, next_offset) = ?");

        private final String sql;

        Change(String sql) {
            this.sql = sql;
        }

        /** For the transaction of a batch. */
        static Change storing(Places.Move move) {
            return move.from() == null ? FRESH : move.recounts() ? BOTH : STORED;
        }

        void bind(PreparedStatement change, Places.Move move) throws SQLException {
            int index = 0;
            if (this != COUNTED) {
                change.setLong(++index, move.to().next());
            }
            if (this != STORED) {
                change.setLong(++index, move.to().counted());
            }
            change.setString(++index, move.partition().log().topicName());
            change.setInt(++index, move.partition().number());
            Places.Place from = move.from();
            if (from != null) {
                change.setLong(++index, from.next());
                if (this != STORED) {
                    change.setLong(++index, from.counted());
                }
            }
        }
    }

    private Offsets() {}

    /** How far each partition is stored; rows of topics this program does not know are left out. */
    public static Map<LogPartition, Long> read(Connection connection) throws SQLException {
        Map<LogPartition, Long> offsets = new HashMap<>();
        places(connection).forEach((partition, place) -> offsets.put(partition, place.next()));
        return offsets;
    }

    /** All of them; rows of topics this program does not know are left out. */
    static Map<LogPartition, Places.Place> places(Connection connection) throws SQLException {
        Map<LogPartition, Places.Place> places = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT topic, partition, next_offset,"
                        + " coalesce(counted_offset, next_offset) FROM millrace.log_offset")) {
            while (rows.next()) {
                int partition = rows.getInt(2);
                Places.Place place = new Places.Place(rows.getLong(3), rows.getLong(4));
                LogTopic.byName(rows.getString(1))
                        .ifPresent(topic -> places.put(new LogPartition(topic, partition), place));
            }
        }
        return places;
    }

    /**
     * Moves on what is stored, and where the log is counted anew what is counted, each from where this process last knew
     * it to be; rows that someone else changed meanwhile are not touched. Waits while another transaction holds one of
     * them.
     *
     * @param moves in {@link Places#ORDER}, so that two hubs never wait for each other in a circle
     * @param where the database is, for people
     * @throws HistorianUnavailableException when one of them was found elsewhere
     */
    static void stored(Connection connection, List<Places.Move> moves, String where) throws SQLException {
        int from = 0;
        while (from < moves.size()) {
            Change change = Change.storing(moves.get(from));
            int to = from + 1;
            while (to < moves.size() && Change.storing(moves.get(to)) == change) {
                to++;
            }
            make(connection, moves.subList(from, to), change, where);
            from = to;
        }
    }

    /** The same for what is counted alone. */
    static void counted(Connection connection, List<Places.Move> moves, String where) throws SQLException {
        if (!moves.isEmpty()) {
            make(connection, moves, Change.COUNTED, where);
        }
    }

    /** One round trip for all of them, which are made in their order. */
    private static void make(Connection connection, List<Places.Move> moves, Change kind, String where)
            throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(kind.sql)) {
            for (Places.Move move : moves) {
                kind.bind(change, move);
                change.addBatch();
            }
            int[] changed = change.executeBatch();
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] != 1) {
                    throw elsewhere(connection, moves.get(i), where);
                }
            }
        } catch (BatchUpdateException wrapped) {
            SQLException reason = wrapped.getNextException();
            throw reason == null ? wrapped : reason;
        }
    }

    private static HistorianUnavailableException elsewhere(Connection connection, Places.Move move, String where)
            throws SQLException {
        Places.Place found = places(connection).get(move.partition());
        Places.Place expected = move.from();
        return elsewhere("The historian's database at " + where + " has " + move.partition()
                + " stored up to " + (found == null ? "nothing" : found.next()) + " where "
                + (expected == null ? "nothing" : expected.next()) + " was expected"
                + (found != null && expected != null && found.next() == expected.next()
                        ? ", and counted up to " + found.counted() + " where " + expected.counted() + " was"
                        : "")
                + ": another hub stores it too, or a crash undid what was written last.");
    }

    /** A partition is not where this process has it. */
    static HistorianUnavailableException elsewhere(String sentence) {
        return new HistorianUnavailableException(
                sentence + " The place is asked for again.",
                new SQLException("the offset was changed by someone else"));
    }
}

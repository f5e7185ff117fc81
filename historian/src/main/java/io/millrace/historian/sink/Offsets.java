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

    private static final String UPDATE =
            "UPDATE millrace.log_offset SET next_offset = ?, counted_offset = ? WHERE topic = ?"
                    + " AND partition = ? AND next_offset = ? AND coalesce(counted_offset, next_offset) = ?";

    private static final String INSERT = "INSERT INTO millrace.log_offset (next_offset, counted_offset,"
            + " topic, partition) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

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
     * Moves the offsets on, each from where this process last knew it to be; rows that someone else changed meanwhile
     * are not touched. Waits while another transaction holds one of them.
     *
     * @param moves in {@link Places#ORDER}, so that two hubs never wait for each other in a circle
     * @param where the database is, for people
     * @throws HistorianUnavailableException when one of them was found elsewhere
     */
    static void advance(Connection connection, List<Places.Move> moves, String where) throws SQLException {
        int from = 0;
        while (from < moves.size()) {
            boolean fresh = moves.get(from).from() == null;
            int to = from + 1;
            while (to < moves.size() && (moves.get(to).from() == null) == fresh) {
                to++;
            }
            List<Places.Move> alike = moves.subList(from, to);
            int[] changed = make(connection, alike, fresh ? INSERT : UPDATE);
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] != 1) {
                    throw elsewhere(connection, alike.get(i), where);
                }
            }
            from = to;
        }
    }

    /**
     * One round trip for all of them, which are made in their order.
     *
     * @return how many rows each has changed
     */
    private static int[] make(Connection connection, List<Places.Move> moves, String sql) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            for (Places.Move move : moves) {
                change.setLong(1, move.to().next());
                change.setLong(2, move.to().counted());
                change.setString(3, move.partition().log().topicName());
                change.setInt(4, move.partition().number());
                Places.Place from = move.from();
                if (from != null) {
                    change.setLong(5, from.next());
                    change.setLong(6, from.counted());
                }
                change.addBatch();
            }
            return change.executeBatch();
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

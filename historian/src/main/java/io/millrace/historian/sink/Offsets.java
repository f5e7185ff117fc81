package io.millrace.historian.sink;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How far the log is stored, one row per partition. */
public final class Offsets {

    private Offsets() {}

    /** All of them; rows of topics this program does not know are left out. */
    public static Map<LogPartition, Long> read(Connection connection) throws SQLException {
        Map<LogPartition, Long> offsets = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT topic, partition, next_offset FROM millrace.log_offset")) {
            while (rows.next()) {
                int partition = rows.getInt(2);
                long next = rows.getLong(3);
                LogTopic.byName(rows.getString(1))
                        .ifPresent(topic -> offsets.put(new LogPartition(topic, partition), next));
            }
        }
        return offsets;
    }

    /**
     * Moves the offsets on, each from where this process last knew it to be; rows that someone else changed meanwhile
     * are not touched. Waits while another transaction holds one of them.
     *
     * @param known a partition that is absent has no row
     * @return the first partition that was found elsewhere
     */
    static Optional<LogPartition> advance(
            Connection connection, Map<LogPartition, Long> known, Map<LogPartition, Long> next) throws SQLException {
        // In one order everywhere, so that two hubs never wait for each other in a circle.
        List<LogPartition> sorted = next.keySet().stream()
                .sorted(Comparator.comparing(LogPartition::log).thenComparing(LogPartition::number))
                .toList();
        try (PreparedStatement update =
                        connection.prepareStatement("UPDATE millrace.log_offset SET next_offset = ? WHERE topic = ?"
                                + " AND partition = ? AND next_offset = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO millrace.log_offset (next_offset, topic, partition)"
                                + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (LogPartition partition : sorted) {
                Long from = known.get(partition);
                PreparedStatement change = from == null ? insert : update;
                change.setLong(1, Objects.requireNonNull(next.get(partition)));
                change.setString(2, partition.log().topicName());
                change.setInt(3, partition.number());
                if (from != null) {
                    change.setLong(4, from);
                }
                if (change.executeUpdate() != 1) {
                    return Optional.of(partition);
                }
            }
        }
        return Optional.empty();
    }
}

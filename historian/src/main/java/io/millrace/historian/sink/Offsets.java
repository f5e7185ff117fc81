package io.millrace.historian.sink;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

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

    static void write(Connection connection, Map<LogPartition, Long> next) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO millrace.log_offset (topic, partition, next_offset) VALUES (?, ?, ?)"
                        + " ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset")) {
            // In one order everywhere, so that two hubs never wait for each other in a circle.
            Map<String, Map.Entry<LogPartition, Long>> sorted = new TreeMap<>();
            next.entrySet().forEach(entry -> sorted.put(entry.getKey().toString(), entry));
            for (Map.Entry<LogPartition, Long> entry : sorted.values()) {
                upsert.setString(1, entry.getKey().log().topicName());
                upsert.setInt(2, entry.getKey().number());
                upsert.setLong(3, entry.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }
}

package io.millrace.bench.stack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The numbers of tags by their topics; each is asked for once. Not thread-safe. */
final class TagNumbers {

    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final Map<String, Integer> known = new HashMap<>();

    TagNumbers(Connection connection) throws SQLException {
        insert = connection.prepareStatement("insert into tag (topic) values (?) on conflict (topic) do nothing");
        select = connection.prepareStatement("select id from tag where topic = ?");
    }

    /** Makes the tag when it is new. */
    int of(String topic) throws SQLException {
        Integer id = known.get(topic);
        if (id == null) {
            id = ask(topic);
            known.put(topic, id);
        }
        return id;
    }

    private int ask(String topic) throws SQLException {
        insert.setString(1, topic);
        insert.executeUpdate();
        select.setString(1, topic);
        try (ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }
}

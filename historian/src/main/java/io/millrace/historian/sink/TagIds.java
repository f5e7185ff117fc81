package io.millrace.historian.sink;

import io.millrace.model.Sample;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the tags, remembered: as many as there are tags. New ones are made in a transaction of their own; a
 * tag without samples does no harm, should the samples then fail. Not thread-safe.
 */
final class TagIds {

    private static final int MAX_TAGS = 1_000_000;

    /** What one tag is in the database. The type only widens: boolean, integer, number, text. */
    private static final class Known {
        private final int id;
        private Value.@Nullable DataType type;

        private Known(int id, Value.@Nullable DataType type) {
            this.id = id;
            this.type = type;
        }
    }

    /** A tag that is new or has become wider. */
    private record Change(Topic topic, Value.@Nullable DataType type) {}

    private final Clock clock;
    private final Map<String, Known> known = new HashMap<>();

    TagIds(Clock clock) {
        this.clock = clock;
    }

    void forget() {
        known.clear();
    }

    /** Tells the tags of these entries their numbers, and a type wide enough. Commits when there is something to make. */
    void learn(Connection connection, List<Entry> unlearned) throws SQLException {
        if (known.size() > MAX_TAGS) {
            known.clear();
        }
        Map<String, Change> changes = changes(unlearned);
        if (!changes.isEmpty()) {
            make(connection, changes.values());
        }
        for (Entry entry : unlearned) {
            for (int i = 0; i < entry.samples().size(); i++) {
                KnownTopic topic = entry.topic(i);
                Known tag = known(topic.topic());
                topic.learn(tag.id, tag.type);
            }
        }
    }

    private void make(Connection connection, Collection<Change> changes) throws SQLException {
        List<Change> unknown = new ArrayList<>(changes);
        unknown.removeIf(change -> known.containsKey(change.topic.path()));
        if (!unknown.isEmpty()) {
            find(connection, unknown);
            unknown.removeIf(change -> known.containsKey(change.topic.path()));
            if (!unknown.isEmpty()) {
                insert(connection, unknown);
                find(connection, unknown);
            }
        }
        widen(connection, changes);
        connection.commit();
    }

    private Known known(Topic topic) throws SQLException {
        Known tag = known.get(topic.path());
        if (tag == null) {
            throw new SQLException("the tag " + topic + " vanished while it was being made");
        }
        return tag;
    }

    private Map<String, Change> changes(List<Entry> entries) {
        // Sorted, so that two hubs that make the same tags take them in the same order.
        Map<String, Change> changes = new TreeMap<>();
        for (Entry entry : entries) {
            for (Sample sample : entry.samples()) {
                Value.DataType type = type(sample);
                Known tag = known.get(sample.topic().path());
                if (tag == null || wider(tag.type, type) != tag.type) {
                    changes.merge(
                            sample.topic().path(),
                            new Change(sample.topic(), type),
                            (one, two) -> new Change(one.topic, wider(one.type, two.type)));
                }
            }
        }
        return changes;
    }

    private void find(Connection connection, List<Change> wanted) throws SQLException {
        Array topics = texts(connection, wanted);
        // A tag is known by the text that its topic has already, not by another one of the same letters.
        Map<String, String> paths = new HashMap<>();
        wanted.forEach(change -> paths.put(change.topic.path(), change.topic.path()));
        try (PreparedStatement select =
                connection.prepareStatement("SELECT topic, id, data_type FROM millrace.tag WHERE topic = ANY (?)")) {
            select.setArray(1, topics);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String topic = rows.getString(1);
                    known.put(paths.getOrDefault(topic, topic), new Known(rows.getInt(2), parse(rows.getString(3))));
                }
            }
        }
    }

    private void insert(Connection connection, List<Change> unknown) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO millrace.tag (topic, location, contract, name, data_type,"
                        + " first_seen) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (topic) DO NOTHING")) {
            for (Change change : unknown) {
                insert.setString(1, change.topic.path());
                insert.setString(2, change.topic.location());
                insert.setString(3, change.topic.contract());
                insert.setString(4, change.topic.name());
                insert.setString(5, word(change.type));
                insert.setObject(6, clock.instant().atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void widen(Connection connection, Collection<Change> changes) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE millrace.tag SET data_type = ? WHERE id = ?")) {
            boolean any = false;
            for (Change change : changes) {
                Known tag = known(change.topic);
                Value.DataType wide = wider(tag.type, change.type);
                if (wide != tag.type) {
                    tag.type = wide;
                    update.setString(1, word(wide));
                    update.setInt(2, tag.id);
                    update.addBatch();
                    any = true;
                }
            }
            if (any) {
                update.executeBatch();
            }
        }
    }

    private static Array texts(Connection connection, List<Change> wanted) throws SQLException {
        return connection.createArrayOf(
                "text", wanted.stream().map(change -> change.topic.path()).toArray());
    }

    private static Value.@Nullable DataType type(Sample sample) {
        Value value = sample.value();
        return value == null ? null : value.type();
    }

    static Value.@Nullable DataType wider(Value.@Nullable DataType one, Value.@Nullable DataType two) {
        if (one == null || two == null) {
            return one == null ? two : one;
        }
        return width(one) >= width(two) ? one : two;
    }

    private static int width(Value.DataType type) {
        return switch (type) {
            case BOOLEAN -> 0;
            case INTEGER -> 1;
            case NUMBER -> 2;
            case TEXT -> 3;
        };
    }

    private static @Nullable String word(Value.@Nullable DataType type) {
        return type == null ? null : type.name().toLowerCase(Locale.ROOT);
    }

    private static Value.@Nullable DataType parse(@Nullable String word) {
        return word == null ? null : Value.DataType.valueOf(word.toUpperCase(Locale.ROOT));
    }
}

package io.millrace.historian.database;

import io.millrace.model.TagInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the site file says of the tags, in the table {@code tag}. No state. */
public final class TagDescriptions {

    private TagDescriptions() {}

    /** Writes all of them, making tags that have no sample yet, in one transaction. The connection must not be in one. */
    public static void write(Connection connection, List<TagInfo> tags) throws SQLException {
        Transactions.run(connection, () -> upsert(connection, tags));
    }

    private static void upsert(Connection connection, List<TagInfo> tags) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO millrace.tag AS t (topic, location, contract, name, unit, description, attributes)"
                        + " VALUES (?, ?, ?, ?, ?, ?, jsonb_build_object('connection', ?::text, 'address', ?::text))"
                        + " ON CONFLICT (topic) DO UPDATE SET unit = EXCLUDED.unit, description ="
                        + " EXCLUDED.description, attributes = t.attributes || EXCLUDED.attributes WHERE (t.unit,"
                        + " t.description, t.attributes) IS DISTINCT FROM (EXCLUDED.unit, EXCLUDED.description,"
                        + " t.attributes || EXCLUDED.attributes)")) {
            // Sorted, so that two hubs that describe the same tags take them in the same order.
            for (TagInfo tag : tags.stream()
                    .sorted(Comparator.comparing(tag -> tag.topic().path()))
                    .toList()) {
                upsert.setString(1, tag.topic().path());
                upsert.setString(2, tag.topic().location());
                upsert.setString(3, tag.topic().contract());
                upsert.setString(4, tag.topic().name());
                upsert.setString(5, storable(tag.unit()));
                upsert.setString(6, storable(tag.description()));
                upsert.setString(7, Nul.outOfText(tag.connection()));
                upsert.setString(8, Nul.outOfText(tag.address()));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : Nul.outOfText(text);
    }
}

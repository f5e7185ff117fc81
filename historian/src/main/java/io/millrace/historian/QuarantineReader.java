package io.millrace.historian;

import io.millrace.historian.Deliveries.QuarantineList;
import io.millrace.historian.Deliveries.QuarantineState;
import io.millrace.historian.Deliveries.Quarantined;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the quarantine as the historian projected it from the log. No state. */
final class QuarantineReader {

    private static final String RECORDS = """
            SELECT id, topic, source, code, sentence, hop, attempts, first_seen, quarantined, octet_length(payload),
                   %s, state, resolved_by, resolved_at,
                   ARRAY(SELECT key FROM jsonb_each_text(headers) ORDER BY key),
                   ARRAY(SELECT coalesce(value, '') FROM jsonb_each_text(headers) ORDER BY key)
              FROM millrace.quarantine
             WHERE %s
            """;

    private static final String ONE = RECORDS.formatted("payload", "id = ?");

    private QuarantineReader() {}

    static QuarantineList list(
            Connection connection,
            @Nullable QuarantineState state,
            @Nullable String code,
            @Nullable String hop,
            @Nullable Long before,
            int limit)
            throws SQLException {
        StringBuilder where = new StringBuilder("id < ?");
        if (state != null) {
            // Spelled out, so that the index over the open ones is found.
            where.append(" AND state = '").append(word(state)).append('\'');
        }
        if (code != null) {
            where.append(" AND code = ?");
        }
        if (hop != null) {
            where.append(" AND hop = ?");
        }
        where.append(" ORDER BY id DESC LIMIT ?");
        try (PreparedStatement select = connection.prepareStatement(RECORDS.formatted("NULL::bytea", where))) {
            int parameter = 1;
            select.setLong(parameter++, before == null ? Long.MAX_VALUE : before);
            if (code != null) {
                Columns.setText(select, parameter++, code);
            }
            if (hop != null) {
                Columns.setText(select, parameter++, hop);
            }
            // One more than asked for tells whether there are more.
            select.setInt(parameter, limit + 1);
            List<Quarantined> records = read(select);
            boolean more = records.size() > limit;
            return new QuarantineList(more ? records.subList(0, limit) : records, open(connection), more);
        }
    }

    static Optional<Quarantined> one(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONE)) {
            select.setLong(1, id);
            return read(select).stream().findFirst();
        }
    }

    private static long open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM millrace.quarantine WHERE state = 'open'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<Quarantined> read(PreparedStatement select) throws SQLException {
        List<Quarantined> records = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                records.add(new Quarantined(
                        rows.getLong(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getInt(7),
                        Columns.required(rows, 8),
                        Columns.required(rows, 9),
                        rows.getLong(10),
                        rows.getBytes(11),
                        headers(rows),
                        QuarantineState.valueOf(rows.getString(12).toUpperCase(Locale.ROOT)),
                        rows.getString(13),
                        Columns.time(rows, 14)));
            }
        }
        return records;
    }

    private static Map<String, String> headers(ResultSet rows) throws SQLException {
        String[] names = (String[]) rows.getArray(15).getArray();
        String[] values = (String[]) rows.getArray(16).getArray();
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            headers.put(names[i], values[i]);
        }
        return headers;
    }

    private static String word(QuarantineState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

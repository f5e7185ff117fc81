package io.millrace.historian;

import io.millrace.historian.database.Connections;
import io.millrace.historian.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Deliveries} in SQL, on connections of its own: a long look at the ledger keeps no trend waiting. */
final class SqlDeliveries implements Deliveries, AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 2;
    private static final int MAX_LIMIT = 10_000;
    private static final int SOURCES_OF_A_TOPIC = 1_000;

    private static final String GAPS = """
            SELECT source, topic, "from", "to", reason, count, sentence
              FROM millrace.gap
             WHERE (topic = ? OR topic = '' AND source IN (SELECT source FROM millrace.ledger WHERE topic = ?))
               AND "from" < ? AND ("to" > ? OR "from" >= ?)
             ORDER BY "from" DESC, "to" DESC, id DESC
             LIMIT ?
            """;

    /** In the order of the key, so that this is one look into it, and the same sample that a trend takes for the last. */
    private static final String SAMPLE = """
            SELECT s.ts,
                   CASE
                     WHEN s.text IS NOT NULL THEN s.text
                     WHEN s.number IS NOT NULL THEN s.number::text
                     WHEN (SELECT data_type FROM millrace.tag WHERE id = s.tag_id) = 'boolean'
                       THEN (s.integer <> 0)::text
                     ELSE s.integer::text
                   END,
                   s.quality, s.id, %s
              FROM millrace.sample s
             WHERE s.tag_id = (SELECT id FROM millrace.tag WHERE topic = ?) AND s.ts <= ?
             ORDER BY s.ts DESC, s.id DESC
             LIMIT 1
            """.formatted(committed("s"));

    private static final String EVENT = """
            SELECT e.ts, e.payload::text, 0, e.id, %s
              FROM millrace.event e
             WHERE e.topic = ? AND e.ts <= ?
             ORDER BY e.ts DESC, e.id DESC
             LIMIT 1
            """.formatted(committed("e"));

    private final Connections connections;
    private final LedgerReader ledger;

    SqlDeliveries(Database database) {
        this(database, SETTLING);
    }

    /** @param settling see {@link LedgerReader} */
    SqlDeliveries(Database database, Duration settling) {
        this.connections = new Connections(database, CONNECTIONS, ANSWER);
        this.ledger = new LedgerReader(settling);
    }

    /** When a row of a table was committed; null where PostgreSQL does not keep that, for the function then throws. */
    static String committed(String table) {
        return "CASE WHEN current_setting('track_commit_timestamp')::boolean THEN pg_xact_commit_timestamp(" + table
                + ".xmin) END";
    }

    @Override
    public Ledger ledger(int limit) {
        checkLimit(limit);
        return connections.ask(connection -> ledger.bySource(connection, limit));
    }

    @Override
    public List<LedgerEntry> ledger(String source, int limit) {
        checkLimit(limit);
        return connections.ask(connection -> ledger.byTopic(connection, source, limit));
    }

    @Override
    public List<LedgerEntry> ledgerOfTopic(String topic) {
        return connections.ask(connection -> ledger.ofTopic(connection, topic, SOURCES_OF_A_TOPIC));
    }

    @Override
    public List<Gap> gaps(String topic, Instant from, Instant to, int limit) {
        checkLimit(limit);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("gaps from " + from + " to " + to);
        }
        return connections.ask(connection -> gaps(connection, topic, from, to, limit));
    }

    private static List<Gap> gaps(Connection connection, String topic, Instant from, Instant to, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(GAPS)) {
            Columns.setText(select, 1, topic);
            Columns.setText(select, 2, topic);
            select.setObject(3, Columns.utc(to));
            select.setObject(4, Columns.utc(from));
            select.setObject(5, Columns.utc(from));
            select.setInt(6, limit);
            List<Gap> gaps = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    gaps.add(new Gap(
                            rows.getString(1),
                            Columns.absentIfEmpty(rows.getString(2)),
                            Columns.required(rows, 3),
                            Columns.required(rows, 4),
                            rows.getString(5),
                            rows.getLong(6),
                            rows.getString(7)));
                }
            }
            Collections.reverse(gaps);
            return gaps;
        }
    }

    @Override
    public QuarantineList quarantine(
            @Nullable QuarantineState state,
            @Nullable String code,
            @Nullable String hop,
            @Nullable Long before,
            int limit) {
        checkLimit(limit);
        return connections.ask(connection -> QuarantineReader.list(connection, state, code, hop, before, limit));
    }

    @Override
    public Optional<Quarantined> quarantined(long id) {
        return connections.ask(connection -> QuarantineReader.one(connection, id));
    }

    @Override
    public Optional<StoredSample> sampleAt(String topic, Instant at) {
        return connections.ask(connection -> {
            StoredSample sample = newest(connection, SAMPLE, topic, at);
            return Optional.ofNullable(sample == null ? newest(connection, EVENT, topic, at) : sample);
        });
    }

    private static @Nullable StoredSample newest(Connection connection, String sql, String topic, Instant at)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Columns.setText(select, 1, topic);
            select.setObject(2, Columns.utc(at));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? new StoredSample(
                                topic,
                                Columns.required(rows, 1),
                                rows.getString(2),
                                rows.getInt(3),
                                rows.getString(4),
                                Columns.time(rows, 5))
                        : null;
            }
        }
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("at most " + limit + " entries");
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}

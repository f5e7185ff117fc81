package io.millrace.historian;

import io.millrace.historian.database.Connections;
import io.millrace.historian.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Alarms} in SQL. */
final class SqlAlarms implements Alarms, AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final int MAX_LIMIT = 10_000;
    private static final int CONNECTIONS = 2;

    /** Each alarm says on a tag of its own whether it is raised: so the tags tell which alarms there are. */
    private static final String STANDING = """
            SELECT a.topic, t.location, e.payload ->> 'alarm', e.payload ->> 'state', e.payload ->> 'letter',
                   e.payload ->> 'severity', s.number,
                   e.payload ->> 'group', e.payload ->> 'message', millrace.moment(e.payload ->> 'occurrence'),
                   e.ts, e.payload ->> 'transition', e.payload ->> 'user', e.payload ->> 'comment',
                   CASE WHEN e.payload ->> 'letter' = 'G' THEN (
                     SELECT millrace.moment(f.payload ->> 'until')
                       FROM millrace.event f
                      WHERE f.topic = a.topic AND f.ts <= e.ts AND f.payload ->> 'transition' = 'shelved'
                      ORDER BY f.ts DESC, f.id DESC
                      LIMIT 1) END
              FROM millrace.tag t
             CROSS JOIN LATERAL (
                   SELECT regexp_replace(t.topic, '/_historian/alarm/([^/]+)/active$', '/_analytics/alarm/\\1') AS topic) a
             CROSS JOIN LATERAL (
                   SELECT f.ts, f.payload
                     FROM millrace.event f
                    WHERE f.topic = a.topic AND f.payload ->> 'letter' ~ '^[A-I]$'
                    ORDER BY f.ts DESC, f.id DESC
                    LIMIT 1) e
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN jsonb_typeof(e.payload -> 'severity_number') = 'number'
                               THEN least((e.payload -> 'severity_number')::numeric, 1000)::integer ELSE 0 END AS number) s
             WHERE t.contract = '_historian' AND t.name LIKE 'alarm/%/active' AND
            """;

    private static final String WORST_FIRST = " ORDER BY s.number DESC, e.ts DESC, a.topic LIMIT ?";

    private static final String RAISED = """
            SELECT topic, location, alarm, raised, since, severity, coalesce(severity_number, 0), "group", message, value,
                   "limit", acknowledged, acknowledged_by, comment, cleared, state
              FROM millrace.alarms
             WHERE raised >= ? AND raised < ? AND (? = '' OR location = ? OR starts_with(location, ? || '/'))
             ORDER BY raised DESC, topic
             LIMIT ?
            """;

    private final Connections connections;
    private final Clock clock;

    SqlAlarms(Database database, Clock clock) {
        this.connections = new Connections(database, CONNECTIONS, ANSWER);
        this.clock = clock;
    }

    @Override
    public Board board(Which which, int limit) {
        checkLimit(limit);
        String letters =
                switch (which) {
                    case OPEN -> "BCDEF";
                    case ASIDE -> "GHI";
                    case ALL -> "ABCDEFGHI";
                };
        return connections.ask(connection -> {
            List<Standing> standing = board(connection, letters, limit + 1);
            boolean more = standing.size() > limit;
            return new Board(more ? standing.subList(0, limit) : standing, more, raisedLately(connection));
        });
    }

    private static List<Standing> board(Connection connection, String letters, int limit) throws SQLException {
        String where = "strpos(?, e.payload ->> 'letter') > 0" + WORST_FIRST;
        try (PreparedStatement select = connection.prepareStatement(STANDING + where)) {
            select.setString(1, letters);
            select.setInt(2, limit);
            return standing(select);
        }
    }

    private long raisedLately(Connection connection) throws SQLException {
        try (PreparedStatement count =
                connection.prepareStatement("SELECT count(*) FROM millrace.event e WHERE e.ts > ?"
                        + " AND e.payload ->> 'transition' = 'raised' AND strpos(e.topic, '/_analytics/alarm/') > 0")) {
            count.setObject(1, Columns.utc(clock.instant().minus(TEN_MINUTES)));
            try (ResultSet rows = count.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Override
    public Optional<Standing> standing(String topic) {
        return connections.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement(STANDING + "t.topic = ?")) {
                Columns.setText(
                        select, 1, topic.replaceFirst("/_analytics/alarm/([^/]+)$", "/_historian/alarm/$1/active"));
                return standing(select).stream().findFirst();
            }
        });
    }

    private static List<Standing> standing(PreparedStatement select) throws SQLException {
        List<Standing> standing = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                standing.add(new Standing(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getInt(7),
                        rows.getString(8),
                        rows.getString(9),
                        Columns.time(rows, 10),
                        Columns.required(rows, 11),
                        rows.getString(12),
                        rows.getString(13),
                        rows.getString(14),
                        Columns.time(rows, 15)));
            }
        }
        return standing;
    }

    @Override
    public List<Occurrence> raised(Instant from, Instant to, @Nullable String location, int limit) {
        checkLimit(limit);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("alarms from " + from + " to " + to);
        }
        return connections.ask(connection -> raised(connection, from, to, location == null ? "" : location, limit));
    }

    private static List<Occurrence> raised(Connection connection, Instant from, Instant to, String location, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RAISED)) {
            select.setObject(1, Columns.utc(from));
            select.setObject(2, Columns.utc(to));
            for (int parameter = 3; parameter <= 5; parameter++) {
                Columns.setText(select, parameter, location);
            }
            select.setInt(6, limit);
            List<Occurrence> occurrences = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    occurrences.add(new Occurrence(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            Columns.required(rows, 4),
                            Columns.time(rows, 5),
                            rows.getString(6),
                            rows.getInt(7),
                            rows.getString(8),
                            rows.getString(9),
                            rows.getString(10),
                            rows.getString(11),
                            Columns.time(rows, 12),
                            rows.getString(13),
                            rows.getString(14),
                            Columns.time(rows, 15),
                            rows.getString(16)));
                }
            }
            return occurrences;
        }
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("at most " + limit + " alarms");
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}

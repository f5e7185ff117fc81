package io.millrace.historian;

import io.millrace.historian.database.Connections;
import io.millrace.historian.database.Database;
import io.millrace.historian.sink.Offsets;
import io.millrace.model.LogPartition;
import io.millrace.model.Quality;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Queries} in SQL; trends go through the function that people have too, so both see the same. */
final class SqlQueries implements Queries, AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration SQL_ANSWER = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 4;
    private static final int MAX_POINTS = 10_000;
    private static final int FETCH = 5_000;

    private final Connections connections;
    private final PeoplesSql peoplesSql;
    private final SqlProduction production;

    SqlQueries(Database database) {
        this.connections = new Connections(database, CONNECTIONS, ANSWER);
        this.peoplesSql = new PeoplesSql(database, SQL_ANSWER);
        this.production = new SqlProduction(connections);
    }

    @Override
    public Trend trend(String topic, Instant from, Instant to, int points) {
        if (points < 1 || points > MAX_POINTS || !from.isBefore(to)) {
            throw new IllegalArgumentException("a trend of " + points + " points from " + from + " to " + to);
        }
        return connections.ask(connection -> new Trend(
                topic, from, to, buckets(connection, topic, from, to, points), before(connection, topic, from)));
    }

    private static List<Trend.Bucket> buckets(Connection connection, String topic, Instant from, Instant to, int points)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT start, first, last, min, max, first_time, last_time, good, bad, last_bad"
                        + " FROM millrace.trend(?, ?, ?, ?)")) {
            select.setString(1, topic);
            select.setObject(2, Columns.utc(from));
            select.setObject(3, Columns.utc(to));
            select.setInt(4, points);
            List<Trend.Bucket> buckets = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    buckets.add(new Trend.Bucket(
                            Columns.required(rows, 1),
                            Columns.real(rows, 2),
                            Columns.real(rows, 3),
                            Columns.real(rows, 4),
                            Columns.real(rows, 5),
                            Columns.time(rows, 6),
                            Columns.time(rows, 7),
                            rows.getLong(8),
                            rows.getLong(9),
                            rows.getBoolean(10)));
                }
            }
            return buckets;
        }
    }

    /** The newest sample before a time, when it is good: a Bad one ended the value that was there. */
    private static Trend.@Nullable Bucket before(Connection connection, String topic, Instant from)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT s.ts, coalesce(s.number, s.integer)::float8, s.quality FROM millrace.sample s"
                        + " WHERE s.tag_id = (SELECT id FROM millrace.tag WHERE topic = ?) AND s.ts < ?"
                        + " ORDER BY s.ts DESC LIMIT 1")) {
            select.setString(1, topic);
            select.setObject(2, Columns.utc(from));
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next() || rows.getInt(3) < 0) {
                    return null;
                }
                Double value = Columns.real(rows, 2);
                Instant time = Columns.required(rows, 1);
                return value == null
                        ? null
                        : new Trend.Bucket(time, value, value, value, value, time, time, 1, 0, false);
            }
        }
    }

    @Override
    public Snapshot snapshot() {
        return connections.ask(connection -> new Snapshot(latest(connection), Offsets.read(connection)));
    }

    @Override
    public Map<LogPartition, Long> stored() {
        return connections.ask(Offsets::read);
    }

    private static List<LatestSample> latest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT t.topic, t.data_type, s.ts, s.quality, s.number, s.integer, s.text FROM millrace.tag t"
                        + " CROSS JOIN LATERAL (SELECT ts, quality, number, integer, text FROM millrace.sample"
                        + " WHERE tag_id = t.id ORDER BY ts DESC LIMIT 1) s")) {
            select.setFetchSize(FETCH);
            List<LatestSample> latest = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    latest.add(new LatestSample(
                            rows.getString(1),
                            Columns.required(rows, 3),
                            Columns.value(rows, 5, 2),
                            Quality.of(rows.getInt(4))));
                }
            }
            return latest;
        }
    }

    @Override
    public ProductionQueries production() {
        return production;
    }

    @Override
    public Table sql(String statement, int maxRows) {
        return peoplesSql.run(statement, maxRows);
    }

    @Override
    public void close() {
        connections.close();
    }
}

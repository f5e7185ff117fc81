package io.millrace.historian;

import io.millrace.historian.database.Connections;
import io.millrace.historian.production.FigureReading;
import io.millrace.historian.production.FigureRow;
import io.millrace.historian.production.OrderRow;
import io.millrace.historian.production.ShiftRow;
import io.millrace.model.PlantClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link ProductionQueries} in SQL. */
final class SqlProduction implements ProductionQueries {

    private static final int MOST_SHIFTS = 5_000;
    private static final int MOST_EARLIER = 200;

    /** Each state until the next; the one that held at the start of the span too. */
    private static final String STATES =
            "WITH place AS (SELECT topic FROM millrace.event_topic WHERE location = ? AND name = ?),"
                    + " told AS ((SELECT e.ts, e.id, e.payload FROM place p CROSS JOIN LATERAL (SELECT ts, id, payload"
                    + " FROM millrace.event WHERE topic = p.topic AND ts < ? AND payload ?? 'state' ORDER BY ts DESC, id DESC LIMIT 1) e)"
                    + " UNION ALL SELECT e.ts, e.id, e.payload FROM place p JOIN millrace.event e ON e.topic = p.topic"
                    + " WHERE e.ts >= ? AND e.ts < ? AND e.payload ?? 'state'),"
                    + " stretch AS (SELECT ts, lead(ts) OVER (ORDER BY ts, id) AS next, payload FROM told),"
                    + " state AS (SELECT greatest(ts, ?) AS start, least(coalesce(next, ?), ?) AS \"end\", next IS NULL AS lasts,"
                    + " payload ->> 'state' AS state, coalesce(payload ->> 'code', '') AS code,"
                    + " coalesce(payload ->> 'reason', '') AS reason, coalesce(payload ->> 'microstop', '') = 'true' AS microstop"
                    + " FROM stretch) ";

    private final Connections connections;

    SqlProduction(Connections connections) {
        this.connections = connections;
    }

    @Override
    public List<String> locations() {
        return connections.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT location FROM millrace.oee"
                            + " UNION SELECT location FROM millrace.work_order UNION SELECT location FROM"
                            + " millrace.event_topic WHERE name LIKE '%/add' ORDER BY 1 LIMIT 10000");
                    ResultSet rows = select.executeQuery()) {
                List<String> locations = new ArrayList<>();
                while (rows.next()) {
                    locations.add(rows.getString(1));
                }
                return locations;
            }
        });
    }

    @Override
    public List<FigureRow> figures(@Nullable String location, String kind, Instant from, Instant to, int limit) {
        return connections.ask(connection -> FigureReading.of(
                connection,
                " WHERE (?::text IS NULL OR location = ?) AND kind = ? AND start < ? AND \"end\" > ?"
                        + " ORDER BY start DESC, location, name LIMIT ?",
                location,
                location,
                kind,
                Columns.utc(to),
                Columns.utc(from),
                limit));
    }

    @Override
    public List<FigureRow> earlier(String location, String kind, Instant start, String name) {
        return connections.ask(connection -> FigureReading.earlier(
                connection,
                " WHERE location = ? AND kind = ? AND start = ? AND name = ? ORDER BY correction LIMIT " + MOST_EARLIER,
                location,
                kind,
                Columns.utc(start),
                name));
    }

    @Override
    public List<LocatedOrder> orders(@Nullable String location, int limit) {
        return connections.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT location, \"order\", product, quantity,"
                    + " (extract(epoch FROM ideal_cycle) * 1000000)::int8, status, created, planned_start, planned_end,"
                    + " started, stopped FROM millrace.work_order WHERE ?::text IS NULL OR location = ? ORDER BY"
                    + " status <> 'running', greatest(stopped, started, created) DESC NULLS LAST, location, \"order\""
                    + " LIMIT ?")) {
                Columns.setTextOrNull(select, 1, location);
                Columns.setTextOrNull(select, 2, location);
                select.setInt(3, limit);
                List<LocatedOrder> orders = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        orders.add(new LocatedOrder(rows.getString(1), order(rows)));
                    }
                }
                return orders;
            }
        });
    }

    private static OrderRow order(ResultSet rows) throws SQLException {
        return new OrderRow(
                rows.getString(2),
                rows.getString(3),
                rows.getObject(4, Long.class),
                rows.getObject(5, Long.class),
                rows.getString(6),
                micros(rows, 7),
                micros(rows, 8),
                micros(rows, 9),
                micros(rows, 10),
                micros(rows, 11));
    }

    private static @Nullable Long micros(ResultSet rows, int column) throws SQLException {
        Instant time = Columns.time(rows, column);
        return time == null ? null : PlantClock.micros(time);
    }

    @Override
    public List<ShiftRow> shifts(String location, Instant from, Instant to) {
        return connections.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT start, \"end\", name, day FROM"
                    + " millrace.shift WHERE location = ? AND start < ? AND \"end\" > ? ORDER BY start LIMIT "
                    + MOST_SHIFTS)) {
                Columns.setText(select, 1, location);
                select.setObject(2, Columns.utc(to));
                select.setObject(3, Columns.utc(from));
                List<ShiftRow> shifts = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        shifts.add(new ShiftRow(
                                PlantClock.micros(Columns.required(rows, 1)),
                                PlantClock.micros(Columns.required(rows, 2)),
                                rows.getString(3),
                                rows.getObject(4, LocalDate.class)));
                    }
                }
                return shifts;
            }
        });
    }

    @Override
    public List<StateRow> states(String location, String name, Instant from, Instant to, int limit) {
        return connections.ask(connection -> {
            try (PreparedStatement select = states(
                    connection,
                    "SELECT * FROM state WHERE \"end\" > start ORDER BY start LIMIT ?",
                    location,
                    name,
                    from,
                    to)) {
                select.setInt(9, limit);
                List<StateRow> states = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        states.add(new StateRow(
                                Columns.required(rows, 1),
                                Columns.required(rows, 2),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getString(6),
                                rows.getBoolean(7),
                                rows.getBoolean(3)));
                    }
                }
                return states;
            }
        });
    }

    @Override
    public List<StopRow> stops(String location, String name, Instant from, Instant to, int limit) {
        return connections.ask(connection -> {
            try (PreparedStatement select = states(
                    connection,
                    "SELECT state, reason, count(*), (extract(epoch FROM sum(\"end\" - start)) * 1000000)::int8 FROM state"
                            + " WHERE \"end\" > start AND state NOT IN ('running', 'slow') AND state !~ '^[12][0-9]{4}$'"
                            + " GROUP BY state, reason ORDER BY 4 DESC, 1, 2 LIMIT ?",
                    location,
                    name,
                    from,
                    to)) {
                select.setInt(9, limit);
                List<StopRow> stops = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        stops.add(new StopRow(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4)));
                    }
                }
                return stops;
            }
        });
    }

    private static PreparedStatement states(
            Connection connection, String what, String location, String name, Instant from, Instant to)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(STATES + what);
        Columns.setText(select, 1, location);
        Columns.setText(select, 2, name);
        select.setObject(3, Columns.utc(from));
        select.setObject(4, Columns.utc(from));
        select.setObject(5, Columns.utc(to));
        select.setObject(6, Columns.utc(from));
        select.setObject(7, Columns.utc(to));
        select.setObject(8, Columns.utc(to));
        return select;
    }
}

package io.millrace.historian.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Orders, products and shifts as rows. Within the transaction of its connection; no state. */
final class OrderTables {

    private static final String MICROS = "? * interval '1 microsecond'";

    private static final String TIME = "%s * interval '1 microsecond' + 'epoch'::timestamptz";

    private OrderTables() {}

    static int save(Connection connection, String location, List<OrderRow> orders, Map<String, Long> products)
            throws SQLException {
        delete(
                connection,
                "DELETE FROM millrace.work_order WHERE location = ? AND NOT \"order\" = ANY (?)",
                location,
                orders.stream().map(OrderRow::order).toArray(String[]::new));
        delete(
                connection,
                "DELETE FROM millrace.product_type WHERE location = ? AND NOT product = ANY (?)",
                location,
                products.keySet().toArray(String[]::new));
        try (PreparedStatement put =
                connection.prepareStatement("INSERT INTO millrace.work_order AS w (location, \"order\","
                        + " product, quantity, ideal_cycle, status, created, planned_start, planned_end, started, stopped)"
                        + " VALUES (?, ?, ?, ?, " + MICROS
                        + ", ?, ?, ?, ?, ?, ?) ON CONFLICT (location, \"order\") DO UPDATE SET"
                        + " product = EXCLUDED.product, quantity = EXCLUDED.quantity, ideal_cycle = EXCLUDED.ideal_cycle,"
                        + " status = EXCLUDED.status, created = EXCLUDED.created, planned_start = EXCLUDED.planned_start,"
                        + " planned_end = EXCLUDED.planned_end, started = EXCLUDED.started, stopped = EXCLUDED.stopped"
                        + " WHERE w IS DISTINCT FROM EXCLUDED")) {
            for (OrderRow order : orders) {
                put.setString(1, location);
                put.setString(2, order.order());
                put.setString(3, order.product());
                Sql.setLong(put, 4, order.quantity());
                Sql.setLong(put, 5, order.cycleMicros());
                put.setString(6, order.status());
                Sql.setTime(put, 7, order.created());
                Sql.setTime(put, 8, order.plannedStart());
                Sql.setTime(put, 9, order.plannedEnd());
                Sql.setTime(put, 10, order.started());
                Sql.setTime(put, 11, order.stopped());
                put.addBatch();
            }
            put.executeBatch();
        }
        try (PreparedStatement put =
                connection.prepareStatement("INSERT INTO millrace.product_type AS p (location, product,"
                        + " ideal_cycle) VALUES (?, ?, " + MICROS + ") ON CONFLICT (location, product) DO UPDATE SET"
                        + " ideal_cycle = EXCLUDED.ideal_cycle WHERE p.ideal_cycle <> EXCLUDED.ideal_cycle")) {
            for (Map.Entry<String, Long> product : products.entrySet()) {
                put.setString(1, location);
                put.setString(2, product.getKey());
                put.setLong(3, product.getValue());
                put.addBatch();
            }
            put.executeBatch();
        }
        return orders.size();
    }

    private static void delete(Connection connection, String sql, String location, String[] kept) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, location);
            delete.setArray(2, connection.createArrayOf("text", kept));
            delete.executeUpdate();
        }
    }

    static int saveRuns(Connection connection, String location, List<OrderRun> runs) throws SQLException {
        Long[] starts = runs.stream().map(OrderRun::start).toArray(Long[]::new);
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM millrace.order_run WHERE location = ? AND NOT " + Sql.micros("start") + " = ANY (?)")) {
            delete.setString(1, location);
            delete.setArray(2, connection.createArrayOf("int8", starts));
            delete.executeUpdate();
        }
        try (PreparedStatement put = connection.prepareStatement("INSERT INTO millrace.order_run AS r (location, start,"
                + " \"end\", \"order\") SELECT ?, " + TIME.formatted("g.start") + ", " + TIME.formatted("g.stop")
                + ", g.name FROM unnest(?::int8[], ?::int8[], ?::text[]) AS g (start, stop, name) ON CONFLICT (location,"
                + " start) DO UPDATE SET \"end\" = EXCLUDED.\"end\", \"order\" = EXCLUDED.\"order\" WHERE r IS"
                + " DISTINCT FROM EXCLUDED")) {
            put.setString(1, location);
            put.setArray(2, connection.createArrayOf("int8", starts));
            put.setArray(
                    3,
                    connection.createArrayOf(
                            "int8", runs.stream().map(OrderRun::end).toArray()));
            put.setArray(
                    4,
                    connection.createArrayOf(
                            "text", runs.stream().map(OrderRun::order).toArray()));
            put.executeUpdate();
        }
        return runs.size();
    }

    static int saveShifts(Connection connection, String location, long fromMicros, long toMicros, List<ShiftRow> shifts)
            throws SQLException {
        Long[] starts = shifts.stream().map(ShiftRow::startMicros).toArray(Long[]::new);
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM millrace.shift WHERE location = ? AND start"
                        + " >= ? AND start < ? AND NOT " + Sql.micros("start") + " = ANY (?)")) {
            delete.setString(1, location);
            delete.setObject(2, Sql.time(fromMicros));
            delete.setObject(3, Sql.time(toMicros));
            delete.setArray(4, connection.createArrayOf("int8", starts));
            delete.executeUpdate();
        }
        try (PreparedStatement put = connection.prepareStatement(
                "INSERT INTO millrace.shift AS s (location, start, \"end\","
                        + " name, day) VALUES (?, ?, ?, ?, ?) ON CONFLICT (location, start) DO UPDATE SET \"end\" ="
                        + " EXCLUDED.\"end\", name = EXCLUDED.name, day = EXCLUDED.day WHERE s IS DISTINCT FROM EXCLUDED")) {
            for (ShiftRow shift : shifts) {
                put.setString(1, location);
                put.setObject(2, Sql.time(shift.startMicros()));
                put.setObject(3, Sql.time(shift.endMicros()));
                put.setString(4, shift.name());
                put.setObject(5, shift.day());
                put.addBatch();
            }
            put.executeBatch();
        }
        return shifts.size();
    }
}

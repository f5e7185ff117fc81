package io.millrace.historian.production;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Microseconds on their way to PostgreSQL and back, exactly. No state. */
final class Sql {

    /** What PostgreSQL's times hold with four digits of a year. */
    private static final long FIRST = -62_135_596_800_000_000L;

    private static final long LAST = 253_402_300_799_999_999L;

    private static final int FETCH = 5_000;

    private Sql() {}

    /** An expression for the microseconds since 1970 of a time, or of an interval. Numeric, and so exact. */
    static String micros(String expression) {
        return "(extract(epoch FROM " + expression + ") * 1000000)::int8";
    }

    static OffsetDateTime time(long micros) {
        long within = Math.max(FIRST, Math.min(LAST, micros));
        return Instant.EPOCH.plus(within, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    static void setTime(PreparedStatement statement, int parameter, @Nullable Long micros) throws SQLException {
        if (micros == null) {
            statement.setNull(parameter, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(parameter, time(micros));
        }
    }

    static void setLong(PreparedStatement statement, int parameter, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.BIGINT);
        } else {
            statement.setLong(parameter, value);
        }
    }

    static @Nullable Long whole(ResultSet rows, int column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : value;
    }

    static List<EventRow> events(Connection connection, String clause, Object... parameters) throws SQLException {
        String select = "SELECT " + micros("ts") + ", coalesce(id, ''), payload::text FROM millrace.event" + clause;
        List<EventRow> events = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(new EventRow(rows.getLong(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return events;
    }

    static List<CountRow> counts(Connection connection, String topic, long fromMicros, long toMicros, int most)
            throws SQLException {
        String select = "SELECT " + micros("ts") + ", " + number("count") + ", " + number("scrap")
                + ", payload ?? 'scrap' FROM millrace.event WHERE topic = ? AND ts >= ? AND ts < ? ORDER BY ts, id LIMIT "
                + most;
        List<CountRow> counts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setFetchSize(FETCH);
            statement.setString(1, topic);
            statement.setObject(2, time(fromMicros));
            statement.setObject(3, time(toMicros));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Long scrap = rows.getBoolean(4) ? pieces(rows.getBigDecimal(3)) : Long.valueOf(0);
                    counts.add(new CountRow(rows.getLong(1), pieces(rows.getBigDecimal(2)), scrap));
                }
            }
        }
        return counts;
    }

    private static String number(String field) {
        return "CASE WHEN jsonb_typeof(payload -> '" + field + "') = 'number' THEN (payload -> '" + field
                + "')::numeric END";
    }

    private static @Nullable Long pieces(@Nullable BigDecimal number) {
        try {
            return number == null || number.signum() < 0 ? null : Long.valueOf(number.longValueExact());
        } catch (ArithmeticException noWholeNumber) {
            return null;
        }
    }
}

package io.millrace.historian;

import io.millrace.historian.database.Nul;
import io.millrace.model.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values on their way to PostgreSQL and back. No state. */
final class Columns {

    /** Years that ISO 8601 writes with four digits; PostgreSQL knows neither {@link Instant#MIN} nor {@code MAX}. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Columns() {}

    /** Cut to microseconds: the driver would round, and so ask for a time that has not come yet. */
    static OffsetDateTime utc(Instant instant) {
        Instant within = instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
        return within.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Text of whoever asks, spelled as the sink stores it. */
    static void setText(PreparedStatement statement, int parameter, String text) throws SQLException {
        statement.setString(parameter, Nul.outOfText(text));
    }

    static void setTextOrNull(PreparedStatement statement, int parameter, @Nullable String text) throws SQLException {
        statement.setString(parameter, text == null ? null : Nul.outOfText(text));
    }

    static @Nullable Double real(ResultSet rows, int column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? null : value;
    }

    /**
     * The value of a sample; null where it has none.
     *
     * @param number the column {@code number}; {@code integer} and {@code text} follow it
     * @param dataType of the tag: a boolean is kept as an integer
     */
    static @Nullable Value value(ResultSet rows, int number, int dataType) throws SQLException {
        String text = rows.getString(number + 2);
        if (text != null) {
            return Value.of(text);
        }
        Double real = real(rows, number);
        if (real != null) {
            return Value.of(real);
        }
        long integer = rows.getLong(number + 1);
        if (rows.wasNull()) {
            return null;
        }
        return "boolean".equals(rows.getString(dataType)) ? Value.of(integer != 0) : Value.of(integer);
    }

    static @Nullable Instant time(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Instant required(ResultSet rows, int column) throws SQLException {
        Instant time = time(rows, column);
        if (time == null) {
            throw new SQLException("a time that cannot be null is null");
        }
        return time;
    }

    /** What the schema writes as the empty text is absent for us. */
    static @Nullable String absentIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}

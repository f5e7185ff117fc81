package io.millrace.prove.evidence;

import io.millrace.prove.judge.Judge;
import io.millrace.prove.judge.LedgerRow;
import io.millrace.prove.judge.StoredFigure;
import io.millrace.prove.judge.Told;
import io.millrace.prove.judge.Totals;
import io.millrace.prove.recount.Expected;
import io.millrace.prove.recount.Figure;
import io.millrace.prove.recount.Moment;
import io.millrace.prove.recount.Words;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** Reads the historian with SQL. Not thread-safe. */
public final class HistorianEvidence implements AutoCloseable {

    private static final int FETCH = 10_000;
    private static final int SEVERITY = 30;

    private static final String FIGURES = "SELECT kind, name, day::text, running, " + String.join(", ", Figure.RATIOS)
            + ", " + String.join(", ", Figure.PIECES) + ", "
            + Stream.of(Figure.TIMES, Figure.IDEALS, List.of("start", "\"end\""))
                    .flatMap(List::stream)
                    .map(HistorianEvidence::micros)
                    .collect(Collectors.joining(", "))
            + " FROM millrace.oee WHERE location = ? ORDER BY start, kind";

    private final Connection connection;

    /** @throws EvidenceException when it cannot be reached */
    public HistorianEvidence(String jdbcUrl, String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "300");
        properties.setProperty("ApplicationName", "millrace prove");
        try {
            connection = DriverManager.getConnection(jdbcUrl, properties);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
        } catch (SQLException failed) {
            throw unreadable(failed);
        }
    }

    /**
     * How far each partition is stored and counted in the ledger: the smaller of both.
     *
     * @return partitions nothing is known of are absent
     */
    public Map<TopicPartition, Long> reached() {
        Map<TopicPartition, Long> reached = new HashMap<>();
        query(
                "SELECT topic, partition, least(next_offset, coalesce(counted_offset, 0)) FROM millrace.log_offset",
                rows -> reached.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3)));
        return reached;
    }

    /** Tells every row, the database's own totals, and the hub's ledger. */
    public void all(Judge judge) {
        Map<Integer, String> tags = new HashMap<>();
        query("SELECT id, topic FROM millrace.tag", rows -> tags.put(rows.getInt(1), rows.getString(2)));
        tags.forEach((id, topic) -> samples(id, topic, judge));
        query(
                "SELECT t.topic, count(*), count(DISTINCT coalesce(s.number, s.integer)),"
                        + " max(coalesce(s.number, s.integer)), sum(coalesce(s.number, s.integer))"
                        + " FROM millrace.sample s JOIN millrace.tag t ON t.id = s.tag_id GROUP BY t.topic",
                rows -> judge.totals(new Totals(
                        rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getDouble(4), rows.getDouble(5))));
        query("SELECT topic, count(*) FROM millrace.event GROUP BY topic", rows -> {
            if (!judge.eventTopics().contains(rows.getString(1))) {
                judge.storedEvents(rows.getString(1), rows.getLong(2));
            }
        });
        judge.eventTopics().forEach(topic -> events(topic, judge));
        query(
                "SELECT source, topic, received, delivered, duplicate, rejected, shed, corrected FROM millrace.ledger",
                rows -> judge.ledger(new LedgerRow(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getLong(6),
                        rows.getLong(7),
                        rows.getLong(8))));
    }

    /** Tells what is there of a topic of a processor, with all corrections, in the order of time. */
    public void results(Expected expected, BiConsumer<Moment, String> to) {
        String sql = "SELECT (extract(epoch FROM "
                + switch (expected.form()) {
                    case SAMPLES ->
                        "ts) * 1000000)::bigint, id, quality, number, integer, text FROM millrace.sample"
                                + " WHERE tag_id = (SELECT id FROM millrace.tag WHERE topic = ?) ORDER BY ts";
                    case COUNTS ->
                        "ts) * 1000000)::bigint, id, count, scrap FROM millrace.counts WHERE topic = ? ORDER BY ts";
                    case STATES ->
                        "start) * 1000000)::bigint, id, state, code, reason, microstop,"
                                + " (extract(epoch FROM \"end\") * 1000000)::bigint"
                                + " FROM millrace.states WHERE topic = ? ORDER BY start";
                };
        query(
                sql,
                statement -> statement.setString(1, expected.topic()),
                rows -> to.accept(
                        new Moment(rows.getLong(1), Objects.requireNonNullElse(rows.getString(2), "")),
                        switch (expected.form()) {
                            case SAMPLES -> sample(rows);
                            case COUNTS -> Words.count(rows.getLong(3), rows.getLong(4));
                            case STATES -> state(rows);
                        }));
    }

    private static String sample(ResultSet rows) throws SQLException {
        int quality = rows.getInt(3);
        double number = rows.getDouble(4);
        if (!rows.wasNull()) {
            return Words.withQuality(Words.number(number), quality);
        }
        long integer = rows.getLong(5);
        if (!rows.wasNull()) {
            return Words.withQuality(Words.number(integer), quality);
        }
        String text = rows.getString(6);
        return Words.withQuality(text == null ? "no value" : Words.text(text), quality);
    }

    private static String state(ResultSet rows) throws SQLException {
        long end = rows.getLong(7);
        Long orNow = rows.wasNull() ? null : end;
        return Words.state(rows.getString(3), rows.getString(4), rows.getString(5), rows.getBoolean(6), orNow);
    }

    private void samples(int tag, String topic, Judge judge) {
        String sql = "SELECT (extract(epoch FROM ts) * 1000000)::bigint, quality, coalesce(number, integer), id"
                + " FROM millrace.sample WHERE tag_id = ? ORDER BY ts";
        query(sql, statement -> statement.setInt(1, tag), rows -> {
            double number = rows.getDouble(3);
            Double value = rows.wasNull() ? null : number;
            boolean bad = rows.getInt(2) >>> SEVERITY != 0;
            judge.stored(new Told(topic, rows.getLong(1), value, rows.getString(4), bad));
        });
    }

    private void events(String topic, Judge judge) {
        String sql = "SELECT (extract(epoch FROM ts) * 1000000)::bigint, (payload ->> 'value')::double precision, id"
                + " FROM millrace.event WHERE topic = ? ORDER BY ts";
        query(sql, statement -> statement.setString(1, topic), rows -> {
            double number = rows.getDouble(2);
            Double value = rows.wasNull() ? null : number;
            judge.stored(new Told(topic, rows.getLong(1), value, rows.getString(3), false));
        });
    }

    /**
     * Whether all facts up to a time are in the figures.
     *
     * @param micros microseconds since 1970
     */
    public boolean hasFiguresUntil(long micros) {
        long[] until = {0, 1};
        query(
                "SELECT (SELECT (extract(epoch FROM max(ts)) * 1000000)::bigint FROM millrace.production_until),"
                        + " (SELECT count(*) FROM millrace.production_mark)",
                rows -> {
                    until[0] = rows.getLong(1);
                    until[1] = rows.getLong(2);
                });
        return until[0] > micros && until[1] == 0;
    }

    /** Tells the figures of a location. */
    public void figures(String location, Consumer<StoredFigure> to) {
        query(FIGURES, statement -> statement.setString(1, location), rows -> {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String ratio : Figure.RATIOS) {
                BigDecimal number = rows.getBigDecimal(ratio);
                fields.put(ratio, number == null ? Figure.ABSENT : number.toPlainString());
            }
            for (List<String> names : List.of(Figure.TIMES, Figure.IDEALS, Figure.PIECES)) {
                for (String name : names) {
                    String whole = rows.getString(name);
                    fields.put(name, whole == null ? Figure.ABSENT : whole);
                }
            }
            to.accept(new StoredFigure(
                    rows.getString("kind"),
                    rows.getString("name"),
                    rows.getLong("start"),
                    rows.getLong("end"),
                    LocalDate.parse(rows.getString("day")),
                    rows.getBoolean("running"),
                    new Figure(fields)));
        });
    }

    private static String micros(String interval) {
        return "(extract(epoch FROM " + interval + ") * 1000000)::bigint AS " + interval;
    }

    private interface Filler {
        void fill(PreparedStatement statement) throws SQLException;
    }

    private interface RowReader {
        void read(ResultSet rows) throws SQLException;
    }

    private void query(String sql, RowReader reader) {
        query(sql, statement -> {}, reader);
    }

    private void query(String sql, Filler filler, RowReader reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            filler.fill(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
            connection.commit();
        } catch (SQLException failed) {
            throw unreadable(failed);
        }
    }

    private static EvidenceException unreadable(SQLException failed) {
        return new EvidenceException("The historian cannot be read: " + failed.getMessage(), failed);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            throw unreadable(gone);
        }
    }
}

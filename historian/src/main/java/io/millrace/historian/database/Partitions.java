package io.millrace.historian.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The days of {@code sample}, {@code event} and {@code correction}: one partition per UTC day, named {@code sample_20261121}. Made beside
 * the table and then attached, and detached before they are dropped, so that neither readers nor the sink wait. No
 * state; safe from several hubs at once.
 */
public final class Partitions {

    /** The partitioned tables. */
    public enum Table {
        // Insert-only: vacuumed by amount, not by share, so that the key alone answers for today's samples too.
        SAMPLE("sample", "autovacuum_vacuum_insert_threshold = 500000, autovacuum_vacuum_insert_scale_factor = 0"),
        EVENT("event", "autovacuum_vacuum_insert_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0"),
        CORRECTION(
                "correction", "autovacuum_vacuum_insert_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0");

        private final String sqlName;
        private final String storage;

        Table(String sqlName, String storage) {
            this.sqlName = sqlName;
            this.storage = storage;
        }
    }

    /** More than a week at once happens to a hub that was off for long, or whose clock is wrong. */
    private static final int MOST_DAYS_AT_ONCE = 7;

    private static final Logger log = LoggerFactory.getLogger(Partitions.class);
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int AT_A_TIME = 100;
    private static final Pattern NAME = Pattern.compile("(?:sample|event|correction)_(\\d{8})");

    private Partitions() {}

    /**
     * Makes the days that are missing, some at a time: every new table costs locks until its transaction ends, and
     * PostgreSQL has room for a few thousand. The connection must not be in a transaction.
     */
    public static void make(Connection connection, Table table, Collection<LocalDate> days) throws SQLException {
        List<LocalDate> sorted = List.copyOf(new TreeSet<>(days));
        for (int from = 0; from < sorted.size(); from += AT_A_TIME) {
            List<LocalDate> some = sorted.subList(from, Math.min(sorted.size(), from + AT_A_TIME));
            Transactions.run(connection, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_advisory_xact_lock(" + Database.SCHEMA_LOCK + ")");
                    for (LocalDate day : some) {
                        make(statement, table, day);
                    }
                }
            });
        }
    }

    private static void make(Statement statement, Table table, LocalDate day) throws SQLException {
        String parent = "millrace." + table.sqlName;
        String name = parent + "_" + SUFFIX.format(day);
        String from = day + " 00:00:00+00";
        String to = day.plusDays(1) + " 00:00:00+00";
        try (ResultSet rows =
                statement.executeQuery("SELECT relispartition FROM pg_class WHERE oid = to_regclass('" + name + "')")) {
            if (rows.next() && rows.getBoolean(1)) {
                return;
            }
        }
        statement.execute("CREATE TABLE IF NOT EXISTS " + name + " (LIKE " + parent
                + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES) WITH (" + table.storage + ")");
        statement.execute("ALTER TABLE " + parent + " ATTACH PARTITION " + name + " FOR VALUES FROM ('" + from
                + "') TO ('" + to + "')");
    }

    /**
     * Drops the days before one, those a broken-off drop left detached included; some days at a time, since a clock
     * that jumped ahead by years must not cost the history of years.
     *
     * @param connection in auto-commit mode: PostgreSQL detaches concurrently only outside a transaction
     * @return how many were dropped
     */
    public static int dropBefore(Connection connection, LocalDate firstKept) throws SQLException {
        List<Found> expired = find(connection).stream()
                .filter(found -> found.day.isBefore(firstKept))
                .toList();
        List<LocalDate> days =
                expired.stream().map(Found::day).distinct().sorted().toList();
        if (days.size() > MOST_DAYS_AT_ONCE) {
            log.atWarn()
                    .addKeyValue("days", days.size())
                    .addKeyValue("before", firstKept)
                    .log("more days than usual are past their retention; only the oldest " + MOST_DAYS_AT_ONCE
                            + " are dropped for now. If the clock of this machine is wrong, set it");
            days = days.subList(0, MOST_DAYS_AT_ONCE);
        }
        int dropped = 0;
        for (Found found : expired) {
            if (days.contains(found.day)) {
                drop(connection, found);
                dropped++;
            }
        }
        if (dropped > 0) {
            log.atInfo()
                    .addKeyValue("partitions", dropped)
                    .addKeyValue("before", firstKept)
                    .log("history past its retention dropped");
        }
        return dropped;
    }

    private static void drop(Connection connection, Found found) throws SQLException {
        String parent = "millrace." + found.name.substring(0, found.name.indexOf('_'));
        String name = "millrace." + found.name;
        try (Statement statement = connection.createStatement()) {
            if (found.pending) {
                statement.execute("ALTER TABLE " + parent + " DETACH PARTITION " + name + " FINALIZE");
            } else if (found.attached) {
                statement.execute("ALTER TABLE " + parent + " DETACH PARTITION " + name + " CONCURRENTLY");
            }
            statement.execute("DROP TABLE IF EXISTS " + name);
        }
    }

    private record Found(String name, LocalDate day, boolean attached, boolean pending) {}

    private static List<Found> find(Connection connection) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT c.relname, i.inhrelid IS NOT NULL, coalesce(i.inhdetachpending, false) FROM pg_class c"
                                + " LEFT JOIN pg_inherits i ON i.inhrelid = c.oid"
                                + " WHERE c.relnamespace = to_regnamespace('millrace') AND c.relkind = 'r'"
                                + " ORDER BY c.relname");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Matcher matcher = NAME.matcher(rows.getString(1));
                if (matcher.matches()) {
                    found.add(new Found(
                            rows.getString(1),
                            LocalDate.parse(matcher.group(1), SUFFIX),
                            rows.getBoolean(2),
                            rows.getBoolean(3)));
                }
            }
        }
        return found;
    }
}

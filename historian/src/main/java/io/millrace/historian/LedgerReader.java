package io.millrace.historian;

import io.millrace.historian.Deliveries.Ledger;
import io.millrace.historian.Deliveries.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the ledger. Holes in the numbers of a session are lost samples, but not at once: the records of one session lie
 * in several partitions of the log, and those are stored one before the other. A session's holes count as lost
 *
 * <ul>
 *   <li>all of them, when nothing was written to the session for the settling time;
 *   <li>none, while it is written from a backlog, that is when the last record stored is older than the settling time;
 *   <li>otherwise those further below its highest number than it gets on within the settling time at its mean pace.
 * </ul>
 *
 * <p>When the session was written is the time of the commit. Where PostgreSQL does not keep that, the received time of the
 * last record stands in for it, and holes that will yet be filled may be counted while a backlog is stored.
 */
final class LedgerReader {

    private static final String ENTRIES = """
            SELECT source, topic, received, delivered, duplicate, rejected, late, corrected, shed, lost, first, last,
                   ARRAY(SELECT reason FROM millrace.rejection r WHERE %1$s GROUP BY reason ORDER BY reason),
                   ARRAY(SELECT sum(count)::bigint FROM millrace.rejection r WHERE %1$s GROUP BY reason ORDER BY reason)
              FROM (%2$s) AS e
             ORDER BY last DESC, source, topic
            """;

    /** A row as of the ledger for each session with holes. Its parameter: the settling time in seconds. */
    private static final String HOLES = """
            SELECT source, '' AS topic, 0 AS received, 0 AS delivered, 0 AS duplicate, 0 AS rejected, 0 AS late,
                   0 AS corrected, 0 AS shed, holes AS lost, first_received AS first, last_received AS last
              FROM (SELECT h.*, upto - arrived.count AS holes
                      FROM (SELECT w.*,
                                   CASE
                                     WHEN written <= now() - settling THEN highest
                                     WHEN last_received <= now() - settling THEN 0
                                     WHEN lasted <= settling THEN 0
                                     ELSE floor(highest * (1 - extract(epoch FROM settling)
                                                               / extract(epoch FROM lasted)))::bigint
                                   END AS upto
                              FROM (SELECT s.*,
                                           greatest(0, coalesce(upper(numbers), 1) - 1) AS highest,
                                           last_received - first_received AS lasted,
                                           coalesce(%s, last_received) AS written,
                                           make_interval(secs => ?) AS settling
                                      FROM millrace.session s) AS w) AS h
                     CROSS JOIN LATERAL (
                           SELECT coalesce(sum(upper(run) - lower(run)), 0) AS count
                             FROM unnest(numbers * int8multirange(int8range(1, upto + 1))) AS run) AS arrived) AS found
             WHERE holes > 0
            """.formatted(SqlDeliveries.committed("s"));

    private static final String SUMS = """
            SELECT source, %s AS topic, sum(received)::bigint AS received, sum(delivered)::bigint AS delivered,
                   sum(duplicate)::bigint AS duplicate, sum(rejected)::bigint AS rejected, sum(late)::bigint AS late,
                   sum(corrected)::bigint AS corrected, sum(shed)::bigint AS shed, sum(lost)::bigint AS lost, min(first) AS first, max(last) AS last
              FROM (SELECT source, topic, received, delivered, duplicate, rejected, late, corrected, shed, lost, first,
                           last
                      FROM millrace.ledger
                     UNION ALL
            """ + HOLES + ") AS every ";

    private static final String BY_SOURCE = ENTRIES.formatted(
            "r.source = e.source", SUMS.formatted("''") + "GROUP BY source ORDER BY max(last) DESC, source LIMIT ?");

    private static final String BY_TOPIC = ENTRIES.formatted(
            "r.source = e.source AND r.topic = e.topic",
            SUMS.formatted("topic") + "WHERE source = ? GROUP BY source, topic ORDER BY max(last) DESC, topic LIMIT ?");

    private static final String OF_TOPIC = ENTRIES.formatted(
            "r.source = e.source AND r.topic = e.topic",
            "SELECT * FROM millrace.ledger WHERE topic = ? ORDER BY last DESC, source LIMIT ?");

    private final double settlingSeconds;

    LedgerReader(Duration settling) {
        this.settlingSeconds = settling.toMillis() / 1_000.0;
    }

    Ledger bySource(Connection connection, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BY_SOURCE)) {
            select.setDouble(1, settlingSeconds);
            // One more than asked for tells whether there are more.
            select.setInt(2, limit + 1);
            List<LedgerEntry> entries = entries(select);
            boolean more = entries.size() > limit;
            return new Ledger(more ? entries.subList(0, limit) : entries, more);
        }
    }

    List<LedgerEntry> byTopic(Connection connection, String source, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BY_TOPIC)) {
            select.setDouble(1, settlingSeconds);
            Columns.setText(select, 2, source);
            select.setInt(3, limit);
            return entries(select);
        }
    }

    List<LedgerEntry> ofTopic(Connection connection, String topic, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_TOPIC)) {
            Columns.setText(select, 1, topic);
            select.setInt(2, limit);
            return entries(select);
        }
    }

    private static List<LedgerEntry> entries(PreparedStatement select) throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                entries.add(new LedgerEntry(
                        rows.getString(1),
                        Columns.absentIfEmpty(rows.getString(2)),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getLong(6),
                        rows.getLong(7),
                        rows.getLong(8),
                        rows.getLong(9),
                        rows.getLong(10),
                        rejections(rows),
                        Columns.required(rows, 11),
                        Columns.required(rows, 12)));
            }
        }
        return entries;
    }

    private static Map<String, Long> rejections(ResultSet rows) throws SQLException {
        String[] reasons = (String[]) rows.getArray(13).getArray();
        Long[] counts = (Long[]) rows.getArray(14).getArray();
        Map<String, Long> rejections = new HashMap<>();
        for (int i = 0; i < reasons.length; i++) {
            rejections.put(reasons[i], counts[i]);
        }
        return rejections;
    }
}

package io.millrace.historian.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is forgotten of deliveries, and when; the ledger's counts are kept for ever. No state. */
public final class DeliveryRetention {

    /** As long as the log keeps the records of the quarantine. */
    public static final Duration QUARANTINE = Duration.ofDays(30);

    private static final Logger log = LoggerFactory.getLogger(DeliveryRetention.class);

    /** The newest session of each origin stays: the gap before the next one begins where it ended. */
    private static final String SESSIONS = "WITH gone AS (DELETE FROM millrace.session s WHERE s.last_received < ?"
            + " AND EXISTS (SELECT 1 FROM millrace.session n WHERE n.origin = s.origin AND n.epoch > s.epoch)"
            + " RETURNING source, last_received,"
            + " upper(numbers) - 1 - (SELECT sum(upper(r) - lower(r)) FROM unnest(numbers) r) AS holes)"
            + " INSERT INTO millrace.ledger AS l (source, lost, first, last)"
            + " SELECT source, sum(holes)::bigint, min(last_received), max(last_received) FROM gone WHERE holes > 0"
            + " GROUP BY source ORDER BY source"
            + " ON CONFLICT (source, topic) DO UPDATE SET lost = l.lost + EXCLUDED.lost";

    private DeliveryRetention() {}

    /**
     * Drops records of the quarantine after {@link #QUARANTINE}, and gaps and sessions with the samples of their time;
     * the holes of a session that is dropped become a count of the ledger. The connection must not be in a transaction.
     *
     * @param firstKept the first day within the retention
     */
    public static void drop(Connection connection, Instant now, LocalDate firstKept) throws SQLException {
        OffsetDateTime earliest = firstKept.atStartOfDay().atOffset(ZoneOffset.UTC);
        Transactions.run(connection, () -> {
            int quarantined = delete(
                    connection,
                    "DELETE FROM millrace.quarantine WHERE quarantined < ?",
                    now.minus(QUARANTINE).atOffset(ZoneOffset.UTC));
            int gaps = delete(connection, "DELETE FROM millrace.gap WHERE \"to\" < ?", earliest);
            delete(connection, SESSIONS, earliest);
            if (quarantined + gaps > 0) {
                log.atInfo()
                        .addKeyValue("quarantined", quarantined)
                        .addKeyValue("gaps", gaps)
                        .log("quarantine and gaps past their retention dropped");
            }
        });
    }

    private static int delete(Connection connection, String sql, OffsetDateTime before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setObject(1, before);
            return delete.executeUpdate();
        }
    }
}

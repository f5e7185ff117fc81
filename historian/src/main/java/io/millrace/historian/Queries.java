package io.millrace.historian;

import io.millrace.model.LogPartition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What people ask of history. Thread-safe. Every method is bounded by a statement time-out and throws {@link
 * io.millrace.historian.database.HistorianUnavailableException} when the database cannot be reached.
 */
public interface Queries {

    /**
     * One tag reduced to at most {@code points} buckets of equal length: what a pen draws without losing a peak.
     *
     * @param topic the tag's full topic; an unknown one gives an empty trend
     * @param from inclusive
     * @param to exclusive
     * @param points 1 to 10,000
     */
    Trend trend(String topic, Instant from, Instant to, int points);

    /** The newest sample of every tag, and the offsets up to which the log was stored when it was taken, as one. */
    Snapshot snapshot();

    /** The offsets up to which the log is stored, alone: a snapshot reads every tag. */
    Map<LogPartition, Long> stored();

    /**
     * Runs one statement of a person in a read-only transaction.
     *
     * @param maxRows more are cut, and the table says so; so is what exceeds some megabytes of text
     * @throws io.millrace.model.ProblemException {@code sql-refused}, with the database's own words and position
     */
    Table sql(String statement, int maxRows);

    /** What was made, and why not more. */
    ProductionQueries production();

    /** See {@link #snapshot}. */
    record Snapshot(List<LatestSample> latest, Map<LogPartition, Long> next) {
        public Snapshot {
            latest = List.copyOf(latest);
            next = Map.copyOf(next);
        }
    }

    /** The answer to a statement: every cell as text, null where the database has null. */
    record Table(List<String> columns, List<List<String>> rows, boolean cut) {
        public Table {
            columns = List.copyOf(columns);
        }
    }
}

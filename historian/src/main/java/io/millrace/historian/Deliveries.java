package io.millrace.historian;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of everything that was sent: the ledger, the gaps, the quarantine and the stored samples themselves.
 * Thread-safe. Every method is bounded by a statement time-out and throws {@link
 * io.millrace.historian.database.HistorianUnavailableException} when the database cannot be reached. Limits are 1 to
 * 10,000.
 */
public interface Deliveries {

    /**
     * Received is always delivered + duplicate + rejected + shed, counted in samples and events (a message that cannot
     * be read counts as one). Late and corrected are part of delivered; lost was never received.
     *
     * @param topic absent for what belongs to no topic
     * @param late delivered more than a minute after its own timestamp
     * @param corrected delivered to replace, or take back, what was delivered before under the same identity
     * @param lost sequence numbers, publishing intervals and polls that should have come. Numbers that are missing in a
     *     session count when nothing came to the session for 10 s, or so much that the missing ones should have come more
     *     than 10 s ago; what comes after all is no longer lost
     * @param rejections rejected by reason code
     * @param first when the source was first heard of
     * @param last when it was last heard of
     */
    record LedgerEntry(
            String source,
            @Nullable String topic,
            long received,
            long delivered,
            long duplicate,
            long rejected,
            long late,
            long corrected,
            long shed,
            long lost,
            Map<String, Long> rejections,
            Instant first,
            Instant last) {
        public LedgerEntry {
            rejections = Map.copyOf(rejections);
        }
    }

    /**
     * @param bySource one entry for each source, topics added up; the most recent first
     * @param more whether there were more sources than asked for
     */
    record Ledger(List<LedgerEntry> bySource, boolean more) {
        public Ledger {
            bySource = List.copyOf(bySource);
        }
    }

    /**
     * A span in which something was not delivered.
     *
     * @param topic absent when all topics of the source are meant
     * @param reason {@code disconnected}, {@code missed-intervals}, {@code missed-polls}, {@code log-unavailable}
     */
    record Gap(
            String source,
            @Nullable String topic,
            Instant from,
            Instant to,
            String reason,
            long count,
            String sentence) {}

    /** Where a record of the quarantine is in its life. */
    enum QuarantineState {
        OPEN,
        REPLAYED,
        DISCARDED
    }

    /**
     * @param id its number, which stays
     * @param firstSeen when the message first came
     * @param hop who refused it: {@code ingest}, {@code historian} or {@code processor:NAME}
     * @param bytes length of the payload
     * @param payload absent in lists
     * @param resolvedBy who replayed or discarded it, and when; absent while open
     */
    record Quarantined(
            long id,
            String topic,
            String source,
            String code,
            String sentence,
            String hop,
            int attempts,
            Instant firstSeen,
            Instant quarantined,
            long bytes,
            byte @Nullable [] payload,
            Map<String, String> headers,
            QuarantineState state,
            @Nullable String resolvedBy,
            @Nullable Instant resolvedAt) {
        public Quarantined {
            headers = Map.copyOf(headers);
        }
    }

    /** @param open how many records of the quarantine are open in all, whatever was asked for */
    record QuarantineList(List<Quarantined> records, long open, boolean more) {
        public QuarantineList {
            records = List.copyOf(records);
        }
    }

    /**
     * @param value as text, as in the view {@code samples}, absent where there is none; of an event its payload
     * @param quality StatusCode
     * @param storedAt when the transaction with the row was committed; absent where PostgreSQL does not keep that
     *     ({@code track_commit_timestamp}, which the embedded one has on), and for rows so old that it forgot
     */
    record StoredSample(
            String topic,
            Instant time,
            @Nullable String value,
            int quality,
            @Nullable String id,
            @Nullable Instant storedAt) {}

    /** The ledger by source. */
    Ledger ledger(int limit);

    /**
     * The ledger of one source by topic, most recent first. Missing sequence numbers belong to no topic: they are lost
     * in the entry whose topic is absent.
     *
     * @param source exactly as in {@link #ledger(int)}
     */
    List<LedgerEntry> ledger(String source, int limit);

    /** The ledger of one topic: an entry for each source it came from, the 1,000 most recent. */
    List<LedgerEntry> ledgerOfTopic(String topic);

    /**
     * The gaps that concern a topic and touch a span, in time order; the latest when there are more than the limit. Gaps
     * of a whole source concern the topics that came from it according to the ledger.
     *
     * @param from inclusive
     * @param to exclusive
     */
    List<Gap> gaps(String topic, Instant from, Instant to, int limit);

    /**
     * Records of the quarantine, newest first.
     *
     * @param state absent for all
     * @param code absent for all reasons
     * @param hop who refused it; absent for all
     * @param before only those with a smaller id; absent for the newest
     */
    QuarantineList quarantine(
            @Nullable QuarantineState state,
            @Nullable String code,
            @Nullable String hop,
            @Nullable Long before,
            int limit);

    /** One record of the quarantine with its payload. */
    Optional<Quarantined> quarantined(long id);

    /**
     * The newest sample of a tag at or before a time; for a topic without samples the newest event. Of several with that
     * time and different ids the one that {@link Queries#trend} takes for the last.
     *
     * @param at any instant; {@link Instant#MAX} asks for the newest of all
     */
    Optional<StoredSample> sampleAt(String topic, Instant at);
}

package io.millrace.historian.sink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is counted but not in the database yet. Deliveries may wait here for some seconds, since the log can be counted
 * again from where the ledger was written last; anything else makes the book due at once. Pure; not thread-safe.
 */
final class LedgerBook {

    /** How long deliveries wait where there is little to write. */
    static final long LEAST_AGE_MILLIS = 5_000;

    /** No longer, for after a crash as much of the log is counted again. */
    static final long MOST_AGE_MILLIS = 30_000;

    /**
     * Rows wait while the book is written: with 20,000 topics a quarter of a second. So that takes a small part of the
     * time, however long it takes.
     */
    static final int REST = 120;

    static final int MAX_PAIRS = 50_000;
    static final int MAX_RANGES = 10_000;
    static final int MAX_SESSIONS = 1_000;

    /** One life of a connection. */
    record SessionKey(String origin, long epoch) {}

    /** What arrived of a session. */
    static final class Session {
        final String source;
        final NumberRanges numbers = new NumberRanges();
        long firstMicros = Long.MAX_VALUE;
        long lastMicros = Long.MIN_VALUE;

        Session(String source) {
            this.source = source;
        }
    }

    /** Why something of a source and topic was rejected. */
    record Rejection(String source, String topic, String reason) {}

    private final List<Tally> tallies = new ArrayList<>();
    private final Map<String, Map<String, Tally>> bySource = new HashMap<>();
    private final Map<Rejection, Long> rejections = new HashMap<>();
    private final Map<SessionKey, Session> sessions = new HashMap<>();
    /** Tallies of earlier pages are written, or given up. */
    private int page;

    private int ranges;
    private boolean urgent;
    private long sinceMillis;
    private long ageMillis = LEAST_AGE_MILLIS;

    /** @param topic empty for what belongs to none */
    Tally tally(String source, String topic) {
        Map<String, Tally> topics = bySource.get(source);
        if (topics == null) {
            topics = new HashMap<>();
            bySource.put(source, topics);
        }
        Tally tally = topics.get(topic);
        if (tally == null) {
            tally = new Tally(source, topic, page);
            topics.put(topic, tally);
            tallies.add(tally);
        }
        return tally;
    }

    /** The same without a look-up, mostly: a topic has one source, mostly, and keeps its tally at hand. */
    Tally tally(String source, KnownTopic topic) {
        Tally latest = topic.tally();
        if (latest == null || !latest.isOf(source, page)) {
            latest = tally(source, topic.path());
            topic.countedIn(latest);
        }
        return latest;
    }

    void delivered(Tally tally, boolean late, long micros) {
        tally.delivered++;
        if (late) {
            tally.late++;
        }
        tally.at(micros);
    }

    void duplicate(Tally tally, long micros) {
        tally.duplicate++;
        tally.at(micros);
        urgent = true;
    }

    void rejected(Tally tally, String reason, long micros) {
        tally.rejected++;
        tally.at(micros);
        rejections.merge(new Rejection(tally.source, tally.topic, reason), 1L, Long::sum);
        urgent = true;
    }

    void shed(Tally tally, long count, long micros) {
        tally.shed += count;
        tally.at(micros);
        urgent = true;
    }

    void lost(Tally tally, long count, long micros) {
        tally.lost += count;
        tally.at(micros);
        urgent = true;
    }

    /** Something was done that must not be done again, beside what was counted. */
    void hurry() {
        urgent = true;
    }

    void arrived(Session session, long number, long micros) {
        int before = session.numbers.size();
        session.numbers.add(number);
        ranges += session.numbers.size() - before;
        session.firstMicros = Math.min(session.firstMicros, micros);
        session.lastMicros = Math.max(session.lastMicros, micros);
    }

    Session session(String origin, long epoch, String source) {
        return sessions.computeIfAbsent(new SessionKey(origin, epoch), key -> new Session(source));
    }

    /** A batch was counted; from the first one on the book has an age. */
    void counted(long nowMillis) {
        if (sinceMillis == 0 && !isEmpty()) {
            sinceMillis = nowMillis;
        }
    }

    boolean isEmpty() {
        return tallies.isEmpty() && sessions.isEmpty() && !urgent;
    }

    boolean isDue(long nowMillis) {
        return !isEmpty()
                && (urgent
                        || tallies.size() > MAX_PAIRS
                        || ranges > MAX_RANGES
                        || sessions.size() > MAX_SESSIONS
                        || nowMillis - sinceMillis >= ageMillis
                        // the clock was set back
                        || nowMillis < sinceMillis);
    }

    /** It is in the database, which took that long; the next one waits accordingly. */
    void written(long tookMillis) {
        ageMillis = Math.max(LEAST_AGE_MILLIS, Math.min(MOST_AGE_MILLIS, REST * tookMillis));
        clear();
    }

    void clear() {
        page++;
        tallies.clear();
        bySource.clear();
        rejections.clear();
        sessions.clear();
        ranges = 0;
        urgent = false;
        sinceMillis = 0;
    }

    /** In no order. */
    List<Tally> tallies() {
        return Collections.unmodifiableList(tallies);
    }

    @Nullable
    Tally find(String source, String topic) {
        return bySource.getOrDefault(source, Map.of()).get(topic);
    }

    Map<Rejection, Long> rejections() {
        return rejections;
    }

    Map<SessionKey, Session> sessions() {
        return sessions;
    }
}

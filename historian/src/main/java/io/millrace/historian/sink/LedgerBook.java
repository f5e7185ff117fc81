package io.millrace.historian.sink;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is counted but not in the database yet. Deliveries may wait here for some seconds, since the log can be counted
 * again from where the ledger was written last; anything else makes the book due at once. Pure; not thread-safe.
 */
final class LedgerBook {

    /** How long deliveries may wait. */
    static final long MAX_AGE_MILLIS = 5_000;

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

    private final Map<String, Map<String, Tally>> tallies = new TreeMap<>();
    private final Map<Rejection, Long> rejections = new HashMap<>();
    private final Map<SessionKey, Session> sessions = new HashMap<>();
    private int pairs;
    private int ranges;
    private boolean urgent;
    private long sinceMillis;

    /** @param topic empty for what belongs to none */
    Tally tally(String source, String topic) {
        Map<String, Tally> topics = tallies.get(source);
        if (topics == null) {
            topics = new HashMap<>();
            tallies.put(source, topics);
        }
        Tally tally = topics.get(topic);
        if (tally == null) {
            tally = new Tally();
            topics.put(topic, tally);
            pairs++;
        }
        return tally;
    }

    void delivered(String source, String topic, boolean late, long micros) {
        Tally tally = tally(source, topic);
        tally.delivered++;
        if (late) {
            tally.late++;
        }
        tally.at(micros);
    }

    void duplicate(String source, String topic, long micros) {
        Tally tally = tally(source, topic);
        tally.duplicate++;
        tally.at(micros);
        urgent = true;
    }

    void rejected(String source, String topic, String reason, long micros) {
        Tally tally = tally(source, topic);
        tally.rejected++;
        tally.at(micros);
        rejections.merge(new Rejection(source, topic, reason), 1L, Long::sum);
        urgent = true;
    }

    void shed(String source, String topic, long count, long micros) {
        Tally tally = tally(source, topic);
        tally.shed += count;
        tally.at(micros);
        urgent = true;
    }

    void lost(String source, String topic, long count, long micros) {
        Tally tally = tally(source, topic);
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
                        || pairs > MAX_PAIRS
                        || ranges > MAX_RANGES
                        || sessions.size() > MAX_SESSIONS
                        || nowMillis - sinceMillis >= MAX_AGE_MILLIS
                        // the clock was set back
                        || nowMillis < sinceMillis);
    }

    void clear() {
        tallies.clear();
        rejections.clear();
        sessions.clear();
        pairs = 0;
        ranges = 0;
        urgent = false;
        sinceMillis = 0;
    }

    int pairs() {
        return pairs;
    }

    Map<String, Map<String, Tally>> tallies() {
        return tallies;
    }

    @Nullable
    Tally find(String source, String topic) {
        return tallies.getOrDefault(source, Map.of()).get(topic);
    }

    Map<Rejection, Long> rejections() {
        return rejections;
    }

    Map<SessionKey, Session> sessions() {
        return sessions;
    }
}

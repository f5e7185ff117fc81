package io.millrace.historian.sink;

import io.millrace.model.LogPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is counted but not in the database yet, a page for each partition of the log. Deliveries may wait here, since the
 * log can be counted again from where the page was written last; anything else makes the whole book due at once. Pure;
 * not thread-safe.
 */
final class LedgerBook {

    /** How long deliveries wait where there is little to write. */
    static final long LEAST_AGE_MILLIS = 5_000;

    /** No longer, for after a crash as much of the log is counted again. */
    static final long MOST_AGE_MILLIS = 30_000;

    /** To write a page takes PostgreSQL's time from the rows: a small part of it, however long a page takes. */
    static final int REST = 25;

    static final int MAX_PAIRS = 50_000;
    static final int MAX_RANGES = 10_000;
    static final int MAX_SESSIONS = 1_000;

    private static final int MAX_ORIGIN = 250;

    /** One life of a connection. */
    record SessionKey(String origin, long epoch) {}

    /** What arrived of a session. Its numbers are a set, so that counting them again adds nothing. */
    static final class Session {
        final String source;
        final NumberRanges numbers = new NumberRanges();
        long firstMicros = Long.MAX_VALUE;
        long lastMicros = Long.MIN_VALUE;

        Session(String source) {
            this.source = source;
        }
    }

    private final Map<LogPartition, LedgerPage> pages = new HashMap<>();
    private Map<SessionKey, Session> sessions = new HashMap<>();
    // The session of the last record is mostly the one of the next.
    private String latestOrigin = "";
    private long latestEpoch;
    private @Nullable Session latest;
    private int lastNumber;
    private int ranges;
    private boolean urgent;
    private long sessionsSinceMillis;
    private long notBeforeMillis = Long.MIN_VALUE;

    LedgerPage page(LogPartition partition) {
        LedgerPage page = pages.get(partition);
        if (page == null) {
            page = new LedgerPage(this, ++lastNumber);
            pages.put(partition, page);
        }
        return page;
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
        Session session = latest;
        if (session == null || epoch != latestEpoch || !origin.equals(latestOrigin)) {
            SessionKey key = new SessionKey(Sources.storable(origin, MAX_ORIGIN), epoch);
            session = sessions.computeIfAbsent(key, fresh -> new Session(source));
            latest = session;
            latestOrigin = origin;
            latestEpoch = epoch;
        }
        return session;
    }

    /** A batch of these partitions was counted. */
    void counted(Collection<LogPartition> partitions, long nowMillis) {
        partitions.forEach(this::page);
        pages.values().forEach(page -> page.counted(nowMillis));
        if (sessionsSinceMillis == 0 && !sessions.isEmpty()) {
            sessionsSinceMillis = nowMillis;
        }
    }

    boolean isEmpty() {
        return sessions.isEmpty() && !urgent && arePagesEmpty();
    }

    private boolean arePagesEmpty() {
        return pages.values().stream().allMatch(LedgerPage::isEmpty);
    }

    /** Whether it must be written with the batch that was counted last. */
    boolean isUrgent() {
        return urgent;
    }

    /** Whether it takes so much room that it must be written before more is counted. */
    boolean isFull() {
        return pages.values().stream().mapToInt(page -> page.tallies().size()).sum() > MAX_PAIRS
                || ranges > MAX_RANGES
                || sessions.size() > MAX_SESSIONS;
    }

    /** Which partitions' pages are to be written now: none, the one that has waited longest, or all there are. */
    Set<LogPartition> due(long nowMillis) {
        if (isWholeDue(nowMillis)) {
            return Set.copyOf(pages.keySet());
        }
        return pages.entrySet().stream()
                .max(Comparator.comparingLong(page -> page.getValue().ageMillis(nowMillis)))
                .filter(page -> isDue(page.getValue().ageMillis(nowMillis), nowMillis))
                .map(page -> Set.of(page.getKey()))
                .orElse(Set.of());
    }

    private boolean isDue(long ageMillis, long nowMillis) {
        return ageMillis >= MOST_AGE_MILLIS || ageMillis >= LEAST_AGE_MILLIS && nowMillis >= notBeforeMillis;
    }

    private boolean isWholeDue(long nowMillis) {
        return urgent
                || isFull()
                || sessionsSinceMillis != 0 && nowMillis - sessionsSinceMillis >= MOST_AGE_MILLIS
                || isSetBack(nowMillis);
    }

    /** The clock was. */
    private boolean isSetBack(long nowMillis) {
        return sessionsSinceMillis > nowMillis
                || pages.values().stream().anyMatch(page -> page.ageMillis(nowMillis) < 0);
    }

    /** What is counted of some partitions, and the sessions of all, to be written; both begin anew. */
    Posting take(Collection<LogPartition> partitions) {
        Posting posting = new Posting(tallies(partitions), rejections(partitions), sessions);
        partitions.forEach(partition -> page(partition).clear(++lastNumber));
        forgetSessions();
        if (arePagesEmpty()) {
            urgent = false;
        }
        return posting;
    }

    /** What was taken is in the database, which took that long; the next page waits accordingly. */
    void posted(long tookMillis, long nowMillis) {
        notBeforeMillis = nowMillis + REST * tookMillis;
    }

    /** It is given up. */
    void clear() {
        pages.clear();
        forgetSessions();
        urgent = false;
    }

    private void forgetSessions() {
        sessions = new HashMap<>();
        latest = null;
        ranges = 0;
        sessionsSinceMillis = 0;
    }

    Set<LogPartition> partitions() {
        return Set.copyOf(pages.keySet());
    }

    /** Whether nothing of a partition waits. */
    boolean isEmpty(LogPartition partition) {
        LedgerPage page = pages.get(partition);
        return page == null || page.isEmpty();
    }

    /** What is counted of some partitions, one tally for each source and topic, in no order. */
    private List<Tally> tallies(Collection<LogPartition> partitions) {
        if (partitions.size() == 1) {
            return List.copyOf(page(partitions.iterator().next()).tallies());
        }
        Map<String, Map<String, Tally>> sums = new HashMap<>();
        List<Tally> all = new ArrayList<>();
        for (LogPartition partition : partitions) {
            for (Tally tally : page(partition).tallies()) {
                sums.computeIfAbsent(tally.source, source -> new HashMap<>())
                        .computeIfAbsent(tally.topic, topic -> {
                            Tally sum = new Tally(tally.source, topic, 0);
                            all.add(sum);
                            return sum;
                        })
                        .add(tally);
            }
        }
        return all;
    }

    private Map<LedgerPage.Rejection, Long> rejections(Collection<LogPartition> partitions) {
        Map<LedgerPage.Rejection, Long> sums = new HashMap<>();
        partitions.forEach(partition ->
                page(partition).rejections().forEach((rejection, count) -> sums.merge(rejection, count, Long::sum)));
        return sums;
    }
}

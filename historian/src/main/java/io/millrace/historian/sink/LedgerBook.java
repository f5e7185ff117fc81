package io.millrace.historian.sink;

import io.millrace.model.LogPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /**
     * Rows wait while a page is written: with 20,000 topics in four partitions for some 60 ms. So that takes a small part
     * of the time, however long it takes.
     */
    static final int REST = 100;

    static final int MAX_PAIRS = 50_000;
    static final int MAX_RANGES = 10_000;
    static final int MAX_SESSIONS = 1_000;

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
    private final Map<SessionKey, Session> sessions = new HashMap<>();
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
        return sessions.computeIfAbsent(new SessionKey(origin, epoch), key -> new Session(source));
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
        return sessions.isEmpty() && !urgent && pages.values().stream().allMatch(LedgerPage::isEmpty);
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
                || pages.values().stream()
                                .mapToInt(page -> page.tallies().size())
                                .sum()
                        > MAX_PAIRS
                || ranges > MAX_RANGES
                || sessions.size() > MAX_SESSIONS
                || sessionsSinceMillis != 0 && nowMillis - sessionsSinceMillis >= MOST_AGE_MILLIS
                || isSetBack(nowMillis);
    }

    /** The clock was. */
    private boolean isSetBack(long nowMillis) {
        return sessionsSinceMillis > nowMillis
                || pages.values().stream().anyMatch(page -> page.ageMillis(nowMillis) < 0);
    }

    /** They are in the database, and the sessions with them, which took that long; the next one waits accordingly. */
    void written(Collection<LogPartition> partitions, long tookMillis, long nowMillis) {
        notBeforeMillis = nowMillis + REST * tookMillis;
        partitions.forEach(partition -> page(partition).clear(++lastNumber));
        sessions.clear();
        ranges = 0;
        sessionsSinceMillis = 0;
        if (pages.values().stream().allMatch(LedgerPage::isEmpty)) {
            urgent = false;
        }
    }

    /** It is given up. */
    void clear() {
        pages.clear();
        sessions.clear();
        ranges = 0;
        urgent = false;
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
    List<Tally> tallies(Collection<LogPartition> partitions) {
        if (partitions.size() == 1) {
            return page(partitions.iterator().next()).tallies();
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

    Map<LedgerPage.Rejection, Long> rejections(Collection<LogPartition> partitions) {
        Map<LedgerPage.Rejection, Long> sums = new HashMap<>();
        partitions.forEach(partition ->
                page(partition).rejections().forEach((rejection, count) -> sums.merge(rejection, count, Long::sum)));
        return sums;
    }

    Map<SessionKey, Session> sessions() {
        return sessions;
    }
}

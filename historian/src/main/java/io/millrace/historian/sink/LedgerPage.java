package io.millrace.historian.sink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of one partition and is not in the database yet. All records of a topic are in one partition, so its
 * page can be written for itself, together with the place up to which the partition is counted. Pure; not thread-safe.
 */
final class LedgerPage {

    /** Why something of a source and topic was rejected. */
    record Rejection(String source, String topic, String reason) {}

    private final LedgerBook book;
    private final List<Tally> tallies = new ArrayList<>();
    private final Map<String, Map<String, Tally>> bySource = new HashMap<>();
    private final Map<Rejection, Long> rejections = new HashMap<>();
    /** No other page has it, nor this one after it was written. */
    private int number;

    private long sinceMillis;

    LedgerPage(LedgerBook book, int number) {
        this.book = book;
        this.number = number;
    }

    /** @param topic empty for what belongs to none */
    Tally tally(String source, String topic) {
        Map<String, Tally> topics = bySource.get(source);
        if (topics == null) {
            topics = new HashMap<>();
            bySource.put(source, topics);
        }
        Tally tally = topics.get(topic);
        if (tally == null) {
            tally = new Tally(source, topic, number);
            topics.put(topic, tally);
            tallies.add(tally);
        }
        return tally;
    }

    /** The same without a look-up, mostly: a topic has one source, mostly, and keeps its tally at hand. */
    Tally tally(String source, KnownTopic topic) {
        Tally latest = topic.tally();
        if (latest == null || !latest.isOf(source, number)) {
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

    /** Counted as delivered, this one replaced what was stored before. */
    void corrected(Tally tally) {
        tally.corrected++;
    }

    void duplicate(Tally tally, long micros) {
        tally.duplicate++;
        tally.at(micros);
        book.hurry();
    }

    void rejected(Tally tally, String reason, long micros) {
        tally.rejected++;
        tally.at(micros);
        rejections.merge(new Rejection(tally.source, tally.topic, reason), 1L, Long::sum);
        book.hurry();
    }

    void shed(Tally tally, long count, long micros) {
        tally.shed += count;
        tally.at(micros);
        book.hurry();
    }

    void lost(Tally tally, long count, long micros) {
        tally.lost(count, micros);
        book.hurry();
    }

    /** A batch was counted; from the first one on the page has an age. */
    void counted(long nowMillis) {
        if (sinceMillis == 0 && !isEmpty()) {
            sinceMillis = nowMillis;
        }
    }

    boolean isEmpty() {
        return tallies.isEmpty();
    }

    /** How long something has waited here; negative when the clock was set back. */
    long ageMillis(long nowMillis) {
        return isEmpty() || sinceMillis == 0 ? 0 : nowMillis - sinceMillis;
    }

    void clear(int newNumber) {
        number = newNumber;
        tallies.clear();
        bySource.clear();
        rejections.clear();
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
}

package io.millrace.production.oee;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was made.
 *
 * @param count all pieces of planned time, bad ones included; PQ of ISO 22400-2
 * @param scrap bad ones among them
 * @param unplanned pieces made when nothing was planned; not part of {@code count}
 * @param unplannedScrap bad ones among those
 * @param idealMicros how long {@code count} takes ideally, of those whose ideal cycle time is known
 * @param idealGoodMicros how long the good ones take ideally; below 0 where more were bad than made
 * @param withoutIdeal how many have no ideal cycle time, bad ones that were booked later included
 * @param nameless products without an ideal cycle time, the first ten by name; the empty text for pieces of no product
 */
public record Pieces(
        long count,
        long scrap,
        long unplanned,
        long unplannedScrap,
        long idealMicros,
        long idealGoodMicros,
        long withoutIdeal,
        SortedSet<String> nameless) {

    public static final Pieces NONE = new Pieces(0, 0, 0, 0, 0, 0, 0, new TreeSet<>());

    /** So many products without an ideal cycle time are named; more are a mistake of another kind. */
    private static final int MOST_NAMES = 10;

    public Pieces {
        TreeSet<String> named = new TreeSet<>(nameless);
        while (named.size() > MOST_NAMES) {
            named.pollLast();
        }
        nameless = Collections.unmodifiableSortedSet(named);
    }

    /** GQ of ISO 22400-2. */
    public long good() {
        return count - scrap;
    }

    public Pieces plus(Pieces other) {
        TreeSet<String> names = new TreeSet<>(nameless);
        names.addAll(other.nameless);
        return new Pieces(
                Math.addExact(count, other.count),
                Math.addExact(scrap, other.scrap),
                Math.addExact(unplanned, other.unplanned),
                Math.addExact(unplannedScrap, other.unplannedScrap),
                Math.addExact(idealMicros, other.idealMicros),
                Math.addExact(idealGoodMicros, other.idealGoodMicros),
                Math.addExact(withoutIdeal, other.withoutIdeal),
                names);
    }
}

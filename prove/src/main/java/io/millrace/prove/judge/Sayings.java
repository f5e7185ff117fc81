package io.millrace.prove.judge;

import io.millrace.prove.recount.Moment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a processor said on one topic, as the log has it: what it said first, and what it corrected. From that follows
 * how many rows there must be. Built for millions; not thread-safe.
 */
final class Sayings {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Of everything that was no correction, what its moment comes to as a number. */
    private long[] first = new long[64];

    private int firsts;
    private long corrections;
    private final Map<Moment, Correction> corrected = new HashMap<>();

    private record Correction(long number, boolean retracted) {}

    /**
     * The next record of the topic.
     *
     * @param number of the correction, 0 when it is none
     * @param retracted whether nothing takes the place of what was said before
     */
    void said(Moment moment, long number, boolean retracted) {
        if (number > 0) {
            Correction before = corrected.get(moment);
            if (before != null && before.number == number) {
                // who tells figures says them again when it does not know whether it has
                return;
            }
            corrections++;
            Correction correction = new Correction(number, retracted);
            corrected.merge(moment, correction, (one, other) -> one.number >= other.number ? one : other);
            return;
        }
        if (firsts == first.length) {
            first = Arrays.copyOf(first, 2 * firsts);
        }
        first[firsts++] = key(moment);
    }

    private static long key(Moment moment) {
        return moment.micros() ^ moment.id().hashCode() * MIX;
    }

    long corrections() {
        return corrections;
    }

    /**
     * How many more rows there must be than things that were said at first: what was taken back for good has none, and
     * what was taken back before it was said may come in by a correction.
     */
    long moreRows() {
        long[] sorted = Arrays.copyOf(first, firsts);
        Arrays.sort(sorted);
        long more = 0;
        for (var each : corrected.entrySet()) {
            boolean saidFirst = Arrays.binarySearch(sorted, key(each.getKey())) >= 0;
            boolean holds = !each.getValue().retracted;
            more += (holds ? 1 : 0) - (saidFirst ? 1 : 0);
        }
        return more;
    }
}

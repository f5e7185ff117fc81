package io.millrace.historian.sink;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of numbers that come mostly in order, kept as ranges. Pure; not thread-safe. Its size is for its user to bound:
 * each range costs about a hundred bytes.
 */
final class NumberRanges {

    /** First to last, both inside; apart from each other by one number at least. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    /** The range that grew last, not among the others yet; from > to when there is none. */
    private long from = 1;

    private long to;

    void add(long number) {
        if (from <= to && number == to + 1) {
            to = number;
        } else if (number < from || number > to) {
            lay();
            from = number;
            to = number;
        }
    }

    /** How many ranges it takes at most; neighbours that touch may still count as two. */
    int size() {
        return ranges.size() + (from <= to ? 1 : 0);
    }

    /** As PostgreSQL writes an {@code int8multirange}: <code>{[1,5),[7,8)}</code>. */
    String multirange() {
        lay();
        from = 1;
        to = 0;
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            text.append(text.length() > 1 ? "," : "")
                    .append('[')
                    .append(range.getKey())
                    .append(',')
                    .append(range.getValue() + 1)
                    .append(')');
        }
        return text.append('}').toString();
    }

    /** Puts the growing range among the others, joined with those it touches. */
    private void lay() {
        if (from > to) {
            return;
        }
        long first = from;
        long last = to;
        Map.Entry<Long, Long> before = ranges.floorEntry(first);
        if (before != null && before.getValue() >= first - 1) {
            first = before.getKey();
            last = Math.max(last, before.getValue());
        }
        Map.Entry<Long, Long> after = ranges.higherEntry(first);
        while (after != null && after.getKey() <= last + 1) {
            last = Math.max(last, after.getValue());
            ranges.remove(after.getKey());
            after = ranges.higherEntry(first);
        }
        ranges.put(first, last);
    }
}

package io.millrace.production;

import java.util.ArrayList;
import java.util.List;

/**
 * From one time to another, microseconds since 1970.
 *
 * @param endMicros the first that no longer belongs to it; not before the start
 */
public record Span(long startMicros, long endMicros) {

    public Span {
        if (endMicros < startMicros) {
            throw new IllegalArgumentException("a span that ends at " + endMicros + " before its start " + startMicros);
        }
    }

    /** Microseconds. */
    public long length() {
        return endMicros - startMicros;
    }

    public boolean isEmpty() {
        return endMicros == startMicros;
    }

    public boolean contains(long micros) {
        return micros >= startMicros && micros < endMicros;
    }

    /** Whether they have time in common. An empty span has no time. */
    public boolean overlaps(Span other) {
        return Math.max(startMicros, other.startMicros) < Math.min(endMicros, other.endMicros);
    }

    /** What lies in both; empty when nothing does. */
    public Span within(Span other) {
        long start = Math.max(startMicros, other.startMicros);
        return new Span(start, Math.max(start, Math.min(endMicros, other.endMicros)));
    }

    /** What is left in order without others, which may overlap each other. */
    public List<Span> without(List<Span> others) {
        List<Span> left = List.of(this);
        for (Span other : others) {
            List<Span> next = new ArrayList<>(left.size() + 1);
            for (Span part : left) {
                if (!part.overlaps(other)) {
                    next.add(part);
                    continue;
                }
                if (part.startMicros < other.startMicros) {
                    next.add(new Span(part.startMicros, other.startMicros));
                }
                if (other.endMicros < part.endMicros) {
                    next.add(new Span(other.endMicros, part.endMicros));
                }
            }
            left = next;
        }
        return left;
    }
}

package io.millrace.console.live;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The tags by their path. They are looked up once for every record of the log, so that the way to one is short: the tag
 * lies in the table itself, with nothing between, and keys that come again and again are the very object the tag has.
 * Nothing is ever removed. Any thread may read; one at a time may write.
 */
final class TagTable {

    private static final int SMALLEST = 64;

    private volatile AtomicReferenceArray<LiveTag> places = new AtomicReferenceArray<>(SMALLEST);
    private volatile int size;

    int size() {
        return size;
    }

    @Nullable
    LiveTag get(String path) {
        AtomicReferenceArray<LiveTag> table = places;
        int mask = table.length() - 1;
        for (int place = start(path, mask); ; place = place + 1 & mask) {
            LiveTag tag = table.get(place);
            if (tag == null || tag.path().equals(path)) {
                return tag;
            }
        }
    }

    /** Adds a tag that is not there. */
    void add(LiveTag tag) {
        AtomicReferenceArray<LiveTag> table = places;
        if (2 * (size + 1) > table.length()) {
            AtomicReferenceArray<LiveTag> larger = new AtomicReferenceArray<>(2 * table.length());
            for (int i = 0; i < table.length(); i++) {
                LiveTag known = table.get(i);
                if (known != null) {
                    put(larger, known);
                }
            }
            places = larger;
            table = larger;
        }
        put(table, tag);
        size = size + 1;
    }

    private static void put(AtomicReferenceArray<LiveTag> table, LiveTag tag) {
        int mask = table.length() - 1;
        int place = start(tag.path(), mask);
        while (table.get(place) != null) {
            place = place + 1 & mask;
        }
        table.set(place, tag);
    }

    private static int start(String path, int mask) {
        // Spreads the paths of one machine, which differ in their last letters, over the table.
        return path.hashCode() * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(mask);
    }

    /** A view; what is added while somebody goes through it may be seen or not. */
    Collection<LiveTag> all() {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<LiveTag> iterator() {
                return new All(places);
            }
        };
    }

    private static final class All implements Iterator<LiveTag> {

        private final AtomicReferenceArray<LiveTag> table;
        private int at;
        private @Nullable LiveTag next;

        All(AtomicReferenceArray<LiveTag> table) {
            this.table = table;
        }

        @Override
        public boolean hasNext() {
            while (next == null && at < table.length()) {
                next = table.get(at++);
            }
            return next != null;
        }

        @Override
        public LiveTag next() {
            LiveTag found = hasNext() ? next : null;
            if (found == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return found;
        }
    }
}

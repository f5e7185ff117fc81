package io.millrace.demo.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages in order until they are acknowledged: first the ones on their way, then those that wait. When one of
 * those on their way fails, nothing more is sent until all of them have ended one way or the other; then everything from
 * the first that failed goes again, in the old order. A message may so arrive twice, which its identity shows; none
 * arrives before an older one for the first time.
 *
 * <p>At most {@code capacity} messages are kept; beyond that the oldest that waits is dropped and counted. Not
 * thread-safe.
 */
final class Outbox {

    private final int capacity;
    private final int window;
    private final Deque<Entry> flying = new ArrayDeque<>();
    private final Deque<DeviceMessage> waiting = new ArrayDeque<>();
    private boolean failed;
    private long dropped;

    /**
     * @param capacity messages kept in all
     * @param window most messages on their way at a time
     */
    Outbox(int capacity, int window) {
        this.capacity = capacity;
        this.window = window;
    }

    /** @return whether an older message had to be dropped */
    boolean add(DeviceMessage message) {
        waiting.addLast(message);
        if (flying.size() + waiting.size() > capacity && waiting.size() > 1) {
            waiting.removeFirst();
            dropped++;
            return true;
        }
        return false;
    }

    /** The next message to be sent, now on its way; null when nothing waits or may be sent. */
    @Nullable
    Entry next() {
        if (failed || flying.size() >= window || waiting.isEmpty()) {
            return null;
        }
        Entry entry = new Entry(waiting.removeFirst());
        flying.addLast(entry);
        return entry;
    }

    /** Tells how the sending of a message ended; each entry ends once. */
    void ended(Entry entry, boolean acknowledged) {
        entry.end = acknowledged ? End.ACKNOWLEDGED : End.FAILED;
        failed |= !acknowledged;
        while (!flying.isEmpty() && flying.getFirst().end == End.ACKNOWLEDGED) {
            flying.removeFirst();
        }
        if (failed && flying.stream().noneMatch(other -> other.end == End.OPEN)) {
            while (!flying.isEmpty()) {
                waiting.addFirst(flying.removeLast().message);
            }
            failed = false;
        }
    }

    /** Messages that are not acknowledged yet. */
    int size() {
        return flying.size() + waiting.size();
    }

    long dropped() {
        return dropped;
    }

    private enum End {
        OPEN,
        ACKNOWLEDGED,
        FAILED
    }

    /** A message on its way. */
    static final class Entry {
        private final DeviceMessage message;
        private End end = End.OPEN;

        private Entry(DeviceMessage message) {
            this.message = message;
        }

        DeviceMessage message() {
            return message;
        }
    }
}

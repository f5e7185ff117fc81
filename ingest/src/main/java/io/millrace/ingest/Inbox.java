package io.millrace.ingest;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What was received and waits for the log, in order. Thread-safe.
 *
 * <p>A reading is taken at once, and then its bearer waits until the inbox is within its capacity again. So it never
 * holds more than the capacity, one for each thread of the connector, and what the owner adds ({@link #add}), which is
 * bounded by the number of tags; and when a session ends, nothing that was handed over is dropped or gets in late.
 */
final class Inbox<A extends Record> {

    private final int capacity;
    private final Runnable wakeUp;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Entry<A>> entries = new ArrayDeque<>();

    /** @param wakeUp called when something arrives in an empty inbox */
    Inbox(int capacity, Runnable wakeUp) {
        this.capacity = capacity;
        this.wakeUp = wakeUp;
    }

    /**
     * For the connector's threads: takes the entry and waits for room.
     *
     * @param open whether the bearer's session lives; asked under the lock. When it does not, nothing is taken
     * @return whether it was taken
     */
    boolean put(Entry<A> entry, BooleanSupplier open) {
        lock.lock();
        try {
            if (!open.getAsBoolean()) {
                return false;
            }
            append(entry);
            while (entries.size() > capacity && open.getAsBoolean()) {
                room.awaitUninterruptibly();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** For the owner, who must not wait for itself. */
    void add(Entry<A> entry) {
        lock.lock();
        try {
            append(entry);
        } finally {
            lock.unlock();
        }
    }

    private void append(Entry<A> entry) {
        entries.addLast(entry);
        if (entries.size() == 1) {
            wakeUp.run();
        }
    }

    /** Moves at most {@code max} entries, oldest first. */
    void drainTo(List<? super Entry<A>> target, int max) {
        lock.lock();
        try {
            for (int i = 0; i < max && !entries.isEmpty(); i++) {
                target.add(entries.removeFirst());
            }
            if (entries.size() <= capacity) {
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs a change that {@link #put} must see as a whole, and lets those who wait look again. */
    void release(Runnable change) {
        lock.lock();
        try {
            change.run();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    int capacity() {
        return capacity;
    }
}

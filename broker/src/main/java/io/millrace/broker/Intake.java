package io.millrace.broker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what many clients together may have somewhere at the same time. Whoever finds no room waits, and is woken when
 * there is some again. Who wants little is woken with all others of his kind once a quarter is free, so that clients do
 * not stop and go with every message; who wants much takes his turn, and nobody overtakes him, or he would never find
 * it free. Thread-safe.
 */
final class Intake {

    /** Someone who waits for room. Called on any thread; must only note it. */
    @FunctionalInterface
    interface Waiting {
        void wake();
    }

    private static final long UNIT = 1024;

    /** Messages are counted above these bits, bytes in them. */
    private static final int BYTE_BITS = 42;

    private static final long MESSAGE = 1L << BYTE_BITS;
    private static final long BYTES = MESSAGE - 1;
    private static final long MOST_MESSAGES = (1L << 63 - BYTE_BITS) - 1;

    private final long maxMessages;
    private final long maxBytes;

    /** What is in, in one number: as long as nobody waits there is no lock to hold. */
    private final AtomicLong taken = new AtomicLong();

    private final Set<Waiting> small = new LinkedHashSet<>();
    private final Map<Waiting, Long> large = new LinkedHashMap<>();

    /**
     * Set before the one who waits looks for room for the last time, and read after room was given back: one of the two
     * sees the other.
     */
    private volatile boolean someoneWaits;

    Intake(long maxMessages, long maxBytes) {
        this.maxMessages = Math.min(maxMessages, MOST_MESSAGES);
        this.maxBytes = Math.min(maxBytes, BYTES);
    }

    /**
     * What a record of this size takes: itself, and the objects that wait with it. The writer of the log counts the same
     * way, so that clients are paused here before a thread has to wait there.
     */
    static long cost(long recordBytes) {
        return (1 + recordBytes / UNIT) * UNIT;
    }

    /**
     * Takes the room, or has the other woken when it may be worth another try. What is larger than everything goes
     * alone.
     */
    boolean tryEnter(long cost, Waiting who) {
        long room = Math.min(cost, maxBytes);
        boolean isSmall = room <= maxBytes / 4;
        if (isSmall && !someoneWaits && enter(room)) {
            return true;
        }
        synchronized (this) {
            return isSmall ? enterWithOthers(room, who) : enterInTurn(room, who);
        }
    }

    private boolean enterWithOthers(long room, Waiting who) {
        small.add(who);
        someoneWaits = true;
        if (large.isEmpty() && enter(room)) {
            small.remove(who);
            noteWhoWaits();
            return true;
        }
        return false;
    }

    private boolean enterInTurn(long room, Waiting who) {
        large.putIfAbsent(who, room);
        someoneWaits = true;
        if (large.keySet().iterator().next() == who && enter(room)) {
            large.remove(who);
            wakeWhoFits();
            return true;
        }
        return false;
    }

    void leave(long cost) {
        taken.addAndGet(-MESSAGE - Math.min(cost, maxBytes));
        if (someoneWaits) {
            synchronized (this) {
                wakeWhoFits();
            }
        }
    }

    synchronized void forget(Waiting who) {
        small.remove(who);
        if (large.remove(who) != null) {
            wakeWhoFits();
        }
        noteWhoWaits();
    }

    long messages() {
        return taken.get() >>> BYTE_BITS;
    }

    long bytes() {
        return taken.get() & BYTES;
    }

    private boolean enter(long room) {
        for (long now = taken.get(); fits(now, room); now = taken.get()) {
            if (taken.compareAndSet(now, now + MESSAGE + room)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(long now, long room) {
        return now >>> BYTE_BITS < maxMessages && (now & BYTES) + room <= maxBytes;
    }

    private void noteWhoWaits() {
        someoneWaits = !small.isEmpty() || !large.isEmpty();
    }

    /** Whoever holds the lock. */
    private void wakeWhoFits() {
        Iterator<Map.Entry<Waiting, Long>> turn = large.entrySet().iterator();
        if (turn.hasNext()) {
            Map.Entry<Waiting, Long> next = turn.next();
            if (fits(taken.get(), next.getValue())) {
                next.getKey().wake();
            }
            return;
        }
        if (!small.isEmpty() && messages() <= maxMessages / 4 * 3 && bytes() <= maxBytes / 4 * 3) {
            List<Waiting> all = new ArrayList<>(small);
            small.clear();
            all.forEach(Waiting::wake);
        }
        noteWhoWaits();
    }
}

package io.millrace.broker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    private final long maxMessages;
    private final long maxBytes;
    private final Set<Waiting> small = new LinkedHashSet<>();
    private final Map<Waiting, Long> large = new LinkedHashMap<>();
    private long messages;
    private long bytes;

    Intake(long maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
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
    synchronized boolean tryEnter(long cost, Waiting who) {
        long room = Math.min(cost, maxBytes);
        if (room > maxBytes / 4) {
            if ((large.isEmpty() || large.keySet().iterator().next() == who) && fits(room)) {
                large.remove(who);
                enter(room);
                wakeWhoFits();
                return true;
            }
            large.putIfAbsent(who, room);
            return false;
        }
        if (large.isEmpty() && fits(room)) {
            small.remove(who);
            enter(room);
            return true;
        }
        small.add(who);
        return false;
    }

    synchronized void leave(long cost) {
        messages--;
        bytes -= Math.min(cost, maxBytes);
        wakeWhoFits();
    }

    synchronized void forget(Waiting who) {
        small.remove(who);
        if (large.remove(who) != null) {
            wakeWhoFits();
        }
    }

    synchronized long messages() {
        return messages;
    }

    synchronized long bytes() {
        return bytes;
    }

    private void enter(long room) {
        messages++;
        bytes += room;
    }

    private boolean fits(long room) {
        return messages < maxMessages && bytes + room <= maxBytes;
    }

    private void wakeWhoFits() {
        Iterator<Map.Entry<Waiting, Long>> turn = large.entrySet().iterator();
        if (turn.hasNext()) {
            Map.Entry<Waiting, Long> next = turn.next();
            if (fits(next.getValue())) {
                next.getKey().wake();
            }
            return;
        }
        if (!small.isEmpty() && messages <= maxMessages / 4 * 3 && bytes <= maxBytes / 4 * 3) {
            List<Waiting> all = new ArrayList<>(small);
            small.clear();
            all.forEach(Waiting::wake);
        }
    }
}

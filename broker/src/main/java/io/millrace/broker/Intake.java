package io.millrace.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much is with the gate, of all clients together. Whoever reads on while it is {@link #full()} pauses; when enough
 * has left, all who paused are woken. Thread-safe.
 */
final class Intake {

    /** A client that can be read from again. Called on any thread. */
    @FunctionalInterface
    interface Paused {
        void wake();
    }

    private final long maxMessages;
    private final long maxBytes;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Set<Paused> paused = ConcurrentHashMap.newKeySet();

    Intake(long maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    void enter(long payloadBytes) {
        messages.incrementAndGet();
        bytes.addAndGet(payloadBytes);
    }

    void leave(long payloadBytes) {
        messages.decrementAndGet();
        bytes.addAndGet(-payloadBytes);
        if (!paused.isEmpty() && hasRoom()) {
            for (Paused one : paused) {
                if (paused.remove(one)) {
                    one.wake();
                }
            }
        }
    }

    boolean full() {
        return messages.get() >= maxMessages || bytes.get() >= maxBytes;
    }

    /** Well below full, so that clients do not stop and go with every message. */
    boolean hasRoom() {
        return messages.get() <= maxMessages / 4 * 3 && bytes.get() <= maxBytes / 4 * 3;
    }

    /** Asks to be woken when there is room; at once if there is room already. */
    void pause(Paused one) {
        paused.add(one);
        if (hasRoom() && paused.remove(one)) {
            one.wake();
        }
    }

    void forget(Paused one) {
        paused.remove(one);
    }

    long messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }
}

package io.millrace.ingest;

import org.jspecify.annotations.Nullable;

/**
 * The wish that a connection ends. It interrupts the connection's thread only while that opens a session: anywhere else
 * an interrupt could break what must not be broken, such as a write to the log. Thread-safe.
 */
final class StopSignal {

    private boolean requested;
    private @Nullable Thread opening;

    synchronized void request() {
        requested = true;
        if (opening != null) {
            opening.interrupt();
        }
    }

    synchronized boolean isRequested() {
        return requested;
    }

    /** From here on the caller may be interrupted; false when it should not even begin. */
    synchronized boolean enter() {
        if (!requested) {
            opening = Thread.currentThread();
        }
        return !requested;
    }

    /** From here on it may not; an interrupt that came too late for the opening is taken back. */
    synchronized void leave() {
        opening = null;
        Thread.interrupted();
    }
}

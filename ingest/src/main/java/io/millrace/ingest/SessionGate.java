package io.millrace.ingest;

import io.millrace.connector.Reading;
import io.millrace.connector.SessionListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Hears of one session, which is one epoch of its connection. Once shut, nothing gets through any more: a late callback
 * is counted and dropped. Thread-safe.
 */
final class SessionGate<A extends Record> implements SessionListener {

    private final long epoch;
    private final List<LiveTag<A>> tags;
    private final Inbox<A> inbox;
    private final Time time;
    private final ConnectionFigures figures;
    private final ConnectionLosses losses;
    private final BiConsumer<SessionGate<A>, String> onLost;
    private final Thread owner = Thread.currentThread();
    private final AtomicBoolean reported = new AtomicBoolean();
    /** When the device was last heard of in this session, or it began. */
    private final AtomicLong heardMicros;
    /** Changes once, under the inbox's lock, by the owner. */
    private volatile boolean open = true;

    /**
     * To be called by the connection's thread, which never waits for room.
     *
     * @param tags by their handles
     * @param onLost hears at most once, on the caller's thread, that the session is over
     */
    SessionGate(
            long epoch,
            List<LiveTag<A>> tags,
            Inbox<A> inbox,
            Time time,
            ConnectionFigures figures,
            ConnectionLosses losses,
            BiConsumer<SessionGate<A>, String> onLost) {
        this.epoch = epoch;
        this.tags = tags;
        this.inbox = inbox;
        this.time = time;
        this.figures = figures;
        this.losses = losses;
        this.onLost = onLost;
        this.heardMicros = new AtomicLong(time.micros());
    }

    long epoch() {
        return epoch;
    }

    @Override
    public void received(int handle, Reading reading) {
        if (handle < 0 || handle >= tags.size()) {
            figures.unknownHandles.increment();
            return;
        }
        Entry<A> entry = new Entry<>(tags.get(handle), reading, time.micros(), epoch, null);
        boolean taken;
        if (Thread.currentThread() == owner) {
            taken = open;
            if (taken) {
                inbox.add(entry);
            }
        } else {
            taken = inbox.put(entry, () -> open);
        }
        (taken ? figures.received : figures.late).increment();
        heardMicros.setRelease(entry.receivedMicros());
    }

    /** Counts even when the gate is shut: what was missed before stays missed. */
    @Override
    public void missed(long intervals, String reason) {
        if (intervals > 0) {
            figures.missed.add(intervals);
            losses.intervals(intervals, heardMicros.getAcquire(), time.micros(), reason);
        }
    }

    @Override
    public void lost(String reason) {
        if (!open) {
            figures.late.increment();
        } else if (reported.compareAndSet(false, true)) {
            onLost.accept(this, reason);
        }
    }

    /** Ends the epoch. Whoever waits for room is let go; what they brought is in already. */
    void shut() {
        inbox.release(() -> open = false);
    }
}

package io.millrace.ingest;

import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to write the samples of a batch: ends when each of them has ended one way or the other, so that whoever
 * sends again does not overtake what is still under way. Thread-safe.
 */
final class Sending {

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger open;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final BitSet missing = new BitSet();
    private final BitSet aside = new BitSet();

    /** @param samples how many are to end */
    Sending(int samples) {
        this.open = new AtomicInteger(samples);
    }

    /** An attempt that was not even begun. */
    static Sending notBegun(BitSet samples, Throwable why) {
        Sending sending = new Sending(1);
        synchronized (sending.missing) {
            sending.missing.or(samples);
        }
        sending.failure.set(why);
        sending.countDown();
        return sending;
    }

    /** @param position of the sample in its batch */
    void ended(int position, @Nullable Throwable failed) {
        if (failed != null) {
            failure.compareAndSet(null, failed);
            synchronized (missing) {
                missing.set(position);
            }
        }
        countDown();
    }

    /** The sample is in the quarantine, where it need not come again. */
    void setAside(int position) {
        synchronized (missing) {
            aside.set(position);
        }
        countDown();
    }

    private void countDown() {
        if (open.decrementAndGet() == 0) {
            Throwable first = failure.get();
            if (first == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(first);
            }
        }
    }

    /** Completes when all have ended; exceptionally with the first failure when there was one. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Whether one was refused already, though others may still be under way. */
    boolean hasFailed() {
        return failure.get() != null;
    }

    /** The positions of the samples that are in the quarantine; final once {@link #done} is. */
    BitSet aside() {
        synchronized (missing) {
            return (BitSet) aside.clone();
        }
    }

    /** The positions of the samples that the log did not take; final once {@link #done} is. */
    BitSet missing() {
        synchronized (missing) {
            return (BitSet) missing.clone();
        }
    }
}

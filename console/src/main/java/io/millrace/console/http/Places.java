package io.millrace.console.http;

import io.millrace.model.Problem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how many requests wait for something slow at a time, so that they never take the threads of the live streams.
 * Thread-safe.
 */
final class Places {

    private static final int PATIENCE_SECONDS = 10;

    private final Semaphore places;
    private final Semaphore queue;
    private final Problem busy;

    /**
     * @param atATime so many work at a time; the others wait a little
     * @param queue so many more wait; the rest is turned away at once
     * @param busy what those are told who waited in vain
     */
    Places(int atATime, int queue, Problem busy) {
        this.places = new Semaphore(atATime, true);
        this.queue = new Semaphore(atATime + queue);
        this.busy = busy;
    }

    /** @throws HttpProblem 503 when no place became free in time */
    <T> T in(Supplier<T> work) {
        if (!queue.tryAcquire()) {
            throw new HttpProblem(503, busy);
        }
        try {
            return waited(work);
        } finally {
            queue.release();
        }
    }

    private <T> T waited(Supplier<T> work) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new HttpProblem(503, busy);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new HttpProblem(503, busy);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}

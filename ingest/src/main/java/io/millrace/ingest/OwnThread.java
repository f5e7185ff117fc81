package io.millrace.ingest;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread for writes that follow from the end of another write. The log tells the end on a thread that must not be
 * kept, and a write may have to wait for room: only that thread could make it. Thread-safe; bounded by the bytes of what
 * waits. The thread lives only while there is something to do.
 */
final class OwnThread implements AutoCloseable {

    static final long MAX_WAITING_BYTES = 32L << 20;

    /** What a job costs beyond its payload: more than its headers and itself. */
    private static final int JOB_BYTES = 4096;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private record Job(Runnable work, Runnable dropped, AtomicLong waiting, long bytes) implements Runnable {
        @Override
        public void run() {
            waiting.addAndGet(-bytes);
            work.run();
        }

        void drop() {
            waiting.addAndGet(-bytes);
            dropped.run();
        }
    }

    private final AtomicLong waiting = new AtomicLong();
    private final ThreadPoolExecutor executor;

    OwnThread(String name) {
        this.executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Has work done, in order.
     *
     * @param payloadBytes what it keeps in memory until then
     * @param dropped what is done instead when there is no room, at once, or when the hub stops
     */
    void execute(int payloadBytes, Runnable work, Runnable dropped) {
        long bytes = (long) payloadBytes + JOB_BYTES;
        Job job = new Job(work, dropped, waiting, bytes);
        long before = waiting.getAndAdd(bytes);
        if (before > 0 && before + bytes > MAX_WAITING_BYTES) {
            job.drop();
            return;
        }
        try {
            executor.execute(job);
        } catch (RejectedExecutionException stopping) {
            job.drop();
        }
    }

    /** Does what waits, for two seconds at most; the rest is dropped. Idempotent. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (executor.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        for (Runnable left : executor.shutdownNow()) {
            if (left instanceof Job job) {
                job.drop();
            }
        }
    }
}

package io.millrace.connector.opcua;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of one session on which foreign code may run and wait: tasks in order, one at a time. What can queue up is
 * bounded by who puts tasks in: the publish requests in flight, or the calls not yet answered. Thread-safe.
 */
final class SessionThread implements Executor {

    private static final Logger log = LoggerFactory.getLogger(SessionThread.class);
    private static final long IDLE_SECONDS = 30;
    private static final long STOPPING_SECONDS = 1;

    private final ThreadPoolExecutor executor;
    private volatile @org.jspecify.annotations.Nullable Thread thread;

    SessionThread(String name) {
        executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread fresh = new Thread(task, name);
            fresh.setDaemon(true);
            thread = fresh;
            return fresh;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    /** After {@link #stop} tasks run on the caller's thread: nobody may wait for ever for an answer. */
    @Override
    public void execute(Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException fault) {
                log.atError().setCause(fault).log("a listener of an OPC UA session failed");
            }
        };
        try {
            executor.execute(guarded);
        } catch (RejectedExecutionException stopped) {
            guarded.run();
        }
    }

    /** Interrupts what runs, lets what waits run through, and waits a moment for the end. */
    void stop() {
        Thread running = thread;
        executor.shutdown();
        if (running == Thread.currentThread()) {
            return;
        }
        if (running != null) {
            running.interrupt();
        }
        try {
            if (!executor.awaitTermination(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow().forEach(Runnable::run);
            }
        } catch (InterruptedException hurry) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

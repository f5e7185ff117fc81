package io.millrace.demo;

import io.millrace.demo.opcua.KilnServer;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that all servers of the lime works share: one for sockets, one for time, two for requests. The shared
 * pools of the protocol libraries stay untouched, because the hub in the same process may use them.
 */
final class Threads implements AutoCloseable {

    private static final int QUEUE = 10_000;
    private static final long END_MILLIS = 500;

    private final NioEventLoopGroup eventLoop = new NioEventLoopGroup(1, named("demo-sockets"));
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            2,
            2,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            named("demo-requests"),
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, named("demo-time"));

    Threads() {
        executor.allowCoreThreadTimeOut(true);
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        scheduler.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        // A publishing timer may come a moment too late: that is no error.
        scheduler.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    NioEventLoopGroup eventLoop() {
        return eventLoop;
    }

    ExecutorService executor() {
        return executor;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    KilnServer.Threads forOpcUa() {
        return new KilnServer.Threads(eventLoop, executor, scheduler);
    }

    @Override
    public void close() {
        scheduler.shutdown();
        executor.shutdown();
        eventLoop.shutdownGracefully(0, END_MILLIS, TimeUnit.MILLISECONDS);
        try {
            if (!scheduler.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS)) {
                scheduler.shutdownNow();
            }
            if (!executor.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
            eventLoop.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            scheduler.shutdownNow();
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}

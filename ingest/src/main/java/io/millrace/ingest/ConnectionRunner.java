package io.millrace.ingest;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The thread that owns a connection. */
final class ConnectionRunner {

    private static final long AFTER_A_FAULT_NANOS = 1_000_000_000L;

    private final ConnectionLoop<?, ?> loop;
    private final Thread thread;

    /** @param maker makes the loop, given what wakes its thread up */
    ConnectionRunner(String name, Function<Runnable, ConnectionLoop<?, ?>> maker) {
        this.thread = new Thread(this::run, "connection-" + name);
        this.thread.setDaemon(true);
        this.loop = maker.apply(() -> LockSupport.unpark(thread));
    }

    ConnectionLoop<?, ?> loop() {
        return loop;
    }

    void start() {
        loop.begin();
        thread.start();
    }

    private void run() {
        while (!loop.isFinished()) {
            long idle = turn();
            if (idle > 0) {
                LockSupport.parkNanos(loop, idle);
            }
        }
    }

    private long turn() {
        try {
            return loop.turn();
        } catch (RuntimeException fault) {
            return recover(fault);
        }
    }

    private long recover(RuntimeException fault) {
        @Nullable RuntimeException again = null;
        try {
            loop.recover(fault);
        } catch (RuntimeException second) {
            again = second;
        }
        return again == null ? 0 : AFTER_A_FAULT_NANOS;
    }

    /** Waits for the thread to end, for so long. Whether it has. */
    boolean join(long nanos) throws InterruptedException {
        thread.join(Math.max(1, nanos / 1_000_000));
        return !thread.isAlive();
    }
}

package io.millrace.broker;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done on one event loop, done together. The log acknowledges hundreds of messages of all clients in one
 * answer; a client whose first message is settled while the others are still being told would get a packet for each.
 * So a round begins a moment after its first request, and a client is in it once. Thread-safe.
 */
final class Rounds implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EventExecutor loop;
    private final Queue<Runnable> requests = PlatformDependent.newMpscQueue();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Rounds(EventExecutor loop) {
        this.loop = loop;
    }

    /** From any thread; does nothing when the loop is gone with the broker. */
    void request(Runnable request) {
        requests.add(request);
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                loop.schedule(this, MOMENT_NANOS, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // The broker is closing: the connections are gone, and with them whoever waits for this.
            }
        }
    }

    @Override
    public void run() {
        scheduled.set(false); // what comes from here on needs another round
        for (int left = requests.size(); left > 0; left--) {
            Runnable next = requests.poll();
            if (next == null) {
                return;
            }
            try {
                next.run();
            } catch (RuntimeException fault) {
                log.atError().setCause(fault).log("A client could not be told about its messages");
            }
        }
    }
}

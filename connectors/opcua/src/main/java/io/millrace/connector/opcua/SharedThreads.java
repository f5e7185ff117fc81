package io.millrace.connector.opcua;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The network threads and the timer that the sessions of a connector share. They exist while somebody holds a {@link
 * Lease} and are gone, awaited, when the last one is returned. Nothing foreign and nothing that blocks runs on them.
 * Thread-safe.
 */
final class SharedThreads {

    private static final int NETWORK_THREADS = 2;
    private static final long TICK_MILLIS = 20;

    private int leases;
    private @Nullable EventLoopGroup network;
    private @Nullable HashedWheelTimer timer;

    /** One session's share. */
    final class Lease implements AutoCloseable {
        final EventLoopGroup network;
        final HashedWheelTimer timer;
        private boolean returned;

        private Lease(EventLoopGroup network, HashedWheelTimer timer) {
            this.network = network;
            this.timer = timer;
        }

        @Override
        public void close() {
            release(this);
        }
    }

    synchronized Lease lease() {
        EventLoopGroup running = network;
        HashedWheelTimer ticking = timer;
        if (running == null || ticking == null) {
            running = new NioEventLoopGroup(NETWORK_THREADS, new DefaultThreadFactory("opcua-network", true));
            ticking = new HashedWheelTimer(
                    new DefaultThreadFactory("opcua-timer", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
            network = running;
            timer = ticking;
        }
        leases++;
        return new Lease(running, ticking);
    }

    /** The last one out waits for the threads to end, but holds up nobody who comes in meanwhile. */
    private void release(Lease lease) {
        synchronized (this) {
            if (lease.returned) {
                return;
            }
            lease.returned = true;
            if (--leases > 0) {
                return;
            }
            network = null;
            timer = null;
        }
        lease.timer.stop();
        lease.network.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}

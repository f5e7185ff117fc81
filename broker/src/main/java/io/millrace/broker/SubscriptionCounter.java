package io.millrace.broker;

import com.codahale.metrics.Counter;
import java.util.concurrent.atomic.AtomicLong;

/**
 * HiveMQ's own count of subscriptions, given to it through the registry of its metrics, since nothing else tells that one
 * came or went. HiveMQ counts after it has changed its topic tree, and answers the client after that. Thread-safe.
 */
final class SubscriptionCounter extends Counter {

    private final AtomicLong changes = new AtomicLong();

    /** Another number than before whenever a subscription has come or gone. */
    long changes() {
        return changes.get();
    }

    @Override
    public void inc(long n) {
        super.inc(n);
        changes.incrementAndGet();
    }

    @Override
    public void dec(long n) {
        super.dec(n);
        changes.incrementAndGet();
    }
}

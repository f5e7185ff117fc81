package io.millrace.broker;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that the gate refuses messages: once in a while, not once per message. Thread-safe. */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());
    private final AtomicLong unsaid = new AtomicLong();

    void report(String clientId, Throwable failure) {
        long now = System.nanoTime();
        long until = silentUntil.get();
        if (now - until < 0 || !silentUntil.compareAndSet(until, now + INTERVAL_NANOS)) {
            unsaid.incrementAndGet();
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        log.atWarn()
                .addKeyValue("client", clientId)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .addKeyValue("others", unsaid.getAndSet(0))
                .log("a message could not be stored, so it was not acknowledged; its client will send it again");
    }
}

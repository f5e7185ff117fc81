package io.millrace.connector.opcua;

import java.time.Duration;

/** A moment by which something made of several requests has to be done. Immutable. */
final class Deadline {

    private static final Duration LEAST = Duration.ofMillis(20);

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left; never quite nothing, because a request without time-out would wait for ever. */
    Duration left() {
        Duration left = Duration.ofNanos(nanos - System.nanoTime());
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    boolean isOver() {
        return System.nanoTime() - nanos >= 0;
    }
}

package io.millrace.broker;

import java.util.concurrent.atomic.LongAdder;

/** What the gate counts, for all clients together. Thread-safe. */
final class Counters {

    final LongAdder gated = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder shed = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder redelivered = new LongAdder();
}

package io.millrace.app.hub;

import io.millrace.model.LogPartition;
import io.millrace.model.StoredRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers for some minutes to hours, depending on the load, when records reached MQTT. Thread-safe. */
final class MirrorMemory {

    /** Batches of one partition. */
    private static final int SPANS = 4_000;

    private record Span(long first, long last, Instant at) {}

    private final Map<LogPartition, ArrayDeque<Span>> spans = new HashMap<>();

    synchronized void mirrored(List<StoredRecord> batch, Instant at) {
        Map<LogPartition, Span> reached = new HashMap<>();
        for (StoredRecord record : batch) {
            Span here = new Span(record.offset(), record.offset(), at);
            reached.merge(record.partition(), here, (first, next) -> new Span(first.first, next.last, at));
        }
        reached.forEach((partition, span) -> {
            ArrayDeque<Span> known = spans.computeIfAbsent(partition, any -> new ArrayDeque<>());
            known.addLast(span);
            if (known.size() > SPANS) {
                known.removeFirst();
            }
        });
    }

    synchronized Optional<Instant> when(LogPartition partition, long offset) {
        Iterator<Span> newestFirst =
                spans.getOrDefault(partition, new ArrayDeque<>()).descendingIterator();
        while (newestFirst.hasNext()) {
            Span span = newestFirst.next();
            if (span.first <= offset && offset <= span.last) {
                return Optional.of(span.at);
            }
        }
        return Optional.empty();
    }
}

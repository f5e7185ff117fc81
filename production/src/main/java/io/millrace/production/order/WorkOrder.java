package io.millrace.production.order;

import io.millrace.production.Span;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order, as it stands after all that was told of it. Times are microseconds since 1970.
 *
 * @param product absent when it was started and nobody said what it is
 * @param quantity pieces to make; absent when nobody said
 * @param cycleMicros how long a piece takes ideally, where the order says it itself
 * @param createdMicros absent when nobody said
 * @param runs when the machine worked on it, in order
 * @param running whether the last run has no end yet; its end is then {@link Long#MAX_VALUE}
 */
public record WorkOrder(
        String id,
        @Nullable String product,
        @Nullable Long quantity,
        @Nullable Long cycleMicros,
        @Nullable Span planned,
        @Nullable Long createdMicros,
        List<Span> runs,
        boolean running) {

    /** Where an order stands. */
    public enum Status {
        PLANNED,
        RUNNING,
        STOPPED
    }

    public WorkOrder {
        Objects.requireNonNull(id);
        runs = List.copyOf(runs);
    }

    public Status status() {
        if (runs.isEmpty()) {
            return Status.PLANNED;
        }
        return running ? Status.RUNNING : Status.STOPPED;
    }

    /** When it was first started; absent before. */
    public @Nullable Long startedMicros() {
        return runs.isEmpty() ? null : runs.get(0).startMicros();
    }

    /** When it was last stopped; absent while it runs, and before. */
    public @Nullable Long stoppedMicros() {
        return runs.isEmpty() || running ? null : runs.get(runs.size() - 1).endMicros();
    }
}

package io.millrace.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Notes the memory of a process again and again. Thread-safe. */
public final class MemoryCurve implements AutoCloseable {

    /** @param at since the beginning */
    public record Point(Duration at, long bytes) {}

    private final Supplier<Optional<Long>> bytes;
    private final long beginNanos;
    private final Duration period;
    private final List<Point> points = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "memory-curve");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param bytes such as {@link HubProcess#residentBytes}; asked on a thread of the curve's own
     * @param beginNanos when the run began, by {@link System#nanoTime}
     * @param period from one look to the next; one point is kept for each
     */
    public MemoryCurve(Supplier<Optional<Long>> bytes, long beginNanos, Duration period) {
        this.bytes = bytes;
        this.beginNanos = beginNanos;
        this.period = period;
    }

    /** The first look is after one period. */
    public void start() {
        var unused = clock.scheduleAtFixedRate(this::look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        bytes.get().ifPresent(now -> {
            synchronized (points) {
                points.add(new Point(Duration.ofNanos(System.nanoTime() - beginNanos), now));
            }
        });
    }

    /** So far; nothing from while the process did not run. */
    public List<Point> points() {
        synchronized (points) {
            return List.copyOf(points);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

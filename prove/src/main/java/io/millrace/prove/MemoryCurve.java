package io.millrace.prove;

import io.millrace.prove.stage.HubUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Notes the hub's resident memory every five seconds. Thread-safe. */
final class MemoryCurve implements AutoCloseable {

    private static final long PERIOD_SECONDS = 5;

    private final HubUnderTest hub;
    private final long beginNanos;
    private final List<Figures.MemoryPoint> points = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "memory-curve");
        thread.setDaemon(true);
        return thread;
    });

    MemoryCurve(HubUnderTest hub, long beginNanos) {
        this.hub = hub;
        this.beginNanos = beginNanos;
    }

    void start() {
        var unused = clock.scheduleAtFixedRate(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        hub.residentBytes().ifPresent(bytes -> {
            synchronized (points) {
                points.add(new Figures.MemoryPoint(Duration.ofNanos(System.nanoTime() - beginNanos), bytes));
            }
        });
    }

    List<Figures.MemoryPoint> points() {
        synchronized (points) {
            return List.copyOf(points);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

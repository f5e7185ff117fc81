package io.millrace.app.disk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/** When the disk will be full if it goes on filling as it did lately. Not thread-safe. */
final class DiskForecast {

    /** Segments are dropped and checkpoints written in bursts: a shorter look would see only those. */
    static final Duration WINDOW = Duration.ofMinutes(30);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofSeconds(10);

    private record Point(long nanos, long free) {}

    private final ArrayDeque<Point> points = new ArrayDeque<>();

    /** @param nanos on a steady clock */
    void add(long nanos, long free) {
        if (!points.isEmpty() && nanos - points.getLast().nanos < STEP.toNanos()) {
            return;
        }
        points.addLast(new Point(nanos, free));
        while (nanos - points.getFirst().nanos > WINDOW.toNanos()) {
            points.removeFirst();
        }
    }

    /** Empty while nobody can tell, or when it is not filling: slope of the least squares through the window. */
    Optional<Duration> untilFull() {
        if (points.size() < 2 || points.getLast().nanos - points.getFirst().nanos < SHORTEST.toNanos()) {
            return Optional.empty();
        }
        long begin = points.getFirst().nanos;
        double meanTime = 0;
        double meanFree = 0;
        for (Point point : points) {
            meanTime += (point.nanos - begin) / 1e9 / points.size();
            meanFree += (double) point.free / points.size();
        }
        double covariance = 0;
        double variance = 0;
        for (Point point : points) {
            double time = (point.nanos - begin) / 1e9 - meanTime;
            covariance += time * (point.free - meanFree);
            variance += time * time;
        }
        double bytesPerSecond = -covariance / variance;
        // less than a byte a second would be full in centuries
        return bytesPerSecond < 1
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((long) (points.getLast().free / bytesPerSecond)));
    }
}

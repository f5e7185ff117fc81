package io.millrace.bench.scenario;

import io.millrace.bench.BenchSettings;
import java.time.Duration;

/**
 * How a contender is tried.
 *
 * @param warmUp time under load before anything counts; that in which it carries off the rest comes on top
 * @param burst how long it goes as fast as it can at a time
 * @param probe of a load that looks for what is too much
 * @param length of a load that counts
 * @param raises how often a load that was no overload is raised
 * @param steps how many shares of the greatest rate to try
 */
record SideBySidePlan(Duration warmUp, Duration burst, Duration probe, Duration length, int raises, int steps) {

    private static final int BURST_MILLIS = 1_000;
    private static final int SHORTEST_BURST_MILLIS = 100;
    private static final int PROBE_BURSTS = 4;
    private static final int RAISES = 15;

    static SideBySidePlan of(BenchSettings settings) {
        boolean full = settings.scale() >= 1;
        Duration burst = Duration.ofMillis(Math.max(SHORTEST_BURST_MILLIS, settings.scaled(BURST_MILLIS)));
        Duration probe = burst.multipliedBy(PROBE_BURSTS);
        return new SideBySidePlan(
                full ? settings.warmUp() : Duration.ZERO,
                burst,
                probe.compareTo(settings.length()) < 0 ? probe : settings.length(),
                settings.length(),
                full ? RAISES : 0,
                full ? SideBySideTrial.SHARES.size() : 1);
    }
}

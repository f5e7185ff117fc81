package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.HubMeter;
import io.millrace.bench.load.LoadProcess;
import io.millrace.bench.load.LoadResult;
import io.millrace.bench.load.LoadSettings;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Messages from MQTT clients through a hub into rows. Used by one thread. */
final class Flow {

    static final int CONNECTIONS = 50;
    static final int TOPICS = 20_000;
    static final String LOCATION = "umh/v1/bench";

    private static final int WINDOW = 200;
    private static final Duration CATCH_UP = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 500;

    private final Bed bed;
    private final HubProcess hub;
    private final HubMeter meter;
    private final Path folder;
    private final int qos;

    Flow(Bed bed, HubProcess hub, HubMeter meter, Path folder, int qos) {
        this.bed = bed;
        this.hub = hub;
        this.meter = meter;
        this.folder = folder;
        this.qos = qos;
    }

    /**
     * What happened while the generator counted.
     *
     * @param from when counting began
     * @param to when it ended
     * @param storedPerSecond records that reached the database, a second
     * @param storedInAllPerSecond the same, with those that waited at the end and the time they took
     * @param lagBefore records that waited for the historian at the beginning
     * @param lagAfter the same at the end
     * @param lagHighest the most seen between
     * @param hubSeconds processor time of the hub's process
     * @param databaseSeconds processor time of its PostgreSQL
     * @param residentBytes most resident memory of the hub's process
     */
    record Run(
            LoadResult load,
            Instant from,
            Instant to,
            double storedPerSecond,
            double storedInAllPerSecond,
            long lagBefore,
            long lagAfter,
            long lagHighest,
            double hubSeconds,
            double databaseSeconds,
            long residentBytes) {

        /** Whether all that was asked for went through, and nothing piled up. */
        boolean held(double rate) {
            return load.failure().isEmpty()
                    && load.acknowledged() >= 0.99 * rate * load.seconds()
                    && lagAfter - lagBefore <= 0.01 * rate * load.seconds();
        }

        double millionMessages() {
            return load.acknowledged() / 1e6;
        }
    }

    static String site(String route) {
        return """
                site: bench
                location: bench
                routes: {"%s/#": %s}
                log: {port: 0}
                mqtt: {listeners: [{port: 0}]}
                historian: {port: 0}
                console: {port: 0}
                """.formatted(LOCATION, route);
    }

    /** @param rate messages a second; 0 for as many as are acknowledged */
    Run run(int rate, Duration warmUp, Duration length, int watched) {
        LoadSettings settings = new LoadSettings(
                port(hub),
                LOCATION,
                CONNECTIONS,
                bed.settings().scaled(TOPICS / CONNECTIONS) * CONNECTIONS,
                qos,
                rate,
                WINDOW,
                warmUp.toMillis(),
                length.toMillis(),
                watched);
        try (LoadProcess load = LoadProcess.start(settings, folder)) {
            load.awaitCounting();
            Instant from = Instant.now();
            long begin = System.nanoTime();
            long storedBefore = meter.stored();
            long lagBefore = meter.lag();
            Duration hubBefore = hub.processorTime();
            Duration databaseBefore = hub.databaseProcessorTime();
            List<Long> lags = new ArrayList<>();
            long resident = 0;
            while (load.isRunning() && elapsed(begin) < length.toMillis() / 1e3) {
                Pause.millis(LOOK_MILLIS);
                long lag = meter.lag();
                lags.add(lag);
                resident = Math.max(resident, hub.residentBytes().orElse(0L));
                bed.progress(
                        elapsed(begin) * 1e3 / length.toMillis(),
                        String.format(Locale.ROOT, "%,d waiting for their row", lag));
            }
            double seconds = elapsed(begin);
            long stored = meter.stored() - storedBefore;
            double hubSeconds = seconds(hub.processorTime()) - seconds(hubBefore);
            double databaseSeconds = seconds(hub.databaseProcessorTime()) - seconds(databaseBefore);
            long lagAfter = meter.lag();
            LoadResult result = load.result();
            if (!meter.awaitStored(CATCH_UP)) {
                throw new StageException("The hub did not store what it had acknowledged; see " + folder + ".", null);
            }
            return new Run(
                    result,
                    from,
                    from.plus(length),
                    stored / seconds,
                    (meter.stored() - storedBefore) / elapsed(begin),
                    lagBefore,
                    lagAfter,
                    lags.stream().mapToLong(Long::longValue).max().orElse(0),
                    hubSeconds,
                    databaseSeconds,
                    resident);
        }
    }

    /** From due to committed, of all rows of a run: p50, p99, p99.9. Reads them all: not while something is measured. */
    List<Double> millisToRow(Run run) {
        return meter.millisToRow(run.from(), run.to());
    }

    /**
     * As fast as it goes, with the time in which the rest is stored afterwards: what the whole way can do.
     *
     * @return messages a second
     */
    double capacity(Duration warmUp, Duration length) {
        return run(0, warmUp, length, 0).storedInAllPerSecond();
    }

    private static double elapsed(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    static int port(HubProcess hub) {
        String address = hub.addresses().mqtt().get(0);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}

package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.load.LoadProcess;
import io.millrace.bench.load.LoadResult;
import io.millrace.bench.load.LoadSettings;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Puts loads on a contender, the same on all of them, and sees what becomes of them. Used by one thread. */
final class SideBySideMeter {

    /** As those of the other scenarios. */
    private static final int WINDOW = 200;

    private static final long LOOK_MILLIS = 500;
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration CATCH_UP = Duration.ofMinutes(5);
    /** What is no row after so long without a further row is lost. */
    private static final Duration LOST = Duration.ofSeconds(15);

    private static final long COUNT_MILLIS = 1_000;

    private final Bed bed;
    private final SideBySideContender contender;
    private final SideBySideRows rows;
    private final Path folder;

    SideBySideMeter(Bed bed, SideBySideContender contender, Path folder) {
        this.bed = bed;
        this.contender = contender;
        this.rows = new SideBySideRows(contender.database(), contender.table());
        this.folder = folder;
    }

    private LoadSettings settings(int rate, Duration length) {
        int topics = bed.settings().scaled(Flow.TOPICS / Flow.CONNECTIONS) * Flow.CONNECTIONS;
        return new LoadSettings(
                contender.mqttPort(),
                Flow.LOCATION,
                Flow.CONNECTIONS,
                topics,
                1,
                rate,
                WINDOW,
                0,
                length.toMillis(),
                0);
    }

    /** Sends a few messages again and again until one becomes a row: then every part has found the next. */
    void awaitReady() {
        Instant from = Instant.now();
        long deadline = System.nanoTime() + READY.toNanos();
        while (rows.count(from) == 0) {
            if (System.nanoTime() > deadline) {
                throw new StageException(
                        "No message became a row within " + READY.toSeconds() + " s; see " + folder + ".", null);
            }
            contender.check();
            try (LoadProcess load =
                    LoadProcess.start(settings(Flow.CONNECTIONS, Duration.ofMillis(LOOK_MILLIS)), folder)) {
                load.result();
            }
            Pause.millis(LOOK_MILLIS);
        }
    }

    /**
     * Puts a load on it and waits until it is at rest again.
     *
     * @param rate messages a second; 0 for as many as are acknowledged
     */
    SideBySideRun run(int rate, Duration length) {
        Instant from = Instant.now();
        long insertedBefore = rows.inserted();
        try (LoadProcess load = LoadProcess.start(settings(rate, length), folder)) {
            load.awaitCounting();
            Instant begin = Instant.now();
            Map<String, Duration> before = contender.processorTimes();
            Map<String, Long> resident = new HashMap<>();
            Instant end = begin.plus(length);
            for (long left = length.toMillis(); load.isRunning() && left > 0; left = millisTo(end)) {
                // No look beyond the end: what came into rows afterwards was still waiting then.
                Pause.millis(Math.min(LOOK_MILLIS, left));
                contender.check();
                contender.residentBytes().forEach((part, bytes) -> resident.merge(part, bytes, Math::max));
                bed.progress(
                        1 - (double) millisTo(end) / length.toMillis(),
                        rate == 0 ? "as fast as it goes" : String.format(Locale.ROOT, "%,d/s", rate));
            }
            Map<String, Double> seconds = seconds(before, contender.processorTimes());
            LoadResult result = load.result();
            awaitRows(from, insertedBefore, result.failure().isEmpty() ? result.sent() : result.acknowledged());
            Instant first = begin.plusMillis((long) (length.toMillis() * SideBySideRun.FIRST_LOOK));
            SideBySideRows.Summary summary = rows.summary(from, first, end);
            Instant last = summary.lastCommit();
            long lost = Math.max(0, result.sent() - summary.rows());
            return new SideBySideRun(
                    rate,
                    result,
                    summary.rows(),
                    last == null ? 0 : Duration.between(begin, last).toNanos() / 1e9,
                    summary.waiting().get(0),
                    summary.waiting().get(1) + lost,
                    summary.millis(),
                    seconds,
                    summary.committed(),
                    resident);
        }
    }

    private static long millisTo(Instant end) {
        return Duration.between(Instant.now(), end).toMillis();
    }

    private static Map<String, Double> seconds(Map<String, Duration> before, Map<String, Duration> after) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        after.forEach((part, time) -> seconds.put(
                part, time.minus(before.getOrDefault(part, Duration.ZERO)).toNanos() / 1e9));
        return seconds;
    }

    /** Until all are rows, or no further row comes. Rows are counted seldom: that takes the processor from those who write. */
    private void awaitRows(Instant from, long insertedBefore, long expected) {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        long inserted = -1;
        long counted = -1;
        long grown = System.nanoTime();
        while (true) {
            long now = rows.inserted();
            boolean still = now == inserted;
            inserted = now;
            if (still || inserted - insertedBefore >= expected) {
                long count = rows.count(from);
                if (count >= expected) {
                    return;
                }
                if (count > counted) {
                    counted = count;
                    grown = System.nanoTime();
                } else if (System.nanoTime() - grown > LOST.toNanos()) {
                    return;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new StageException(
                        String.format(
                                Locale.ROOT,
                                "Of %,d messages there are %,d rows after %d s, and it goes on; see %s.",
                                expected,
                                rows.count(from),
                                CATCH_UP.toSeconds(),
                                folder),
                        null);
            }
            contender.check();
            Pause.millis(COUNT_MILLIS);
        }
    }
}

package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.HubMeter;
import io.millrace.bench.load.LoadProcess;
import io.millrace.bench.load.LoadResult;
import io.millrace.bench.load.LoadSettings;
import io.millrace.stage.HubFailedException;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One hub that gets the load of one step. Used by one thread. */
final class GrowthRun {

    private static final int RATE = 20_000;
    private static final int WINDOW = 200;
    /** As long for few tags as for many: Java compiles meanwhile. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    /** With so much room even a hub that stutters has heard of each tag. */
    private static final double ROOM = 1.3;

    private static final Duration SETTLING = Duration.ofSeconds(4);
    private static final Duration LENGTH = Duration.ofSeconds(30);
    /** The publishers go on for so much longer, so that they never end before the counting does. */
    private static final Duration BEYOND = Duration.ofSeconds(2);

    private static final Duration CATCH_UP = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 250;

    private final Bed bed;
    private final GrowthStep step;
    private final Map<String, String> versions;
    private final int rate;
    private final Path folder;
    private final HubProcess hub;
    private long known;

    /** @param versions learns those of the hub */
    GrowthRun(Bed bed, GrowthStep step, Map<String, String> versions) {
        this.bed = bed;
        this.step = step;
        this.versions = versions;
        this.rate = rate(bed.settings());
        this.folder = bed.folder("load");
        this.hub = bed.prepared("growth", Flow.site("high-throughput"));
    }

    /** Messages a second. */
    static int rate(BenchSettings settings) {
        return settings.scaled(RATE);
    }

    static Duration length(BenchSettings settings) {
        return shorter(settings.length(), LENGTH);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Measures, and ends the hub whatever becomes of it. */
    GrowthResult measure() {
        List<ProcessHandle> children = List.of();
        try {
            say("starting");
            hub.launch();
            hub.awaitReady();
            children = ProcessHandle.of(hub.pid()).stream()
                    .flatMap(ProcessHandle::descendants)
                    .toList();
            return restarted(loaded());
        } catch (StageException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw failed;
            }
            String trouble = GrowthTrouble.sentence(hub, failed);
            // Often the very reason.
            OptionalLong heap = hub.isReady() ? heap() : OptionalLong.empty();
            return GrowthResult.failed(step, rate, known, heap, trouble);
        } finally {
            if (!hub.isRunning()) {
                GrowthTrouble.endAll(children);
            }
            bed.end(hub);
        }
    }

    private void say(String what) {
        bed.step("growth: " + step.words() + ", " + what);
    }

    private GrowthResult loaded() {
        try (HubMeter meter = new HubMeter(hub)) {
            versions.putAll(meter.versions());
            say("every tag once");
            introduce();
            awaitStored(meter);
            known = known(meter);
            say("counting");
            GrowthResult result = count(meter);
            awaitStored(meter);
            return result;
        }
    }

    private static long known(HubMeter meter) {
        return meter.number("select count(*) from millrace.tag where starts_with(topic, '" + Flow.LOCATION + "/')");
    }

    private void introduce() {
        long all = Math.round(1_000.0 * step.tags() / rate * ROOM);
        long warmUp = shorter(bed.settings().warmUp(), WARM_UP).toMillis();
        long begin = System.nanoTime();
        long millis = Math.max(Math.max(all, warmUp), 1);
        try (LoadProcess load = LoadProcess.start(settings(0, millis), folder)) {
            load.awaitCounting();
            while (load.isRunning()) {
                Pause.millis(LOOK_MILLIS);
                check();
                bed.progress(seconds(begin) * 1e3 / millis, GrowthStep.count(step.tags()) + " tags");
            }
            check(load.result());
        }
    }

    private GrowthResult count(HubMeter meter) {
        BenchSettings settings = bed.settings();
        long settling = shorter(settings.warmUp(), SETTLING).toMillis();
        long length = length(settings).toMillis();
        try (LoadProcess load = LoadProcess.start(settings(settling, length + BEYOND.toMillis()), folder)) {
            load.awaitCounting();
            List<GrowthSlice> slices = new ArrayList<>();
            long lagBefore = meter.lag();
            long lagHighest = lagBefore;
            long resident = 0;
            long begin = System.nanoTime();
            Look last = new Look(meter);
            for (int i = 1; i <= settings.runs(); i++) {
                double end = length / 1e3 * i / settings.runs();
                while (seconds(begin) < end) {
                    Pause.millis(Math.max(1, Math.min(LOOK_MILLIS, Math.round((end - seconds(begin)) * 1e3))));
                    check();
                    long lag = meter.lag();
                    lagHighest = Math.max(lagHighest, lag);
                    resident = Math.max(resident, hub.residentBytes().orElse(0L));
                    bed.progress(
                            seconds(begin) * 1e3 / length, GrowthStep.count(lag) + " messages waiting for their row");
                }
                Look now = new Look(meter);
                slices.add(now.since(last));
                last = now;
            }
            long lagAfter = meter.lag();
            check(load.result());
            return new GrowthResult(
                    step,
                    rate,
                    known,
                    slices,
                    lagBefore,
                    lagAfter,
                    Math.max(lagHighest, lagAfter),
                    resident,
                    OptionalLong.empty(),
                    OptionalDouble.empty(),
                    "");
        }
    }

    /** The figures of one moment. */
    private final class Look {
        private final long nanos = System.nanoTime();
        private final double hubSeconds = hub.processorTime().toNanos() / 1e9;
        private final double databaseSeconds = hub.databaseProcessorTime().toNanos() / 1e9;
        private final long logged;
        private final long stored;

        Look(HubMeter meter) {
            logged = meter.logged();
            stored = meter.stored();
        }

        GrowthSlice since(Look before) {
            return new GrowthSlice(
                    (nanos - before.nanos) / 1e9,
                    logged - before.logged,
                    stored - before.stored,
                    hubSeconds - before.hubSeconds,
                    databaseSeconds - before.databaseSeconds);
        }
    }

    /** What it has measured remains, also when the hub does not come back. */
    private GrowthResult restarted(GrowthResult result) {
        OptionalLong heap = heap();
        OptionalDouble seconds = OptionalDouble.empty();
        String trouble = "";
        say("stopping, and starting again");
        try {
            hub.stop(STOP);
            long begin = System.nanoTime();
            hub.launch();
            hub.awaitReady();
            seconds = OptionalDouble.of(seconds(begin));
        } catch (HubFailedException failed) {
            trouble = "After a restart: " + GrowthTrouble.sentence(hub, failed);
        }
        return new GrowthResult(
                step,
                rate,
                result.known(),
                result.slices(),
                result.lagBefore(),
                result.lagAfter(),
                result.lagHighest(),
                result.residentBytes(),
                heap,
                seconds,
                trouble);
    }

    private OptionalLong heap() {
        return GrowthHeap.inUse(hub.pid(), folder.resolve("heap.txt"));
    }

    private LoadSettings settings(long warmUpMillis, long millis) {
        return new LoadSettings(
                Flow.port(hub),
                Flow.LOCATION,
                GrowthStep.CONNECTIONS,
                step.tags(),
                1,
                rate,
                WINDOW,
                warmUpMillis,
                millis,
                0,
                step.sites());
    }

    private void awaitStored(HubMeter meter) {
        if (!meter.awaitStored(CATCH_UP)) {
            check();
            known = known(meter);
            throw new HubFailedException("What the hub had acknowledged was not stored " + CATCH_UP.toSeconds()
                    + " s later: " + GrowthStep.count(meter.lag()) + " messages still waited, and "
                    + GrowthStep.count(known) + " of the tags were known.");
        }
    }

    private void check() {
        if (!hub.isRunning()) {
            throw new HubFailedException("The hub ended.");
        }
    }

    private static void check(LoadResult result) {
        if (!result.failure().isEmpty()) {
            throw new HubFailedException("The publishers gave up: " + result.failure() + ".");
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}

package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.Figure;
import io.millrace.bench.Findings;
import io.millrace.bench.HubMeter;
import io.millrace.bench.Scenario;
import io.millrace.bench.Table;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a hub takes while it does nothing, how soon it is there, and how soon it is there again. */
public final class Footprint implements Scenario {

    private static final double MIB = 1 << 20;
    /** After it is ready, Java still compiles for a while. */
    private static final Duration SETTLE = Duration.ofSeconds(120);

    private static final int STARTS = 5;

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String title() {
        return "What a hub takes";
    }

    @Override
    public String sentence() {
        return "From the command to ready, cold, again and after kill -9; processor and memory while idle; the archive.";
    }

    @Override
    public Findings measure(Bed bed) {
        double scale = bed.settings().scale();
        int starts = scale < 1 ? 1 : Math.max(STARTS, bed.settings().runs());
        List<Double> first = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        List<Double> killed = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        List<Double> database = new ArrayList<>();
        Map<String, String> versions = new HashMap<>();
        for (int start = 1; start <= starts; start++) {
            bed.step("start " + start + " of " + starts);
            HubProcess hub = bed.prepared("footprint", Flow.site("high-throughput"));
            first.add(secondsToReady(hub));
            hub.stop(Duration.ofSeconds(30));
            again.add(secondsToReady(hub));
            hub.destroy();
            hub.awaitEnd();
            killed.add(secondsToReady(hub));
            if (start == 1) {
                try (HubMeter meter = new HubMeter(hub)) {
                    versions.putAll(meter.versions());
                }
                bed.step("idle");
                Pause.millis((long) (SETTLE.toMillis() * scale));
                for (int run = 0; run < Math.max(1, bed.settings().runs()); run++) {
                    idle.add(idlePercent(hub, bed.settings().length()));
                }
                hub.residentBytes().ifPresent(bytes -> memory.add(bytes / MIB));
                hub.databaseProportionalBytes().ifPresent(bytes -> database.add(bytes / MIB));
            }
            bed.end(hub);
        }
        Table.Builder table = Table.of("", "what", "figure");
        table.row("the command to ready, first start on an empty folder", new Figure("start.first", "s", first));
        table.row("the command to ready, after an orderly stop", new Figure("start.again", "s", again));
        table.row("the command to ready, after kill -9", new Figure("start.killed", "s", killed));
        table.row("processor time while idle, of one core, PostgreSQL included", new Figure("idle", "%", idle));
        if (!memory.isEmpty()) {
            table.row("resident memory of the hub's Java process, idle", new Figure("memory.hub", "MiB", memory));
        }
        if (!database.isEmpty()) {
            table.row("memory of its PostgreSQL, idle (proportional)", new Figure("memory.database", "MiB", database));
        }
        table.row(
                "the unpacked archive",
                Figure.of("archive", "MB", size(bed.settings().archive()) / 1e6));
        return new Findings(
                versions,
                Map.of("archive of classes", isPrepared(bed) ? "made by 'millrace prepare'" : "none"),
                List.of(
                        "Everything is embedded and on: broker, log, historian, console. No connection, no client.",
                        "The files are in the system's cache when a start is measured; a machine that was just switched on"
                                + " has to read them first."),
                List.of(table.build()));
    }

    private static double secondsToReady(HubProcess hub) {
        long begin = System.nanoTime();
        hub.launch();
        hub.awaitReady();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double idlePercent(HubProcess hub, Duration length) {
        long begin = System.nanoTime();
        Duration before = hub.processorTime().plus(hub.databaseProcessorTime());
        Pause.millis(length.toMillis());
        Duration spent = hub.processorTime().plus(hub.databaseProcessorTime()).minus(before);
        return 100.0 * spent.toNanos() / (System.nanoTime() - begin);
    }

    private static boolean isPrepared(Bed bed) {
        return Files.exists(bed.settings().archive().resolve("cache").resolve("classes.jsa"));
    }

    /** Without the classes that 'millrace prepare' keeps beside it. */
    private static long size(Path archive) {
        Path cache = archive.resolve("cache");
        try (Stream<Path> files = Files.walk(archive)) {
            return files.filter(file -> !file.startsWith(cache) && Files.isRegularFile(file))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException failed) {
            throw new StageException("The archive " + archive + " cannot be read: " + failed.getMessage(), failed);
        }
    }
}

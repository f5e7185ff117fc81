package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Figure;
import io.millrace.bench.Findings;
import io.millrace.bench.Scenario;
import io.millrace.bench.stream.CounterSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** A keyed counter on the engine of the processors: how much, how late, at what cost, and whether it counts right. */
public final class Processing implements Scenario {

    private static final int COUNTERS = 20_000;
    private static final int INPUTS = 3_000_000;
    private static final int THREADS = 1;
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration LENGTH = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "processing";
    }

    @Override
    public String title() {
        return "A counter for each topic, exactly once";
    }

    @Override
    public String sentence() {
        return "A keyed counter on Kafka Streams, exactly once: events a second, latency at half of that, and its sums"
                + " after kill -9.";
    }

    @Override
    public Findings measure(Bed bed) {
        BenchSettings settings = bed.settings();
        int counters = settings.scaled(COUNTERS);
        long inputs = settings.scaled(INPUTS);
        List<ProcessingResult> results = new ArrayList<>();
        bed.step("the hub starts");
        ProcessingHub hub = ProcessingHub.start(bed);
        String version = hub.version();
        try (ProcessingLog log = new ProcessingLog(hub.bootstrap())) {
            ProcessingRun run = new ProcessingRun(bed, hub, log, counters, THREADS);
            bed.step(String.format(Locale.ROOT, "the log is filled with %,d samples", inputs));
            run.fill(inputs);
            results.addAll(results(bed, run));
        }
        hub.end(bed);
        List<String> notes = new ArrayList<>(ProcessingTables.alarms(results));
        notes.addAll(List.of(
                "The hub runs with the role 'broker' alone: its log and its MQTT, but no historian and no console. While a"
                        + " log is caught up the hub does nothing else; at half rate it also looks through the inputs for"
                        + " what it has to publish by MQTT, which is nothing.",
                "An event is an input whose count is kept in the store, written to the store's changelog and to a topic of"
                        + " its own, and committed, all in one transaction with the place in the input. The first fifth"
                        + " of the log is not measured: Java compiles meanwhile.",
                "The sum of all counts is that of the inputs each topic has counted, in its last count that a reader of what"
                        + " is committed sees. Pieces are told apart from it: a running counter would mend an input that"
                        + " was lost or came twice with its next value.",
                "All processes share the machine: hub, counter, generator, and who reads the counts."));
        return new Findings(
                Map.of("hub", version, "Kafka Streams", AppInfoParser.getVersion()),
                Map.of(
                        "topics",
                        String.format(Locale.ROOT, "%,d", counters),
                        "inputs",
                        String.format(Locale.ROOT, "%,d", inputs),
                        "payload",
                        "120 bytes of JSON, the running counter of a PLC",
                        "counter",
                        "-Xmx256m, exactly_once_v2, commit every 100 ms, " + THREADS + " thread",
                        "seconds at half rate",
                        Long.toString(length(settings).toSeconds()),
                        "runs",
                        Integer.toString(settings.runs())),
                notes,
                ProcessingTables.tables(results));
    }

    /** First what needs the log as it was filled, for both stores; at a rate it becomes longer. */
    private static List<ProcessingResult> results(Bed bed, ProcessingRun run) {
        int runs = bed.settings().runs();
        Map<CounterSettings.Store, List<ProcessingCatchUp>> catchUps = new EnumMap<>(CounterSettings.Store.class);
        Map<CounterSettings.Store, List<ProcessingKill>> kills = new EnumMap<>(CounterSettings.Store.class);
        for (CounterSettings.Store store : CounterSettings.Store.values()) {
            List<ProcessingCatchUp> caught = new ArrayList<>();
            for (int i = 1; i <= runs; i++) {
                bed.step("catching up, " + store.words() + ", run " + i + " of " + runs);
                caught.add(run.catchUp(store));
            }
            catchUps.put(store, caught);
        }
        for (CounterSettings.Store store : stores(bed)) {
            List<ProcessingKill> killed = new ArrayList<>();
            for (int i = 1; i <= runs; i++) {
                bed.step("killed half way, " + store.words() + ", run " + i + " of " + runs);
                killed.add(run.kill(store));
            }
            kills.put(store, killed);
        }
        List<ProcessingResult> results = new ArrayList<>();
        for (CounterSettings.Store store : CounterSettings.Store.values()) {
            List<ProcessingCatchUp> caught = catchUps.getOrDefault(store, List.of());
            double half = new Figure(
                                    "events",
                                    "/s",
                                    caught.stream()
                                            .map(ProcessingCatchUp::perSecond)
                                            .toList())
                            .median()
                    / 2;
            results.add(new ProcessingResult(
                    store,
                    caught,
                    kills.getOrDefault(store, List.of()),
                    stores(bed).contains(store) ? paces(bed, run, store, half) : List.of()));
        }
        return results;
    }

    private static List<ProcessingPace> paces(Bed bed, ProcessingRun run, CounterSettings.Store store, double rate) {
        int runs = bed.settings().runs();
        List<ProcessingPace> paces = new ArrayList<>();
        bed.step("how late counts come, " + store.words());
        try (ProcessingRun.Paced paced = run.paced(store)) {
            for (int i = 1; i <= runs; i++) {
                bed.step(String.format(
                        Locale.ROOT,
                        "how late counts come at %,.0f events/s, %s, run %d of %d",
                        rate,
                        store.words(),
                        i,
                        runs));
                paces.add(paced.run(rate, shorter(SETTLING, bed.settings().warmUp()), length(bed.settings())));
            }
        }
        return paces;
    }

    /** To see that it works, one store is enough where the other would only take longer. */
    private static List<CounterSettings.Store> stores(Bed bed) {
        return bed.settings().scale() < 1
                ? List.of(CounterSettings.Store.ROCKS_DB)
                : List.of(CounterSettings.Store.values());
    }

    private static Duration length(BenchSettings settings) {
        return shorter(LENGTH, settings.length());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

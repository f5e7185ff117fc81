package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Figure;
import io.millrace.bench.Findings;
import io.millrace.bench.Scenario;
import io.millrace.bench.stream.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** The processors of a hub: how much, how late, at what cost, and whether what they tell is right. */
public final class Processing implements Scenario {

    private static final int MACHINES = 1_000;
    private static final int INPUTS = 3_000_000;
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration LENGTH = Duration.ofSeconds(20);

    /** A hub that shares its machine with others is not driven to its limit. */
    private static final double SHARE = 0.25;

    @Override
    public String name() {
        return "processing";
    }

    @Override
    public String title() {
        return "Processors, exactly once";
    }

    @Override
    public String sentence() {
        return "Counters, machine states and windows of a thousand machines: events a second, latency, and what they told"
                + " after kill -9.";
    }

    @Override
    public Findings measure(Bed bed) {
        BenchSettings settings = bed.settings();
        int machines = settings.scaled(MACHINES);
        long inputs = settings.scaled(INPUTS);
        List<ProcessingResult> results = new ArrayList<>();
        String version = "";
        for (Job job : jobs(settings)) {
            ProcessingRun run = new ProcessingRun(bed, job, machines, inputs);
            results.add(result(bed, run, job));
            version = run.version();
        }
        List<String> notes = new ArrayList<>(ProcessingTables.alarms(results));
        notes.addAll(List.of(
                "The hub runs with the roles 'broker' and 'process': its log, its MQTT and its processors as a site file has"
                        + " them, in one process, but no historian and no console. What the processors tell is offered to"
                        + " MQTT, where nobody listens.",
                String.format(
                        Locale.ROOT,
                        "An event is an input: a sample of one of the machines, each with a tag of its own. The log is"
                                + " filled before the processors begin; its samples arise at %,d a second. The first fifth"
                                + " of it is not measured: Java compiles meanwhile.",
                        ProcessingRun.AROSE),
                "The counter tells two outputs for each piece: the increment, as an event that is on the disk before it is"
                        + " acknowledged, and the running total. In the first row each event says how many pieces were made;"
                        + " in the second it is an edge of a light barrier, and every second one is a piece. The machine state changes with every tenth event, and two"
                        + " outputs tell it. The window tells count, mean and greatest value of each machine and second.",
                "Inputs of the last second are held, and what comes late is put in its place. State, outputs and the place"
                        + " in the log are committed in one transaction.",
                "Who reads what is committed counts afterwards what was told, and compares it with what follows from what"
                        + " was sent.",
                "All processes share the machine: hub, generator, and who reads the outputs."));
        return new Findings(
                Map.of("hub", version, "Kafka Streams", AppInfoParser.getVersion()),
                Map.of(
                        "machines",
                        String.format(Locale.ROOT, "%,d", machines),
                        "inputs",
                        String.format(Locale.ROOT, "%,d", inputs),
                        "payload",
                        "120 bytes of JSON",
                        "lateness",
                        "1 s",
                        "hub",
                        "-Xmx256m as delivered",
                        "seconds at a rate",
                        Long.toString(length(settings).toSeconds()),
                        "runs",
                        Integer.toString(settings.runs())),
                notes,
                ProcessingTables.tables(results));
    }

    /** To see that it works, one is enough: each starts a hub four times. */
    private static List<Job> jobs(BenchSettings settings) {
        return settings.scale() < 1 ? List.of(Job.COUNTER) : List.of(Job.values());
    }

    private static ProcessingResult result(Bed bed, ProcessingRun run, Job job) {
        BenchSettings settings = bed.settings();
        List<ProcessingCatchUp> catchUps = new ArrayList<>();
        for (int i = 1; i <= settings.runs(); i++) {
            bed.step(job.words() + " catches up, run " + i + " of " + settings.runs());
            catchUps.add(run.catchUp());
        }
        List<ProcessingKill> kills = new ArrayList<>();
        for (int i = 1; i <= settings.runs(); i++) {
            bed.step(job.words() + " is killed half way, run " + i + " of " + settings.runs());
            kills.add(run.kill());
        }
        if (job.watched().isEmpty()) {
            return new ProcessingResult(job, catchUps, kills, List.of());
        }
        double rate = SHARE
                * new Figure(
                                "events",
                                "/s",
                                catchUps.stream()
                                        .map(ProcessingCatchUp::perSecond)
                                        .toList())
                        .median();
        bed.step("how late the outputs of " + job.words() + " come");
        return new ProcessingResult(
                job,
                catchUps,
                kills,
                run.paces(rate, settings.runs(), shorter(SETTLING, settings.warmUp()), length(settings)));
    }

    private static Duration length(BenchSettings settings) {
        return shorter(LENGTH, settings.length());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

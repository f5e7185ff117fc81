package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.HubMeter;
import io.millrace.stage.HubProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One hub and one load, for those who look for where the time goes: {@code ARCHIVE FOLDER QOS ROUTE WARM-UP-SECONDS
 * SECONDS WATCHED RATE...}; a rate of 0 is as fast as it goes. Options for the hub's Java in MILLRACE_JAVA_OPTS.
 */
public final class FlowMain {

    private FlowMain() {}

    public static void main(String[] arguments) {
        Path archive = Path.of(arguments[0]).toAbsolutePath();
        BenchSettings settings = new BenchSettings(
                Path.of(arguments[1]).toAbsolutePath(),
                List.of(archive.resolve("bin/millrace").toString(), "up"),
                Map.of(),
                archive,
                1,
                Duration.ofSeconds(Long.parseLong(arguments[4])),
                Duration.ofSeconds(Long.parseLong(arguments[5])),
                1,
                archive);
        int watched = Integer.parseInt(arguments[6]);
        try (Bed bed = Bed.make(settings, new BenchListener() {}, "flow")) {
            HubProcess hub = bed.hub("hub", Flow.site(arguments[3]));
            try (HubMeter meter = new HubMeter(hub)) {
                Flow flow = new Flow(bed, hub, meter, settings.folder(), Integer.parseInt(arguments[2]));
                System.out.println("pid " + hub.pid());
                for (String rate : Arrays.asList(arguments).subList(7, arguments.length)) {
                    long before = meter.stored();
                    long begin = System.nanoTime();
                    Flow.Run run = flow.run(Integer.parseInt(rate), settings.warmUp(), settings.length(), watched);
                    System.out.printf(
                            "rate %s: %,.0f acknowledged/s, stored %,.0f/s, %,.0f/s with the rest; lag %,d -> %,d (max %,d); behind"
                                    + " %,d; ack %s us; sub %s us (%,d); row %s ms; cpu us/message: hub %.1f, db %.1f,"
                                    + " load %.1f; %,d MiB %s%n",
                            rate,
                            run.load().perSecond(),
                            run.storedPerSecond(),
                            (meter.stored() - before) / ((System.nanoTime() - begin) / 1e9),
                            run.lagBefore(),
                            run.lagAfter(),
                            run.lagHighest(),
                            run.load().behind(),
                            run.load().acknowledgeMicros(),
                            run.load().subscribeMicros(),
                            run.load().received(),
                            flow.millisToRow(run),
                            run.hubSeconds() / run.millionMessages(),
                            run.databaseSeconds() / run.millionMessages(),
                            run.load().processorSeconds() / run.millionMessages(),
                            run.residentBytes() >> 20,
                            run.load().failure());
                }
                System.out.println(
                        "logged " + meter.logged() + ", stored " + meter.stored() + ", rows " + meter.rows());
            }
        }
    }
}

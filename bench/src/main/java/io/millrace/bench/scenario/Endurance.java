package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.Figure;
import io.millrace.bench.Findings;
import io.millrace.bench.HubMeter;
import io.millrace.bench.Scenario;
import io.millrace.bench.Table;
import io.millrace.stage.HubProcess;
import io.millrace.stage.MemoryCurve;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ten minutes of as much as the whole way takes, to see whether memory stays where it is. */
public final class Endurance implements Scenario {

    private static final Duration LENGTH = Duration.ofMinutes(10);
    private static final double MIB = 1 << 20;
    private static final int POINTS = 10;
    /** Of what goes when the generator rests while the remainder is stored. */
    private static final double SHARE = 0.8;

    @Override
    public String name() {
        return "endurance";
    }

    @Override
    public String title() {
        return "Memory under full load";
    }

    @Override
    public String sentence() {
        return "Ten minutes of as many MQTT messages as become rows: the hub's memory, minute by minute.";
    }

    @Override
    public Findings measure(Bed bed) {
        Duration length = bed.settings().scale() < 1 ? bed.settings().length() : LENGTH;
        HubProcess hub = bed.hub("endurance", Flow.site("high-throughput"));
        try (HubMeter meter = new HubMeter(hub);
                MemoryCurve curve =
                        new MemoryCurve(hub::residentBytes, System.nanoTime(), length.dividedBy(20L * POINTS))) {
            bed.step("warming up");
            Flow flow = new Flow(bed, hub, meter, bed.folder("load"), 1);
            double rate = SHARE
                    * flow.capacity(bed.settings().warmUp(), bed.settings().length());
            bed.step("%,.0f messages/s for %d s".formatted(rate, length.toSeconds()));
            curve.start();
            long before = curve.points().size();
            Flow.Run run = flow.run((int) Math.max(1, rate), Duration.ZERO, length, 1);
            return new Findings(
                    meter.versions(),
                    Map.of(
                            "connections", Integer.toString(Flow.CONNECTIONS),
                            "topics", Integer.toString(Flow.TOPICS),
                            "Java's heap", "as delivered: -Xmx256m",
                            "seconds", Long.toString(length.toSeconds())),
                    List.of(
                            "Four fifths of the rate at which messages became rows shortly before, when nothing held the generator"
                                    + " back: the rest of the machine is the generator's.",
                            "%,.0f messages/s were asked for, %,.0f acknowledged. At the end %,d of %,d waited for their row,"
                                            .formatted(
                                                    rate,
                                                    run.load().perSecond(),
                                                    run.lagAfter(),
                                                    run.load().acknowledged())
                                    + " at most %,d.".formatted(run.lagHighest())),
                    List.of(table(
                            curve.points().subList((int) before, curve.points().size()), length)));
        } finally {
            bed.end(hub);
        }
    }

    private static Table table(List<MemoryCurve.Point> points, Duration length) {
        Table.Builder table =
                Table.of("Resident memory of the hub's Java process.", "up to", "lowest", "median", "highest");
        long first = points.isEmpty() ? 0 : points.get(0).at().toNanos();
        for (int part = 1; part <= POINTS; part++) {
            long from = first + length.toNanos() / POINTS * (part - 1);
            long to = first + length.toNanos() / POINTS * part;
            List<Double> within = new ArrayList<>();
            for (MemoryCurve.Point point : points) {
                if (point.at().toNanos() >= from && point.at().toNanos() < to) {
                    within.add(point.bytes() / MIB);
                }
            }
            if (!within.isEmpty()) {
                Figure figure = new Figure("memory", "MiB", within);
                table.row(
                        Duration.ofNanos(to - first).toSeconds() + " s",
                        Figure.of("memory.lowest", "MiB", figure.lowest()),
                        Figure.of("memory.median", "MiB", figure.median()),
                        Figure.of("memory.highest", "MiB", figure.highest()));
            }
        }
        return table.build();
    }
}

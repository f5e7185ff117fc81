package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Findings;
import io.millrace.bench.Scenario;
import io.millrace.bench.Table;
import io.millrace.stage.StageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The same load on more and more tags, and on more and more sites: what of the cost grows with them, and how fast. */
public final class Growth implements Scenario {

    private static final List<Integer> TAGS = List.of(1_000, 10_000, 100_000, 1_000_000);
    private static final List<Integer> SITES = List.of(10, 100);
    /** The step of {@link #TAGS} that is spread over more and more sites. */
    private static final int SPREAD = 2;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String title() {
        return "More tags and more sites";
    }

    @Override
    public String sentence() {
        return "The same load on 1,000 to 1,000,000 tags and 1 to 100 sites: what each cost grows by.";
    }

    /**
     * What is measured: first more and more tags at one site, then one number of tags at more and more sites. Where it is
     * only to be seen working there is one step of each.
     */
    record Plan(List<GrowthStep> tags, GrowthStep spread, List<GrowthStep> sites) {

        static Plan of(BenchSettings settings) {
            boolean full = settings.scale() >= 1;
            List<GrowthStep> tags = (full ? TAGS : TAGS.subList(0, 1))
                    .stream()
                            .map(count -> new GrowthStep(tags(settings, count), 1))
                            .toList();
            GrowthStep spread = tags.get(full ? SPREAD : 0);
            List<GrowthStep> sites = (full ? SITES : SITES.subList(0, 1))
                    .stream().map(count -> new GrowthStep(spread.tags(), count)).toList();
            return new Plan(tags, spread, sites);
        }

        /** As many for each publisher. */
        private static int tags(BenchSettings settings, int full) {
            return Math.max(1, settings.scaled(full) / GrowthStep.CONNECTIONS) * GrowthStep.CONNECTIONS;
        }
    }

    @Override
    public Findings measure(Bed bed) {
        BenchSettings settings = bed.settings();
        Plan plan = Plan.of(settings);
        Map<String, String> versions = new TreeMap<>();
        List<GrowthResult> tags = new ArrayList<>();
        List<GrowthResult> sites = new ArrayList<>();
        for (GrowthStep step : plan.tags()) {
            GrowthResult result = new GrowthRun(bed, step, versions).measure();
            tags.add(result);
            if (step.equals(plan.spread())) {
                sites.add(result);
            }
        }
        for (GrowthStep step : plan.sites()) {
            sites.add(new GrowthRun(bed, step, versions).measure());
        }
        if (tags.stream().noneMatch(GrowthResult::isMeasured) && sites.stream().noneMatch(GrowthResult::isMeasured)) {
            throw new StageException(
                    "Not a single step could be measured. The first: "
                            + tags.get(0).trouble(),
                    null);
        }
        return findings(settings, versions, tags, sites);
    }

    private static Findings findings(
            BenchSettings settings, Map<String, String> versions, List<GrowthResult> tags, List<GrowthResult> sites) {
        List<String> notes = new ArrayList<>(List.of(
                "A new hub for each step, with Java's heap as delivered. Messages of 120 bytes with QoS 1 on the"
                        + " high-throughput route, at the same rate whatever the step, each tag in turn; a tag is an MQTT"
                        + " topic. Every tag was published before anything was counted.",
                "A step is managed when every tag is stored, 99 % of the rate goes through, and what waits for its row"
                        + " does not grow. The heap in use is what remains after Java has collected its garbage. A"
                        + " restart is an orderly one, from the command to ready."));
        notes.addAll(GrowthVerdict.sentences(GrowthAxis.TAGS, tags));
        notes.addAll(GrowthVerdict.sentences(GrowthAxis.SITES, sites));
        List<Table> tables = new ArrayList<>(GrowthTables.of(GrowthAxis.TAGS, tags));
        tables.addAll(GrowthTables.of(GrowthAxis.SITES, sites));
        return new Findings(
                versions,
                Map.of(
                        "messages/s", GrowthStep.count(GrowthRun.rate(settings)),
                        "publishers", Integer.toString(GrowthStep.CONNECTIONS),
                        "seconds each", Long.toString(GrowthRun.length(settings).toSeconds()),
                        "slices of them", Integer.toString(settings.runs())),
                notes.stream().distinct().toList(),
                tables);
    }
}

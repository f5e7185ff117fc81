package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Findings;
import io.millrace.bench.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Device values into rows: OPC UA and Modbus, each from a server in a process of its own. */
public final class Tags implements Scenario {

    private static final int TAGS = 10_000;
    private static final Duration FAST = Duration.ofMillis(100);
    private static final Duration SLOW = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "tags";
    }

    @Override
    public String title() {
        return "Device values into rows";
    }

    @Override
    public String sentence() {
        return "100,000 OPC UA values and 100,000 Modbus registers a second into rows, none missing, or what the machine"
                + " can do of it.";
    }

    @Override
    public Findings measure(Bed bed) {
        BenchSettings settings = bed.settings();
        int tags = settings.scaled(TAGS);
        boolean full = settings.scale() >= 1;
        Map<String, String> versions = new TreeMap<>();
        List<List<TagsResult>> loads = new ArrayList<>();
        if (full) {
            loads.add(runs(bed, TagsLoad.opcUa(tags, tags, SLOW), versions));
        }
        for (TagsLoad.Protocol protocol : TagsLoad.Protocol.values()) {
            double share = 1;
            List<TagsResult> runs = runs(bed, fast(protocol, tags, share), versions);
            loads.add(runs);
            while (full && !held(runs)) {
                double stored = runs.stream()
                                .mapToDouble(TagsResult::storedPerSecond)
                                .max()
                                .orElse(0)
                        / fast(protocol, tags, 1).rate();
                OptionalDouble less = TagsLadder.next(share, stored);
                if (less.isEmpty()) {
                    break;
                }
                share = less.getAsDouble();
                runs = runs(bed, fast(protocol, tags, share), versions);
                loads.add(runs);
            }
        }
        List<String> notes = new ArrayList<>(List.of(
                "All processes share the machine: the hub with its log and its PostgreSQL, and the device.",
                "A value of the OPC UA server is known by its source time, one of the Modbus server by its number: each"
                        + " register shows how often it was read. A value is made when the server has it, or hands it out.",
                "A rate holds when no value is missing, at least 99 % of it was made, and what waits for its row does not"
                        + " grow."));
        loads.forEach(runs -> notes.add(TagsTables.verdict(runs)));
        return new Findings(
                versions,
                Map.of(
                        "tags",
                        String.format(Locale.ROOT, "%,d", tags),
                        "warm-up",
                        settings.warmUp().toSeconds() + " s",
                        "length",
                        settings.length().toSeconds() + " s",
                        "runs",
                        Integer.toString(settings.runs())),
                notes,
                TagsTables.tables(loads));
    }

    /** The same nodes and less of them that change; a register that is not to change cannot be read at all. */
    private static TagsLoad fast(TagsLoad.Protocol protocol, int tags, double share) {
        int changing = (int) Math.max(1, Math.round(tags * share));
        return protocol == TagsLoad.Protocol.OPC_UA
                ? TagsLoad.opcUa(tags, changing, FAST)
                : TagsLoad.modbus(changing, FAST);
    }

    private static boolean held(List<TagsResult> runs) {
        return runs.stream().allMatch(TagsResult::held);
    }

    private static List<TagsResult> runs(Bed bed, TagsLoad load, Map<String, String> versions) {
        BenchSettings settings = bed.settings();
        List<TagsResult> results = new ArrayList<>();
        bed.step("tags: " + load.words() + ", starting");
        try (TagsRun run = TagsRun.start(bed, load)) {
            versions.putAll(run.versions());
            for (int i = 1; i <= settings.runs(); i++) {
                bed.step("tags: " + load.words() + ", run " + i + " of " + settings.runs());
                results.add(run.measure(settings.warmUp(), settings.length()));
                if (!held(results)) {
                    // what does not hold once need not be shown again
                    break;
                }
            }
        }
        return results;
    }
}

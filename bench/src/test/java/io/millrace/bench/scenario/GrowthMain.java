package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One step of growth, for those who look for where the memory goes: {@code ARCHIVE FOLDER TAGS SITES WARM-UP-SECONDS
 * SECONDS}. Options for the hub's Java in MILLRACE_JAVA_OPTS; what its heap holds is in FOLDER until it ends.
 */
public final class GrowthMain {

    private GrowthMain() {}

    public static void main(String[] arguments) {
        Path archive = Path.of(arguments[0]).toAbsolutePath();
        BenchSettings settings = new BenchSettings(
                Path.of(arguments[1]).toAbsolutePath(),
                List.of(archive.resolve("bin/millrace").toString(), "up"),
                Map.of(),
                archive,
                3,
                Duration.ofSeconds(Long.parseLong(arguments[4])),
                Duration.ofSeconds(Long.parseLong(arguments[5])),
                1,
                archive);
        GrowthStep step = new GrowthStep(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        BenchListener told = new BenchListener() {
            @Override
            public void step(String sentence) {
                System.out.println(sentence);
            }
        };
        try (Bed bed = Bed.make(settings, told, "growth")) {
            GrowthResult result = new GrowthRun(bed, step, new TreeMap<>()).measure();
            System.out.println(result);
            System.out.println("managed: " + result.isManaged() + " " + result.verdict());
            for (GrowthCost cost : GrowthCost.values()) {
                System.out.println(cost.words() + ": " + cost.runs(result));
            }
        }
    }
}

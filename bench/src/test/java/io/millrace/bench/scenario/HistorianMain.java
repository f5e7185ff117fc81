package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Findings;
import io.millrace.bench.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The historian, or a half of it, for those who look for where the time goes: {@code ARCHIVE FOLDER all|store|trends
 * SCALE RUNS WARM-UP-SECONDS}. Options for the hub's Java in MILLRACE_JAVA_OPTS.
 */
public final class HistorianMain {

    private HistorianMain() {}

    public static void main(String[] arguments) {
        Path archive = Path.of(arguments[0]).toAbsolutePath();
        BenchSettings settings = new BenchSettings(
                Path.of(arguments[1]).toAbsolutePath(),
                List.of(archive.resolve("bin/millrace").toString(), "up"),
                Map.of(),
                archive,
                Integer.parseInt(arguments[4]),
                Duration.ofSeconds(Long.parseLong(arguments[5])),
                Duration.ofSeconds(1),
                Double.parseDouble(arguments[3]),
                archive);
        try (Bed bed = Bed.make(settings, new Steps(), "historian")) {
            switch (arguments[2]) {
                case "store" -> System.out.println(HistorianScenario.store(bed, new HashMap<>()));
                case "trends" ->
                    HistorianScenario.trends(bed)
                            .forEach(answers -> System.out.println(
                                    answers + (answers.millis().isEmpty() ? "" : " p95 " + answers.percentile(95))));
                default -> {
                    Findings findings = new HistorianScenario().measure(bed);
                    findings.tables().stream().map(Table::markdown).forEach(System.out::println);
                    findings.notes().forEach(System.out::println);
                }
            }
        }
    }

    private static final class Steps implements BenchListener {

        private final long begin = System.nanoTime();

        @Override
        public void step(String sentence) {
            System.out.printf("%6.1f s  %s%n", (System.nanoTime() - begin) / 1e9, sentence);
        }
    }
}

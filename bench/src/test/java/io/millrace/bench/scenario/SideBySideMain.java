package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Findings;
import io.millrace.bench.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The comparison alone: {@code ARCHIVE FOLDER NODE-MODULES WARM-UP-SECONDS SECONDS RUNS SCALE}. Options for the hub's Java
 * in MILLRACE_JAVA_OPTS.
 */
public final class SideBySideMain {

    private SideBySideMain() {}

    public static void main(String[] arguments) {
        Path archive = Path.of(arguments[0]).toAbsolutePath();
        BenchSettings settings = new BenchSettings(
                Path.of(arguments[1]).toAbsolutePath(),
                List.of(archive.resolve("bin/millrace").toString(), "up"),
                Map.of(),
                archive,
                Integer.parseInt(arguments[5]),
                Duration.ofSeconds(Long.parseLong(arguments[3])),
                Duration.ofSeconds(Long.parseLong(arguments[4])),
                Double.parseDouble(arguments[6]),
                Path.of(arguments[2]).toAbsolutePath());
        BenchListener listener = new BenchListener() {
            @Override
            public void step(String sentence) {
                System.out.println(sentence);
            }
        };
        try (Bed bed = Bed.make(settings, listener, "side-by-side")) {
            Findings findings = new SideBySide().measure(bed);
            System.out.println(findings.versions());
            for (Table table : findings.tables()) {
                System.out.println();
                System.out.println(table.caption());
                System.out.println(table.columns());
                table.rows()
                        .forEach(row -> System.out.println(String.join(
                                " | ", row.stream().map(cell -> cell.text()).toList())));
            }
            findings.notes().forEach(System.out::println);
        }
    }
}

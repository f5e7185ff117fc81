package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Findings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The counter alone, for those who look for where the time goes: {@code ARCHIVE FOLDER RUNS SCALE}. */
public final class ProcessingMain {

    private ProcessingMain() {}

    public static void main(String[] arguments) {
        Path archive = Path.of(arguments[0]).toAbsolutePath();
        BenchSettings settings = new BenchSettings(
                Path.of(arguments[1]).toAbsolutePath(),
                List.of(archive.resolve("bin/millrace").toString(), "up"),
                Map.of(),
                archive,
                Integer.parseInt(arguments[2]),
                Duration.ofSeconds(Double.parseDouble(arguments[3]) < 1 ? 1 : 60),
                Duration.ofSeconds(Double.parseDouble(arguments[3]) < 1 ? 2 : 60),
                Double.parseDouble(arguments[3]),
                archive);
        BenchListener listener = new BenchListener() {
            @Override
            public void step(String sentence) {
                System.out.println(Instant.now() + " " + sentence);
            }
        };
        try (Bed bed = Bed.make(settings, listener, "processing")) {
            Findings findings = new Processing().measure(bed);
            System.out.println(Instant.now() + " " + findings.versions() + " " + findings.settings());
            findings.tables().forEach(table -> System.out.println("\n" + table.markdown()));
            findings.notes().forEach(System.out::println);
        }
    }
}

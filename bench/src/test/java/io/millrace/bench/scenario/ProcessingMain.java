package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.stream.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One kind of processor alone, for those who look for where the time goes: {@code ARCHIVE FOLDER JOB INPUTS STEP...},
 * where a step is {@code catch-up}, {@code kill} or a number of events a second.
 */
public final class ProcessingMain {

    private ProcessingMain() {}

    public static void main(String[] arguments) {
        Path archive = Path.of(arguments[0]).toAbsolutePath();
        BenchSettings settings = new BenchSettings(
                Path.of(arguments[1]).toAbsolutePath(),
                List.of(archive.resolve("bin/millrace").toString(), "up"),
                Map.of(),
                archive,
                1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                1,
                archive);
        BenchListener listener = new BenchListener() {
            @Override
            public void step(String sentence) {
                System.out.println(Instant.now() + " " + sentence);
            }
        };
        try (Bed bed = Bed.make(settings, listener, "processing")) {
            ProcessingRun run = new ProcessingRun(
                    bed, Job.valueOf(arguments[2].toUpperCase(Locale.ROOT)), 1_000, Long.parseLong(arguments[3]));
            for (String step : List.of(arguments).subList(4, arguments.length)) {
                Object found =
                        switch (step) {
                            case "catch-up" -> run.catchUp();
                            case "kill" -> run.kill();
                            default -> run.paces(Double.parseDouble(step), 1, settings.warmUp(), settings.length());
                        };
                System.out.println(Instant.now() + " " + step + ": " + found);
            }
        }
    }
}

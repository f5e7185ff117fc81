package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One load of tags, for those who look for where the time goes: {@code ARCHIVE FOLDER opcua|modbus TAGS CHANGING
 * INTERVAL-MILLIS WARM-UP-SECONDS SECONDS}. Options for the hub's Java in MILLRACE_JAVA_OPTS.
 */
public final class TagsMain {

    private TagsMain() {}

    public static void main(String[] arguments) {
        Path archive = Path.of(arguments[0]).toAbsolutePath();
        int tags = Integer.parseInt(arguments[3]);
        int changing = Integer.parseInt(arguments[4]);
        Duration interval = Duration.ofMillis(Long.parseLong(arguments[5]));
        BenchSettings settings = new BenchSettings(
                Path.of(arguments[1]).toAbsolutePath(),
                List.of(archive.resolve("bin/millrace").toString(), "up"),
                Map.of(),
                archive,
                1,
                Duration.ofSeconds(Long.parseLong(arguments[6])),
                Duration.ofSeconds(Long.parseLong(arguments[7])),
                1,
                archive);
        TagsLoad load = arguments[2].equals("modbus")
                ? TagsLoad.modbus(changing, interval)
                : TagsLoad.opcUa(tags, changing, interval);
        try (Bed bed = Bed.make(settings, new BenchListener() {}, "tags");
                TagsRun run = TagsRun.start(bed, load)) {
            TagsResult result = run.measure(settings.warmUp(), settings.length());
            System.out.println(result);
            System.out.printf(
                    "held %s; made %,.0f/s, stored %,.0f/s, missing %,d; cpu s/million: hub %.1f, db %.1f, device %.1f%n",
                    result.held(),
                    result.madePerSecond(),
                    result.storedPerSecond(),
                    result.missing(),
                    result.perMillion(result.processor().hub()),
                    result.perMillion(result.processor().database()),
                    result.perMillion(result.processor().device()));
            TagsTables.tables(List.of(List.of(result))).forEach(System.out::println);
            System.out.println(TagsTables.verdict(List.of(result)));
        }
    }
}

package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchListener;
import io.millrace.bench.BenchSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small load through a hub from the archive, wherever that was built before: the archive holds the benchmark, so a
 * first build has none yet.
 */
class TagsIT {

    private static final Path ARCHIVE = Path.of(System.getProperty("millrace.archive", "../app/target/millrace"));
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @TempDir
    Path folder;

    @Test
    void noValueOfAnOpcUaServerIsMissing() {
        TagsLoad load = TagsLoad.opcUa(300, 200, INTERVAL);
        TagsResult result = measured(load);
        assertThat(result.made()).isPositive();
        assertThat(result.missing()).isZero();
        assertThat(result.processor().device()).isPositive();
    }

    @Test
    void noRegisterOfAModbusDeviceIsMissing() {
        TagsLoad load = TagsLoad.modbus(300, INTERVAL);
        TagsResult result = measured(load);
        assertThat(result.made()).isPositive();
        assertThat(result.missing()).isZero();
        assertThat(result.residentBytes()).isPositive();
    }

    private TagsResult measured(TagsLoad load) {
        Path command = ARCHIVE.resolve("bin/millrace").toAbsolutePath();
        assumeTrue(Files.isExecutable(command), "no archive was built yet at " + ARCHIVE);
        BenchSettings settings = new BenchSettings(
                folder.resolve("bench"),
                List.of(command.toString(), "up"),
                Map.of(),
                ARCHIVE,
                1,
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                0.03,
                folder);
        try (Bed bed = Bed.make(settings, new BenchListener() {}, "tags");
                TagsRun run = TagsRun.start(bed, load)) {
            return run.measure(settings.warmUp(), settings.length());
        }
    }
}

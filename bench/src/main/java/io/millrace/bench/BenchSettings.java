package io.millrace.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to measure.
 *
 * @param folder where the reports go, and the scratch data of what is under way
 * @param hubCommand the beginning of the command that starts a hub; site file and data folder are appended
 * @param hubEnvironment variables for it
 * @param archive the unpacked archive, for its size
 * @param runs how often each figure is measured
 * @param warmUp before each measurement
 * @param length of one measurement
 * @param scale share of the full load: 1 to measure, little to see that it works
 * @param nodeModules where Node-RED is installed, {@code node_modules} of npm; need not exist
 */
public record BenchSettings(
        Path folder,
        List<String> hubCommand,
        Map<String, String> hubEnvironment,
        Path archive,
        int runs,
        Duration warmUp,
        Duration length,
        double scale,
        Path nodeModules) {

    public BenchSettings {
        hubCommand = List.copyOf(hubCommand);
        hubEnvironment = Map.copyOf(hubEnvironment);
        if (runs < 1 || runs > 100) {
            throw new IllegalArgumentException("between 1 and 100 runs, not " + runs);
        }
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a measurement of at least a second, not of " + length);
        }
        if (scale <= 0 || scale > 1) {
            throw new IllegalArgumentException("a scale above 0 and up to 1, not " + scale);
        }
    }

    /** So many of a thousand, of ten thousand... as the scale leaves; at least one. */
    public int scaled(int full) {
        return (int) Math.max(1, Math.round(full * scale));
    }
}

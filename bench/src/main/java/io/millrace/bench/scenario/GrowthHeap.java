package io.millrace.bench.scenario;

import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What a Java process really holds in its heap: its collector is made to run, so not while something is measured. */
final class GrowthHeap {

    private static final long LIMIT_SECONDS = 60;
    private static final String TOTAL = "Total";

    private GrowthHeap() {}

    /**
     * Bytes of all objects that are in use; empty where there is no {@code jcmd}, which only a JDK has, or it cannot tell.
     *
     * @param histogram the file into which it writes what they are
     */
    static OptionalLong inUse(long pid, Path histogram) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return OptionalLong.empty();
        }
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .redirectOutput(histogram.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return OptionalLong.empty();
            }
            return total(Files.readAllLines(histogram, StandardCharsets.UTF_8));
        } catch (IOException unknown) {
            return OptionalLong.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the heap of the hub was asked.", interrupted);
        }
    }

    /** The last line says {@code Total}, how many objects there are, and how many bytes they take. */
    static OptionalLong total(List<String> histogram) {
        return histogram.stream()
                .map(line -> line.trim().split("\\s+", -1))
                .filter(words -> words.length == 3 && words[0].equals(TOTAL) && words[2].matches("\\d+"))
                .mapToLong(words -> Long.parseLong(words[2]))
                .findFirst();
    }
}

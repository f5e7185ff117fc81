package io.millrace.bench.stack;

import io.millrace.stage.JavaProcess;
import io.millrace.stage.ProcessFigures;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A main class of this package as a part; see {@link Standby} for what it is told and tells. Thread-safe. */
final class JavaPart implements Part {

    /** As a hub has, for each of them. */
    private static final List<String> OPTIONS = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.tryReflectionSetAccessible=false",
            "-Dlogback.configurationFile=io/millrace/bench/stack/logback.xml");

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 200;
    private static final String DATABASE = "postgres";

    private final String name;
    private final Path errors;
    private final boolean ofPostgres;
    private final JavaProcess process;
    private final ProcessFigures figures = new ProcessFigures();
    private final CompletableFuture<List<String>> ready = new CompletableFuture<>();

    private JavaPart(String name, Class<?> main, List<String> arguments, Path folder, boolean ofPostgres) {
        this.name = name;
        this.errors = folder.resolve(main.getSimpleName() + ".log");
        this.ofPostgres = ofPostgres;
        this.process = JavaProcess.start(name, main, OPTIONS, arguments, errors, this::heard);
    }

    /** Starts it; {@link #awaitReady} waits for it. */
    static JavaPart start(String name, Class<?> main, List<String> arguments, Path folder) {
        return new JavaPart(name, main, arguments, folder, false);
    }

    /** The same; its figures are those of the PostgreSQL that it started. */
    static JavaPart startPostgres(String name, Class<?> main, List<String> arguments, Path folder) {
        return new JavaPart(name, main, arguments, folder, true);
    }

    private void heard(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
        if (words.remove(0).equals(Standby.READY)) {
            ready.complete(words);
        }
    }

    /** Waits until it is ready. */
    List<String> awaitReady() {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                return ready.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                check();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StageException("Interrupted while '" + name + "' started.", interrupted);
            }
        }
        throw LastWords.of(name, "was not ready within " + START.toSeconds() + " s", errors);
    }

    /** Tells it a line. */
    void tell(String line) {
        process.order(line);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration processorTime() {
        return ofPostgres ? figures.processorTimeOfDescendants(process.pid(), DATABASE) : process.processorTime();
    }

    @Override
    public Optional<Long> residentBytes() {
        return ofPostgres ? figures.proportionalBytesOfDescendants(process.pid(), DATABASE) : process.residentBytes();
    }

    @Override
    public void check() {
        if (!process.isRunning()) {
            throw LastWords.of(
                    name, "ended with exit code " + process.exitCode().orElse(-1), errors);
        }
    }

    @Override
    public void close() {
        if (process.isRunning()) {
            try {
                process.order(Standby.STOP);
                process.awaitEnd(STOP);
            } catch (StageException endedMeanwhile) {
                check(endedMeanwhile);
            }
        }
        process.close();
    }

    private void check(StageException why) {
        if (process.isRunning()) {
            process.close();
            throw why;
        }
    }
}

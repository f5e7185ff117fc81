package io.millrace.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.stage.JavaProcess;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A running {@link Load}. Used by one thread. */
public final class LoadProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final LoadSettings settings;
    private final Path errors;
    private final CountDownLatch counting = new CountDownLatch(1);
    private final JavaProcess process;
    private volatile String lastLine = "";

    private LoadProcess(LoadSettings settings, Path errors) {
        this.settings = settings;
        this.errors = errors;
        this.process = JavaProcess.start(
                "generator",
                Load.class,
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                List.of(settings.toJson()),
                errors,
                this::line);
    }

    /** @param folder for what it complains of */
    public static LoadProcess start(LoadSettings settings, Path folder) {
        return new LoadProcess(settings, folder.resolve("load.err"));
    }

    private void line(String line) {
        if (line.equals("counting")) {
            counting.countDown();
        } else {
            lastLine = line;
        }
    }

    /** Waits until it counts, or has ended. */
    public void awaitCounting() {
        try {
            long deadline =
                    System.nanoTime() + PATIENCE.toNanos() + TimeUnit.MILLISECONDS.toNanos(settings.warmUpMillis());
            while (!counting.await(100, TimeUnit.MILLISECONDS) && process.isRunning()) {
                if (System.nanoTime() > deadline) {
                    throw new StageException("The generator does not begin; see " + errors + ".", null);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the generator started.", interrupted);
        }
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    /** Waits for its end. */
    public LoadResult result() {
        if (!process.awaitEnd(PATIENCE.plusMillis(settings.warmUpMillis() + settings.millis()))) {
            process.close();
            throw new StageException("The generator does not end; see " + errors + ".", null);
        }
        try {
            return LoadResult.fromJson(lastLine);
        } catch (JsonProcessingException none) {
            throw new StageException("The generator ended without a result; see " + errors + ".", none);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

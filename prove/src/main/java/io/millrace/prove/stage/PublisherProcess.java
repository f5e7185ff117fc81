package io.millrace.prove.stage;

import io.millrace.prove.generator.Generator;
import io.millrace.prove.generator.GeneratorSettings;
import io.millrace.prove.generator.Status;
import io.millrace.stage.JavaProcess;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generator as a process of its own, started again after each kill. Used by one thread; {@link #status} and {@link
 * #destroy} by any.
 */
public final class PublisherProcess {

    private static final Duration END = Duration.ofSeconds(10);
    private static final List<String> OPTIONS = List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.tryReflectionSetAccessible=false",
            "-Dlogback.configurationFile=io/millrace/prove/generator/logback.xml");

    private final Path settingsFile;
    private final Path errors;
    private volatile @Nullable JavaProcess process;
    private volatile Status status = Status.NONE;

    /** @param errors file to which everything goes that it complains of */
    PublisherProcess(GeneratorSettings settings, Path errors) {
        this.errors = errors;
        try {
            this.settingsFile = settings.write();
        } catch (IOException failed) {
            throw new StageException("The scratch folder cannot be written: " + failed.getMessage(), failed);
        }
    }

    /** Starts it and returns at once. */
    public void launch() {
        process = JavaProcess.start(
                "publisher", Generator.class, OPTIONS, List.of(settingsFile.toString()), errors, line -> Status.parse(
                                line)
                        .ifPresent(heard -> status = heard));
    }

    /** What it said last. */
    public Status status() {
        return status;
    }

    public boolean isRunning() {
        JavaProcess running = process;
        return running != null && running.isRunning();
    }

    List<Long> processes() {
        JavaProcess running = process;
        return running != null && running.isRunning() ? List.of(running.pid()) : List.of();
    }

    void awaitEnd() {
        JavaProcess killed = process;
        if (killed != null && !killed.awaitEnd(END)) {
            throw new StageException("The publisher survived its kill -9.", null);
        }
    }

    public void repeat() {
        order("REPEAT");
    }

    /** Nothing new from now on; everything under way is brought to its end. */
    public void stopProducing() {
        order("STOP");
    }

    private void order(String word) {
        JavaProcess running = process;
        if (running != null) {
            running.order(word);
        }
    }

    void destroy() {
        JavaProcess running = process;
        if (running != null) {
            running.destroy();
        }
    }
}

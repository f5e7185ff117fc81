package io.millrace.prove.stage;

import io.millrace.prove.generator.Generator;
import io.millrace.prove.generator.GeneratorSettings;
import io.millrace.prove.generator.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The generator as a process of its own. Used by one thread; {@link #status} and {@link #destroy} by any. */
public final class PublisherProcess {

    private static final long END_SECONDS = 10;

    private final Path settingsFile;
    private final Path errors;
    private volatile @Nullable Process process;
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
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dio.netty.tryReflectionSetAccessible=false",
                "-Dlogback.configurationFile=io/millrace/prove/generator/logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Generator.class.getName(),
                settingsFile.toString());
        try {
            Process started = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                    .start();
            process = started;
            Thread reader = new Thread(() -> read(started), "publisher-status");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException failed) {
            throw new StageException("The publisher cannot be started: " + failed.getMessage(), failed);
        }
    }

    private void read(Process of) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(of.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Status.parse(line).ifPresent(heard -> status = heard);
            }
        } catch (IOException killed) {
            // The last status is what it was.
            return;
        }
    }

    /** What it said last. */
    public Status status() {
        return status;
    }

    public boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    List<Long> processes() {
        Process running = process;
        return running != null && running.isAlive() ? List.of(running.pid()) : List.of();
    }

    void awaitEnd() {
        Process killed = process;
        try {
            if (killed != null && !killed.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new StageException("The publisher survived its kill -9.", null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the publisher was killed.", interrupted);
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
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            OutputStream input = running.getOutputStream();
            input.write((word + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException gone) {
            throw new StageException("The publisher ended by itself; see " + errors + ".", gone);
        }
    }

    void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}

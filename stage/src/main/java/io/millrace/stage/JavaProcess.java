package io.millrace.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A main class of our class path as a process of its own. It is told by lines on its standard input, and tells by lines
 * on its standard output; when its input ends, whoever started it is gone, and it should go too. Thread-safe.
 */
public final class JavaProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JavaProcess.class);
    private static final Duration POLITE = Duration.ofSeconds(5);
    private static final Duration KILLED = Duration.ofSeconds(10);
    private static final long REST_MILLIS = 2_000;

    private final String name;
    private final Path errors;
    private final Process process;
    private final Thread reader;
    private final ProcessFigures figures = new ProcessFigures();

    private JavaProcess(String name, Path errors, Process process, Consumer<String> heard) {
        this.name = name;
        this.errors = errors;
        this.process = process;
        this.reader = new Thread(() -> read(heard), name + "-output");
        this.reader.setDaemon(true);
    }

    /**
     * Starts it with the Java and the class path of this process, and returns at once.
     *
     * @param name what people call it, such as {@code publisher}
     * @param main its class with the main method
     * @param options for Java, such as {@code -Xmx96m}
     * @param errors file to which everything is appended that it writes to its standard error
     * @param heard takes each line of its standard output, in order, on one thread of its own
     * @throws StageException when it cannot be started
     */
    public static JavaProcess start(
            String name,
            Class<?> main,
            List<String> options,
            List<String> arguments,
            Path errors,
            Consumer<String> heard) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                    .start();
            JavaProcess started = new JavaProcess(name, errors, process, heard);
            started.reader.start();
            return started;
        } catch (IOException failed) {
            throw new StageException("The " + name + " cannot be started: " + failed.getMessage(), failed);
        }
    }

    private void read(Consumer<String> heard) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line, heard);
            }
        } catch (IOException killed) {
            // The last line is what it was.
            return;
        }
    }

    /** A line that cannot be understood must not make the process wait for ever at its full output. */
    private void hear(String line, Consumer<String> heard) {
        try {
            heard.accept(line);
        } catch (RuntimeException wrong) {
            log.atWarn()
                    .addKeyValue("process", name)
                    .addKeyValue("line", line)
                    .setCause(wrong)
                    .log("a line was not understood");
        }
    }

    /**
     * Sends it a line. Waits while it does not read and the pipe to it is full.
     *
     * @throws StageException when it has ended
     */
    public void order(String line) {
        OutputStream input = process.getOutputStream();
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (process) {
                input.write(bytes);
                input.flush();
            }
        } catch (IOException gone) {
            throw new StageException("The " + name + " ended by itself; see " + errors + ".", gone);
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Once it has ended. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * Processor time it has used, on all cores together.
     *
     * @throws StageException when it has ended, or the system does not tell
     */
    public Duration processorTime() {
        return figures.processorTime(process.pid())
                .orElseThrow(() -> new StageException(
                        "The processor time of the " + name + " is unknown: it has ended, or there is no /proc.",
                        null));
    }

    /** Its resident memory, while it runs and where the system tells. */
    public Optional<Long> residentBytes() {
        return figures.residentBytes(process.pid());
    }

    /**
     * Waits for its end. Afterwards everything it said has been heard.
     *
     * @return whether it ended within the limit
     */
    public boolean awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (Thread.currentThread() != reader) {
                reader.join(REST_MILLIS);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while waiting for the end of the " + name + ".", interrupted);
        }
    }

    /** {@code kill -9}, without waiting. */
    public void destroy() {
        process.destroyForcibly();
    }

    /** SIGTERM, and {@code kill -9} when it has not ended after some seconds. Idempotent. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (awaitEnd(POLITE)) {
                return;
            }
        } catch (StageException interrupted) {
            process.destroyForcibly();
            throw interrupted;
        }
        process.destroyForcibly();
        if (!awaitEnd(KILLED)) {
            throw new StageException("The " + name + " survived its kill -9.", null);
        }
    }
}

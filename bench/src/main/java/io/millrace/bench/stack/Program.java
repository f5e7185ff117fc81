package io.millrace.bench.stack;

import io.millrace.stage.Pause;
import io.millrace.stage.ProcessFigures;
import io.millrace.stage.StageException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of others as a part. Thread-safe. */
final class Program implements Part {

    private static final long END_SECONDS = 20;
    private static final int CONNECT_MILLIS = 500;
    private static final long POLL_MILLIS = 20;

    private final String name;
    private final Path output;
    private final Process process;
    private final ProcessFigures figures = new ProcessFigures();

    private Program(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
    }

    /** Starts it in its folder, where everything it prints goes too. */
    static Program start(String name, List<String> command, Map<String, String> environment, Path folder) {
        Path output = folder.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new Program(name, output, builder.start());
        } catch (IOException failed) {
            throw new StageException("The part '" + name + "' cannot be started: " + failed.getMessage(), failed);
        }
    }

    /** Where an executable is: on the path, or where daemons are. */
    static Optional<Path> find(String executable) {
        String path = System.getenv("PATH");
        return Stream.concat(
                        Stream.of((path == null ? "" : path).split(File.pathSeparator)),
                        Stream.of("/usr/local/bin", "/usr/bin", "/usr/local/sbin", "/usr/sbin"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, executable))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Waits until it takes connections on 127.0.0.1. */
    void awaitListening(int port, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!listens(port)) {
            check();
            if (System.nanoTime() > deadline) {
                throw LastWords.of(name, "does not listen on port " + port, output);
            }
            Pause.millis(POLL_MILLIS);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration processorTime() {
        return figures.processorTime(process.pid())
                .orElseThrow(() -> LastWords.of(name, "has no processor time, because it ended", output));
    }

    @Override
    public Optional<Long> residentBytes() {
        return figures.residentBytes(process.pid());
    }

    @Override
    public void check() {
        if (!process.isAlive()) {
            throw LastWords.of(name, "ended with exit code " + process.exitValue(), output);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

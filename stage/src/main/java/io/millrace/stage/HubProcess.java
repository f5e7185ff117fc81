package io.millrace.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A hub as a process of its own. It is ready when its {@code hub.json} is there, and that is also where it says how it
 * can be reached. It can be launched again when it has ended. Used by one thread; the figures and {@link #destroy} by any.
 */
public final class HubProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final long END_SECONDS = 10;
    private static final long POLL_MILLIS = 10;
    private static final int LAST_WORDS = 1_500;
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final String DATABASE = "postgres";

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path data;
    private final Path output;
    private final Path announcement;
    private final ProcessFigures figures = new ProcessFigures();
    private volatile @Nullable Process process;
    private volatile @Nullable HubAddresses addresses;

    /**
     * Starts nothing yet.
     *
     * @param command its beginning; site file and data folder are appended
     * @param environment variables it has besides our own
     * @param data is made when it is absent
     * @param output file to which everything it prints is appended
     */
    public HubProcess(List<String> command, Map<String, String> environment, Path site, Path data, Path output) {
        this.command = new ArrayList<>(command);
        this.command.addAll(List.of(site.toString(), "--data", data.toString()));
        this.environment = Map.copyOf(environment);
        this.data = data;
        this.output = output;
        this.announcement = data.resolve("hub.json");
    }

    /** The data folder. */
    public Path data() {
        return data;
    }

    /** Starts the process and returns at once. */
    public void launch() {
        try {
            Files.createDirectories(data);
            Files.deleteIfExists(announcement);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            addresses = null;
            process = builder.start();
        } catch (IOException failed) {
            throw new StageException("The hub cannot be started: " + failed.getMessage(), failed);
        }
    }

    /**
     * Waits until it is ready, for at most a minute and a half.
     *
     * @throws HubFailedException when it ends before or does not become ready
     */
    public HubAddresses awaitReady() {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (Files.exists(announcement)) {
                HubAddresses ready = HubAddresses.read(announcement);
                addresses = ready;
                return ready;
            }
            if (!isRunning()) {
                throw new HubFailedException("The hub ended while starting, with exit code "
                        + exitCode().orElse(-1) + ": " + lastWords());
            }
            Pause.millis(POLL_MILLIS);
        }
        throw new HubFailedException(
                "The hub was not ready within " + LONGEST_START.toSeconds() + " s: " + lastWords());
    }

    public boolean isReady() {
        return addresses != null && isRunning();
    }

    /** @throws StageException when it has not been ready since it was launched */
    public HubAddresses addresses() {
        HubAddresses ready = addresses;
        if (ready == null) {
            throw new StageException("The hub is not ready.", null);
        }
        return ready;
    }

    public boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Of the last process, when it has ended. */
    public OptionalInt exitCode() {
        Process ended = process;
        return ended == null || ended.isAlive() ? OptionalInt.empty() : OptionalInt.of(ended.exitValue());
    }

    /** The processes to be struck: the one that was started, and the one that announced itself if that is another. */
    public List<Long> processes() {
        List<Long> processes = new ArrayList<>();
        Process started = process;
        if (started != null && started.isAlive()) {
            processes.add(started.pid());
            HubAddresses ready = addresses;
            if (ready != null && ready.pid() != started.pid()) {
                processes.add(ready.pid());
            }
        }
        return processes;
    }

    /**
     * Waits for the end of a process that was killed.
     *
     * @throws StageException when it does not end within 10 s
     */
    public void awaitEnd() {
        Process killed = process;
        try {
            if (killed != null && !killed.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new StageException("The hub survived its kill -9.", null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the hub was killed.", interrupted);
        }
    }

    /**
     * SIGTERM.
     *
     * @return whether it ended within the limit; otherwise it was killed
     */
    public boolean stop(Duration limit) {
        Process running = process;
        if (running == null) {
            return true;
        }
        running.destroy();
        try {
            if (running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        running.destroyForcibly();
        return false;
    }

    /** {@code kill -9}, without waiting. */
    public void destroy() {
        processes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    /**
     * Stops it and waits for its end. When it has to be killed, its database goes with it. Idempotent.
     *
     * @throws StageException when it survives
     */
    @Override
    public void close() {
        close(STOP);
    }

    void close(Duration limit) {
        List<ProcessHandle> children = processes().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(ProcessHandle::descendants)
                .toList();
        if (!stop(limit)) {
            children.forEach(ProcessHandle::destroyForcibly);
            awaitEnd();
        }
    }

    /**
     * Of the process that announced itself, or else of the one that was started.
     *
     * @throws StageException when it does not run
     */
    public long pid() {
        List<Long> processes = processes();
        if (processes.isEmpty()) {
            throw new StageException("The hub does not run.", null);
        }
        return processes.get(processes.size() - 1);
    }

    /**
     * Processor time that the hub's own process has used since its launch, on all cores together.
     *
     * @throws StageException when it does not run, or the system does not tell
     */
    public Duration processorTime() {
        return figures.processorTime(pid())
                .orElseThrow(() -> new StageException(
                        "The processor time of the hub is unknown: it has ended, or there is no /proc.", null));
    }

    /**
     * Processor time of the hub's embedded PostgreSQL since that was started, on all cores together, also of those of its
     * processes that have ended; zero when the hub has none.
     *
     * @throws StageException when the hub does not run
     */
    public Duration databaseProcessorTime() {
        return figures.processorTimeOfDescendants(pid(), DATABASE);
    }

    /** Resident memory of the hub's own process, while it runs and where the system tells. */
    public Optional<Long> residentBytes() {
        return processes().stream().reduce((first, last) -> last).flatMap(figures::residentBytes);
    }

    /**
     * Resident memory of the hub's embedded PostgreSQL, in which what its processes share counts once. Empty when there is
     * none, or when the system does not let us look: below a root without all rights it runs as a user of its own.
     */
    public Optional<Long> databaseProportionalBytes() {
        return processes().stream()
                .reduce((first, last) -> last)
                .flatMap(pid -> figures.proportionalBytesOfDescendants(pid, DATABASE));
    }

    /** The end of what it printed. */
    public String lastWords() {
        try {
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            return text.substring(Math.max(0, text.length() - LAST_WORDS));
        } catch (IOException unreadable) {
            return "(its output cannot be read: " + unreadable.getMessage() + ")";
        }
    }
}

package io.millrace.bench;

import io.millrace.stage.HubProcess;
import io.millrace.stage.Scratch;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Where a scenario measures: a scratch folder and the hubs on it. What was opened with it is closed with it, the last
 * first. Used by one thread.
 */
public final class Bed implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(30);

    private final BenchSettings settings;
    private final BenchListener listener;
    private final Path scratch;
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final Thread atExit = new Thread(this::close, "bench-ends");
    private int folders;

    private Bed(BenchSettings settings, BenchListener listener, String scenario) {
        this.settings = settings;
        this.listener = listener;
        this.scratch = Scratch.make(settings.folder().resolve("scratch-" + scenario));
        // Whoever breaks off a measurement does not want to look for the hub it has left running.
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    public static Bed make(BenchSettings settings, BenchListener listener, String scenario) {
        return new Bed(settings, listener, scenario);
    }

    public BenchSettings settings() {
        return settings;
    }

    public void step(String sentence) {
        listener.step(sentence);
    }

    public void progress(double share, String figures) {
        listener.progress(Math.max(0, Math.min(1, share)), figures);
    }

    /** A new, empty folder. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(scratch.resolve(++folders + "-" + name));
        } catch (IOException failed) {
            throw new StageException("The folder " + scratch + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    /** Writes a site file and starts a hub on it, with an empty data folder; ready when it returns. */
    public HubProcess hub(String name, String site) {
        HubProcess hub = prepared(name, site);
        hub.launch();
        hub.awaitReady();
        return hub;
    }

    /**
     * The same, not started yet.
     *
     * @param options of its command, besides those of all hubs
     */
    public HubProcess prepared(String name, String site, String... options) {
        Path folder = folder(name);
        Path file = folder.resolve("site.yaml");
        try {
            Files.writeString(file, site);
        } catch (IOException failed) {
            throw new StageException("The site file " + file + " cannot be written: " + failed.getMessage(), failed);
        }
        List<String> command = new ArrayList<>(settings.hubCommand());
        command.addAll(List.of(options));
        HubProcess hub = new HubProcess(
                command, settings.hubEnvironment(), file, folder.resolve("data"), folder.resolve("hub.log"));
        return closing(hub);
    }

    private void forgetAtExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // It runs already, and does the same.
        }
    }

    /** Has something closed with the bed. */
    public <T extends AutoCloseable> T closing(T thing) {
        open.push(thing);
        return thing;
    }

    /** Ends a hub and removes what it stored: the next measurement needs the room. */
    public void end(HubProcess hub) {
        hub.stop(STOP);
        Scratch.remove(hub.data());
    }

    @Override
    public void close() {
        if (Thread.currentThread() != atExit) {
            forgetAtExit();
        }
        RuntimeException first = null;
        for (AutoCloseable thing = open.poll(); thing != null; thing = open.poll()) {
            try {
                thing.close();
            } catch (Exception failed) {
                first = first != null
                        ? first
                        : new StageException("Not everything ended: " + failed.getMessage(), failed);
            }
        }
        Scratch.remove(scratch);
        if (first != null) {
            throw first;
        }
    }
}

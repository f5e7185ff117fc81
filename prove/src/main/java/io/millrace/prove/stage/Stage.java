package io.millrace.prove.stage;

import io.millrace.prove.generator.GeneratorSettings;
import io.millrace.prove.plant.Timetable;
import io.millrace.stage.FreePorts;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Scratch;
import io.millrace.stage.Signals;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hub, its publisher and everything between them, on one scratch folder. Used by one thread; {@link #close} by any.
 */
public final class Stage implements AutoCloseable {

    private static final long MIB = 1 << 20;
    /** On a small disk, so that it is reached; on a large one, so that it is not. */
    private static final SiteFile.Disk SMALL = new SiteFile.Disk(96 * MIB, 48 * MIB);

    private static final SiteFile.Disk LARGE = new SiteFile.Disk(256 * MIB, 64 * MIB);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final StageSettings settings;
    private final Path site;
    private final @Nullable SmallDisk disk;
    private final CuttingProxy mqttProxy;
    private final CuttingProxy deviceProxy;
    private final Addresses addresses;
    private final Timetable timetable = Timetable.from(Instant.now());
    private final HubProcess hub;
    private final DatabaseUnderTest database;
    private final PublisherProcess publisher;
    private final GeneratorSettings generator;
    private final Thread atExit;
    private boolean closed;

    /**
     * Prepares everything and starts nothing yet.
     *
     * @throws StageException when something that is needed cannot be had
     */
    public static Stage set(StageSettings settings) {
        SmallDisk disk = settings.diskBytes() > 0 ? SmallDisk.mount(data(settings), settings.diskBytes()) : null;
        try {
            return new Stage(settings, disk);
        } catch (RuntimeException failed) {
            if (disk != null) {
                disk.close();
            }
            throw failed;
        }
    }

    private static Path data(StageSettings settings) {
        return settings.folder().resolve("data");
    }

    private Stage(StageSettings settings, @Nullable SmallDisk disk) {
        this.settings = settings;
        this.disk = disk;
        Path folder = settings.folder();
        Path data = data(settings);
        this.site = folder.resolve("site.yaml");
        FreePorts ports = new FreePorts();
        int mqtt = ports.next();
        int device = ports.next();
        this.mqttProxy = CuttingProxy.to(mqtt);
        this.deviceProxy = CuttingProxy.to(device);
        this.addresses = new Addresses(
                mqtt, ports.next(), ports.next(), ports.next(), device, mqttProxy.port(), deviceProxy.port());
        this.hub =
                new HubProcess(settings.hubCommand(), settings.hubEnvironment(), site, data, folder.resolve("hub.out"));
        this.database = new DatabaseUnderTest(data.resolve("historian"));
        this.generator = new GeneratorSettings(
                folder.resolve("journals").toString(),
                addresses.mqttProxy(),
                addresses.device(),
                settings.lines(),
                settings.registers(),
                settings.countsPerSecond(),
                settings.valuesPerSecond(),
                settings.duplicatePercent(),
                settings.window(),
                settings.seed());
        this.publisher = new PublisherProcess(generator, folder.resolve("publisher.out"));
        this.atExit = new Thread(this::end, "prove-cleanup");
        Runtime.getRuntime().addShutdownHook(atExit);
        writeSite(true);
    }

    private void writeSite(boolean connected) {
        try {
            Files.writeString(
                    site,
                    SiteFile.text(addresses, settings.registers(), disk == null ? LARGE : SMALL, timetable, connected));
        } catch (IOException failed) {
            throw new StageException("The scratch folder cannot be written: " + failed.getMessage(), failed);
        }
    }

    /** Starts the hub, waits until it is ready, and starts the publisher. */
    public void start() {
        hub.launch();
        hub.awaitReady();
        publisher.launch();
    }

    /**
     * The publisher is let go, and the hub is stopped as people stop it and started again without its connection: from
     * now on nothing new comes.
     *
     * @return whether the hub stopped in time
     */
    public boolean quieten() {
        boolean stopped = hub.stop(STOP);
        publisher.destroy();
        publisher.awaitEnd();
        writeSite(false);
        hub.launch();
        hub.awaitReady();
        return stopped;
    }

    public boolean hasSmallDisk() {
        return disk != null;
    }

    public HubProcess hub() {
        return hub;
    }

    public PublisherProcess publisher() {
        return publisher;
    }

    public Timetable timetable() {
        return timetable;
    }

    public GeneratorSettings generator() {
        return generator;
    }

    DatabaseUnderTest database() {
        return database;
    }

    Optional<SmallDisk> disk() {
        return Optional.ofNullable(disk);
    }

    void cut() {
        mqttProxy.cut();
        deviceProxy.cut();
    }

    void swallowAnswers(boolean on) {
        mqttProxy.swallowAnswers(on);
    }

    /** Stops what runs; idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (hub.isRunning()) {
                hub.stop(STOP);
            }
            if (disk != null) {
                // It goes with everything on it; the hub's own log may be wanted.
                Scratch.rescue(data(settings).resolve("logs"), settings.folder().resolve("logs"));
            }
            end();
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException exiting) {
                // Then it does the same.
                return;
            }
        }
    }

    /** No process is left behind, and nothing stays mounted. */
    private void end() {
        publisher.destroy();
        hub.destroy();
        Signals.send("CONT", database.processes());
        Signals.send("KILL", database.processes());
        mqttProxy.close();
        deviceProxy.close();
        if (disk != null) {
            disk.close();
        }
    }
}

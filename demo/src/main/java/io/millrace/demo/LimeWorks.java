package io.millrace.demo;

import io.millrace.demo.modbus.ConveyorDevice;
import io.millrace.demo.modbus.EnergyMeterDevice;
import io.millrace.demo.modbus.ModbusDevice;
import io.millrace.demo.modbus.ModbusServer;
import io.millrace.demo.mqtt.PackingMessages;
import io.millrace.demo.mqtt.PackingPublisher;
import io.millrace.demo.opcua.KilnServer;
import io.millrace.demo.process.PackingEvent;
import io.millrace.demo.process.Plant;
import io.millrace.demo.process.PlantReading;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated lime works behind real protocol servers.
 *
 * <ul>
 *   <li>Kilns: {@code opc.tcp://<host>:<port>/limeworks/kiln-1} and {@code kiln-2}, nodes such as
 *       {@code ns=2;s=Kiln1.Burner.Temperature}, new values five times a second.
 *   <li>Conveyor: Modbus TCP, unit 1. Energy meter: Modbus TCP, units 1 to 3. Their registers are listed at
 *       {@link ConveyorDevice} and {@link EnergyMeterDevice}.
 *   <li>Packing line: MQTT, as soon as {@link #publishTo} names a broker.
 * </ul>
 *
 * <p>Thread-safe. Four threads of its own, and two more while the packing line publishes; they end with it. What stays
 * are three idle daemon threads of libraries, one for all their users in the process: a timer of Milo's and two of
 * RxJava's.
 */
public final class LimeWorks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LimeWorks.class);

    private static final long TICK_MILLIS = 200;

    private final LimeWorksSettings settings;
    private final PackingMessages messages;
    private final Plant plant;
    private final Threads threads;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final KilnServer[] kilns;
    private final ModbusServer conveyor;
    private final ModbusServer energyMeter;
    private volatile @Nullable PackingPublisher publisher;
    private boolean closed;

    private LimeWorks(LimeWorksSettings settings) {
        this.settings = settings;
        messages = new PackingMessages(settings.packingLine());
        plant = new Plant(settings.seed(), settings.clock().millis());
        threads = new Threads();
        opened.add(threads);
        try {
            kilns = new KilnServer[] {
                kiln(1, settings.kiln1Port(), "kiln1Port"), kiln(2, settings.kiln2Port(), "kiln2Port")
            };
            conveyor = modbus(new ConveyorDevice(plant), "conveyor", settings.conveyorPort());
            energyMeter = modbus(new EnergyMeterDevice(plant), "energy meter", settings.energyMeterPort());
        } catch (RuntimeException failure) {
            closeAll();
            throw failure;
        }
        threads.scheduler().scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts everything but the packing line's publishing. Returns when all servers listen.
     *
     * @throws LimeWorksException when a port is taken or the certificates cannot be kept; nothing is left behind
     */
    public static LimeWorks start(LimeWorksSettings settings) {
        LimeWorks works = new LimeWorks(settings);
        log.atInfo()
                .addKeyValue("kiln1", works.kilnPort(1))
                .addKeyValue("kiln2", works.kilnPort(2))
                .addKeyValue("conveyor", works.conveyorPort())
                .addKeyValue("energyMeter", works.energyMeterPort())
                .log("lime works simulated");
        return works;
    }

    /**
     * The port of a kiln's OPC UA server.
     *
     * @param n 1 or 2
     */
    public int kilnPort(int n) {
        return kilns[n - 1].port();
    }

    /** The port of the conveyor's Modbus TCP server. */
    public int conveyorPort() {
        return conveyor.port();
    }

    /** The port of the energy meter's Modbus TCP server. */
    public int energyMeterPort() {
        return energyMeter.port();
    }

    /**
     * Lets the packing line publish to a broker from now on: QoS 1, in order, kept until acknowledged, connecting again
     * by itself. The broker need not be there yet. A second call moves to another broker and forgets what the first has
     * not acknowledged.
     */
    public synchronized void publishTo(String mqttHost, int mqttPort) {
        if (closed) {
            throw new IllegalStateException("the lime works is closed");
        }
        PackingPublisher before = publisher;
        if (before != null) {
            before.close();
        }
        publisher = new PackingPublisher("limeworks-packing-line-1", mqttHost, mqttPort);
        plant.announcePacking();
    }

    /** Messages of the packing line that no broker has acknowledged yet. */
    public int unacknowledged() {
        PackingPublisher current = publisher;
        return current == null ? 0 : current.unacknowledged();
    }

    /** What the instruments show now. */
    public PlantReading reading() {
        return plant.reading();
    }

    private void tick() {
        try {
            PlantReading reading = plant.advanceTo(settings.clock().millis(), this::publish);
            for (int i = 0; i < kilns.length; i++) {
                kilns[i].show(reading.kilns().get(i));
            }
        } catch (RuntimeException bug) {
            // An exception would end the ticking without a word.
            log.atError().setCause(bug).log("the lime works simulation stumbled");
        }
    }

    private void publish(PackingEvent event) {
        PackingPublisher current = publisher;
        if (current != null) {
            messages.of(event).forEach(current::publish);
        }
    }

    private KilnServer kiln(int n, int port, String key) {
        try {
            KilnServer server = KilnServer.start(
                    n,
                    settings.host(),
                    port,
                    settings.certificates(),
                    plant.reading().kiln(n),
                    celsius -> plant.burnerSetpoint(n, celsius),
                    threads.forOpcUa());
            opened.add(server);
            return server;
        } catch (BindException taken) {
            throw portTaken("kiln " + n, "OPC UA", port, taken);
        } catch (IOException failure) {
            throw new LimeWorksException(
                    "The certificate of simulated kiln " + n + " cannot be kept in " + settings.certificates() + ": "
                            + failure.getMessage() + ". Make the folder writable or choose another.",
                    failure);
        }
    }

    private ModbusServer modbus(ModbusDevice device, String name, int port) {
        try {
            ModbusServer server =
                    ModbusServer.start(device, settings.host(), port, threads.eventLoop(), threads.executor());
            opened.add(server);
            return server;
        } catch (IOException taken) {
            throw portTaken(name, "Modbus", port, taken);
        }
    }

    private LimeWorksException portTaken(String what, String protocol, int port, IOException cause) {
        return new LimeWorksException(
                "Port " + port + " on " + settings.host() + " cannot be bound, so the simulated " + what + " has no "
                        + protocol + " server. Stop the program that uses the port, or choose another (0 takes a free"
                        + " one).",
                cause);
    }

    /** Ends everything within three seconds, in reverse order. Safe to call twice. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        PackingPublisher current = publisher;
        if (current != null) {
            current.close();
        }
        closeAll();
    }

    private void closeAll() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (Exception failure) {
                log.atWarn().setCause(failure).log("a part of the lime works did not end cleanly");
            }
        }
        opened.clear();
    }
}

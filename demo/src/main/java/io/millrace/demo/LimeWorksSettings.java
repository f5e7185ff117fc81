package io.millrace.demo;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/**
 * How to set up the lime works. A port of 0 takes any free one.
 *
 * @param host address the servers bind
 * @param kiln1Port OPC UA server of kiln 1
 * @param kiln2Port OPC UA server of kiln 2
 * @param conveyorPort Modbus TCP server of the conveyor
 * @param energyMeterPort Modbus TCP server of the energy meter
 * @param certificates folder for the certificates of the OPC UA servers; made when missing
 * @param seed of everything that is left to chance
 * @param clock the works live by it
 * @param packingLine topic below which the packing line publishes: namespace root and location
 */
public record LimeWorksSettings(
        String host,
        int kiln1Port,
        int kiln2Port,
        int conveyorPort,
        int energyMeterPort,
        Path certificates,
        long seed,
        Clock clock,
        String packingLine) {

    public static final String DEFAULT_PACKING_LINE = "umh/v1/limeworks/liege/packing/line-1";

    public LimeWorksSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(certificates);
        Objects.requireNonNull(clock);
        Objects.requireNonNull(packingLine);
        checkPort("kiln1Port", kiln1Port);
        checkPort("kiln2Port", kiln2Port);
        checkPort("conveyorPort", conveyorPort);
        checkPort("energyMeterPort", energyMeterPort);
    }

    /** On loopback and any free ports. */
    public static LimeWorksSettings anywhere(Path certificates) {
        return new LimeWorksSettings("127.0.0.1", 0, 0, 0, 0, certificates, 1, Clock.systemUTC(), DEFAULT_PACKING_LINE);
    }

    public LimeWorksSettings withPorts(int kiln1, int kiln2, int conveyor, int energyMeter) {
        return new LimeWorksSettings(host, kiln1, kiln2, conveyor, energyMeter, certificates, seed, clock, packingLine);
    }

    public LimeWorksSettings withSeed(long newSeed) {
        return new LimeWorksSettings(
                host, kiln1Port, kiln2Port, conveyorPort, energyMeterPort, certificates, newSeed, clock, packingLine);
    }

    public LimeWorksSettings withClock(Clock newClock) {
        return new LimeWorksSettings(
                host, kiln1Port, kiln2Port, conveyorPort, energyMeterPort, certificates, seed, newClock, packingLine);
    }

    /** @param topic such as {@code umh/v1/limeworks/liege/packing/line-1} */
    public LimeWorksSettings withPackingLine(String topic) {
        return new LimeWorksSettings(
                host, kiln1Port, kiln2Port, conveyorPort, energyMeterPort, certificates, seed, clock, topic);
    }

    private static void checkPort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + " is " + port + ": a port lies between 0 and 65535");
        }
    }
}

package io.millrace.bench.scenario;

import io.millrace.bench.device.DeviceProcess;
import io.millrace.bench.device.Ticks;
import io.millrace.stage.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Tags of one device, and how often they are new.
 *
 * @param tags how many the hub acquires
 * @param changing how many of them change; of a Modbus device all do
 * @param interval from one value of a tag to the next
 */
record TagsLoad(Protocol protocol, int tags, int changing, Duration interval) {

    /** How the hub acquires them. */
    enum Protocol {
        OPC_UA("OPC UA, subscribed"),
        MODBUS("Modbus TCP, polled");

        final String words;

        Protocol(String words) {
            this.words = words;
        }
    }

    private static final String HUB = """
            site: bench
            location: bench
            log: {port: 0}
            mqtt: {listeners: [{port: 0}]}
            historian: {port: 0}
            console: {port: 0}
            connections:
              device:
                scan: %dms
            """;

    /** All tags of a connection change: registers have no other way. */
    static TagsLoad modbus(int registers, Duration interval) {
        return new TagsLoad(Protocol.MODBUS, registers, registers, interval);
    }

    static TagsLoad opcUa(int tags, int changing, Duration interval) {
        return new TagsLoad(Protocol.OPC_UA, tags, changing, interval);
    }

    /** Values a second. */
    double rate() {
        return changing * 1e9 / interval.toNanos();
    }

    String words() {
        return protocol.words + ", " + String.format(Locale.ROOT, "%,d", changing)
                + (protocol == Protocol.OPC_UA && changing < tags
                        ? String.format(Locale.ROOT, " of %,d tags", tags)
                        : " tags")
                + " every " + interval.toMillis() + " ms";
    }

    DeviceProcess device(FreePorts ports, Path folder) {
        return protocol == Protocol.OPC_UA
                ? DeviceProcess.opcUa(ports, tags, changing, interval, folder)
                : DeviceProcess.modbus(ports, tags, folder);
    }

    /** The site file of a hub that acquires them. */
    String site(int port) {
        StringBuilder site = new StringBuilder(HUB.formatted(interval.toMillis()));
        boolean opcUa = protocol == Protocol.OPC_UA;
        site.append(
                opcUa
                        ? "    opcua: {endpoint: \"opc.tcp://127.0.0.1:%d\", security: {policy: none}}\n"
                                .formatted(port)
                        : "    modbus: {host: 127.0.0.1, port: %d, maxInFlight: 4}\n".formatted(port));
        site.append("    tags:\n");
        for (int tag = 0; tag < tags; tag++) {
            site.append("      unit-%d/value-%d: ".formatted(tag / 100, tag % 100))
                    .append(opcUa ? "{node: \"ns=2;i=%d\"}\n".formatted(tag) : "{address: %d}\n".formatted(tag));
        }
        return site.toString();
    }

    /**
     * Asks for the rows of all values that were made after one moment and up to another. An OPC UA server's values have
     * whole times; what a hub that had to connect again wrote a second time, under the time of receipt, is none of them.
     */
    String countOfRows(Ticks from, Ticks to) {
        return protocol == Protocol.OPC_UA
                ? ("select count(*) from millrace.sample where number is not null"
                                + " and ts > to_timestamp(%d / 1000.0) and ts <= to_timestamp(%d / 1000.0)"
                                + " and (extract(epoch from ts) * 1000000)::bigint %% %d = 0")
                        .formatted(from.mark(), to.mark(), interval.toNanos() / 1_000)
                : "select count(*) from millrace.sample where integer > %d and integer <= %d"
                        .formatted(from.mark(), to.mark());
    }

    long made(Ticks from, Ticks to) {
        return (to.count() - from.count()) * changing;
    }
}

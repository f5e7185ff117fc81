package io.millrace.connector.modbus;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;

/** A connection to a Modbus TCP device, or to a gateway with several units behind it. */
@Described("A connection to a Modbus TCP device, or to a gateway with several units behind it.")
public record ModbusSettings(
        @Described("The device's name or IP address.") String host,

        @Described("The TCP port.") @DefaultsTo("502") int port,

        @Described("The unit id of tags that name none, 0 to 255; devices that are no gateway mostly ignore it.")
        @DefaultsTo("1")
        int unitId,

        @Described("How long to wait for each answer.") @DefaultsTo("3s")
        Duration timeout,

        @Described("How long to wait for a TCP connection.") @DefaultsTo("5s")
        Duration connectTimeout,

        @Described(
                "The order of the bytes of numbers of two registers and more, where a tag names none: abcd (big-endian), cdab, badc or dcba (little-endian).")
        @DefaultsTo("abcd")
        WordOrder wordOrder,

        @Described("How many registers one request may ask for, 4 to 125; old devices allow fewer than 125.")
        @DefaultsTo("125")
        int maxRegisters,

        @Described("How many coils or discrete inputs one request may ask for, 1 to 2000.") @DefaultsTo("2000")
        int maxCoils,

        @Described(
                "How many registers nobody asked for one request may read along to save another; sixteen coils count as one register.")
        @DefaultsTo("16")
        int maxGap,

        @Described("How many requests may wait for their answers at once on a TCP connection; many devices allow 1.")
        @DefaultsTo("1")
        int maxInFlight,

        @Described(
                "per-unit: each unit id has its own TCP connection, so that a slow unit does not hold up the others; shared: one for all, for devices that allow no second.")
        @DefaultsTo("per-unit")
        Connections connections,

        @Described(
                "A TCP connection unused for so long is closed, and opened again when needed, before the device does it; 0s keeps it.")
        @DefaultsTo("30s")
        Duration idle,

        @Described("How long to leave an address alone that the device refused.") @DefaultsTo("30s")
        Duration refusedRetry) {

    /** How units share TCP connections. */
    public enum Connections {
        PER_UNIT,
        SHARED
    }

    public ModbusSettings {
        check(!host.isBlank(), "The host is empty.", "Name the device or give its IP address.");
        check(port >= 1 && port <= 65535, "The port is " + port + ".", "Use 1 to 65535; Modbus TCP has 502.");
        check(unitId >= 0 && unitId <= 255, "The unit id is " + unitId + ".", "Use 0 to 255.");
        check(isWait(timeout), "The timeout is " + timeout + ".", "Use 10ms to 10min.");
        check(isWait(connectTimeout), "The connectTimeout is " + connectTimeout + ".", "Use 10ms to 10min.");
        check(
                maxRegisters >= 4 && maxRegisters <= 125,
                "maxRegisters is " + maxRegisters + ".",
                "Use 4 to 125; a request cannot carry more.");
        check(
                maxCoils >= 1 && maxCoils <= 2000,
                "maxCoils is " + maxCoils + ".",
                "Use 1 to 2000; a request cannot carry more.");
        check(maxGap >= 0 && maxGap <= 125, "maxGap is " + maxGap + ".", "Use 0 to 125 registers.");
        check(maxInFlight >= 1 && maxInFlight <= 16, "maxInFlight is " + maxInFlight + ".", "Use 1 to 16.");
        check(!idle.isNegative(), "idle is negative.", "Use a time, or 0s to keep unused connections.");
        check(
                !refusedRetry.isNegative() && !refusedRetry.isZero(),
                "refusedRetry is " + refusedRetry + ".",
                "Use a time such as 30s.");
    }

    /** A device at this address, all else as usual. */
    public static ModbusSettings of(String host, int port) {
        return new ModbusSettings(
                host,
                port,
                1,
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                WordOrder.ABCD,
                125,
                2000,
                16,
                1,
                Connections.PER_UNIT,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
    }

    /** {@code host:port}. */
    String endpoint() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    int maxCount(ModbusTable table) {
        return table.isBits() ? maxCoils : maxRegisters;
    }

    int maxGap(ModbusTable table) {
        return table.isBits() ? maxGap * 16 : maxGap;
    }

    private static boolean isWait(Duration time) {
        return time.toMillis() >= 10 && time.compareTo(Duration.ofMinutes(10)) <= 0;
    }

    private static void check(boolean fine, String message, String remedy) {
        if (!fine) {
            throw Problem.of("modbus-settings", message, remedy).asException();
        }
    }
}

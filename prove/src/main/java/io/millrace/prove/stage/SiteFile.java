package io.millrace.prove.stage;

import io.millrace.prove.plant.Flow;
import io.millrace.prove.plant.Plant;

/** Writes the site file of the hub under test. The one place that knows its keys. */
final class SiteFile {

    private static final String SITE = "prove";

    private SiteFile() {}

    /**
     * @param shortenBelow free bytes below which the hub shortens its log
     * @param refuseBelow free bytes below which it refuses
     */
    record Disk(long shortenBelow, long refuseBelow) {}

    /** @param connected whether the hub is to poll the device */
    static String text(Addresses addresses, int registers, Disk disk, boolean connected) {
        StringBuilder text = new StringBuilder("""
                site: %s
                location: %s
                routes: {"%s": high-integrity}
                log: {port: %d}
                mqtt: {listeners: [{port: %d}]}
                historian: {port: %d}
                console: {port: %d}
                disk: {shortenBelow: %d, refuseBelow: %d}
                """.formatted(
                        SITE,
                        Plant.LOCATION,
                        Plant.filter(Flow.COUNT),
                        addresses.log(),
                        addresses.mqtt(),
                        addresses.historian(),
                        addresses.console(),
                        disk.shortenBelow(),
                        disk.refuseBelow()));
        if (connected) {
            text.append("""
                    connections:
                      %s:
                        modbus: {host: 127.0.0.1, port: %d, timeout: 1s}
                        location: %s
                        scan: 250ms
                        tags:
                    """.formatted(Plant.DEVICE, addresses.deviceProxy(), Plant.DEVICE));
            for (int register = 1; register <= registers; register++) {
                text.append("      %s: {table: holding-register, address: %d, type: uint32, route: high-integrity}%n"
                        .formatted(Plant.counterTag(register), 2 * (register - 1)));
                text.append("      %s: {table: input-register, address: %d, type: uint16}%n"
                        .formatted(Plant.noiseTag(register), register - 1));
            }
        }
        return text.toString();
    }
}

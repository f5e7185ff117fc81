package io.millrace.prove.stage;

import io.millrace.prove.plant.Flow;
import io.millrace.prove.plant.Plant;
import io.millrace.prove.plant.Processing;
import io.millrace.prove.plant.Production;
import io.millrace.prove.plant.Timetable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the site file of the hub under test. The one place that knows its keys. */
final class SiteFile {

    private static final String SITE = "prove";
    private static final String EACH_LINE = "+";

    private SiteFile() {}

    /**
     * @param shortenBelow free bytes below which the hub shortens its log
     * @param refuseBelow free bytes below which it refuses
     */
    record Disk(long shortenBelow, long refuseBelow) {}

    /** @param connected whether the hub is to poll the device */
    static String text(Addresses addresses, int registers, Disk disk, Timetable timetable, boolean connected) {
        StringBuilder text = new StringBuilder("""
                site: %s
                location: %s
                timeZone: "%s"
                routes: {%s}
                log: {port: %d}
                mqtt: {listeners: [{port: %d}]}
                historian: {port: %d}
                console: {port: %d}
                disk: {shortenBelow: %d, refuseBelow: %d}
                """.formatted(
                        SITE,
                        Plant.LOCATION,
                        timetable.zone(),
                        routes(),
                        addresses.log(),
                        addresses.mqtt(),
                        addresses.historian(),
                        addresses.console(),
                        disk.shortenBelow(),
                        disk.refuseBelow()));
        text.append(production(timetable));
        text.append(processors(timetable));
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

    private static String routes() {
        return Stream.of(Flow.values())
                .filter(Flow::hasOwnRoute)
                .map(flow -> "\"" + Plant.filter(flow) + "\": high-integrity")
                .collect(Collectors.joining(", "));
    }

    private static String list(List<String> times) {
        return times.stream().map(time -> "\"" + time + "\"").collect(Collectors.joining(", "));
    }

    private static String production(Timetable timetable) {
        return """
                shifts:
                  plant:
                    dayStart: "%s"
                    shifts:
                      %s
                    patterns: [{week: {mon-sun: [%s]}}]
                products:
                  %s: {idealCycleTime: %s}
                oee:
                  lines:
                    location: "%s"
                    states: _analytics/%s/add
                    counts: _analytics/%s/count
                    idealCycleTime: %s
                  device:
                    location: %s
                    states: _analytics/%s/add
                    counts: _analytics/%s/count
                    idealCycleTime: %s
                """.formatted(
                        timetable.dayBegins(),
                        String.join("\n      ", timetable.plannedShifts()),
                        String.join(", ", timetable.shiftNames()),
                        Production.PRODUCT,
                        text(Production.PRODUCT_CYCLE),
                        EACH_LINE,
                        Processing.LINE_STATE,
                        Processing.PIECES,
                        text(Production.LINE_CYCLE),
                        Plant.DEVICE,
                        Processing.DEVICE_STATE,
                        Processing.MADE,
                        text(Production.DEVICE_CYCLE));
    }

    /** By pulses and by a running counter, windows over a tag and over a processor's own, states by pieces and signals. */
    private static String processors(Timetable timetable) {
        return "processors:\n"
                + processor(Processing.PIECES, EACH_LINE, """
                            counter:
                              pulses: {input: %s}
                              scrap: {pulses: {input: %s}, included: true}
                              output: %s
                              totals: [hour, shift, day]
                              shifts: [%s]
                        """.formatted(
                        Flow.COUNT.below(), Flow.SCRAP.below(), Processing.PIECES, list(timetable.countedShifts())))
                + processor(Processing.MADE, Plant.DEVICE, """
                            counter: {running: {input: _historian/%s, largestStep: 1000000}, totals: [], output: %s}
                        """.formatted(Plant.counterTag(1), Processing.MADE))
                + processor(Processing.CLIMATE, EACH_LINE, """
                            window:
                              input: %s
                              length: %s
                              aggregates: [count, sum, min, max, mean, first, last, time-weighted-mean]
                              output: %s
                        """.formatted(
                                Flow.VALUE.below(), text(Processing.WINDOW), Processing.CLIMATE))
                + processor(Processing.PACE, EACH_LINE, """
                            window:
                              input: _historian/%s/total
                              length: %s
                              aggregates: [count, sum, first, last]
                              output: %s
                        """.formatted(
                                Processing.PIECES, text(Processing.PACE_WINDOW), Processing.PACE))
                + processor(Processing.LINE_STATE, EACH_LINE, """
                            machine-state:
                              pieces: {input: _analytics/%s/count, stoppedAfter: %s}
                              microstop: %s
                              output: %s
                        """.formatted(
                                Processing.PIECES,
                                text(Processing.STOPPED_AFTER),
                                text(Processing.LINE_MICROSTOP),
                                Processing.LINE_STATE))
                + processor(Processing.DEVICE_STATE, Plant.DEVICE, """
                            machine-state:
                              rules:
                                - {input: %1$s, above: %2$d, state: fault}
                                - {input: %1$s, above: %3$d, state: running}
                                - {input: %1$s, above: %4$d, state: slow}
                              otherwise: idle
                              staleAfter: %5$s
                              microstop: %6$s
                              output: %7$s
                        """.formatted(
                                Processing.SIGNAL,
                                Processing.FAULT_ABOVE,
                                Processing.RUNNING_ABOVE,
                                Processing.SLOW_ABOVE,
                                text(Processing.STALE_AFTER),
                                text(Processing.DEVICE_MICROSTOP),
                                Processing.DEVICE_STATE));
    }

    private static String processor(String name, String location, String kind) {
        return """
                  %s:
                    location: "%s"
                    lateness: %s
                    patience: %s
                """.formatted(name, location, text(Processing.LATENESS), text(Processing.PATIENCE)) + kind;
    }

    private static String text(Duration duration) {
        return duration.toNanos() / 1_000 + "us";
    }
}

package io.millrace.prove.plant;

import java.time.Duration;

/**
 * The processors of the simulated plant: what they are called, and the numbers by which they decide. Each output has the
 * name of its processor.
 */
public final class Processing {

    /** Counts what passes the light barrier of a line. */
    public static final String PIECES = "pieces";
    /** Counts by the first running counter of the device. */
    public static final String MADE = "made";
    /** Windows over the temperatures of a line. */
    public static final String CLIMATE = "climate";
    /** Windows over the total of a line, which is a processor's own. */
    public static final String PACE = "pace";
    /** What a line does, by its pieces. */
    public static final String LINE_STATE = "line-state";
    /** What the device does, by a signal. */
    public static final String DEVICE_STATE = "device-state";

    /** Where that signal is below the location of the device. */
    public static final String SIGNAL = "_historian/" + Plant.noiseTag(1);

    public static final int FAULT_ABOVE = 49_152;
    public static final int RUNNING_ABOVE = 24_576;
    public static final int SLOW_ABOVE = 16_384;

    public static final Duration WINDOW = Duration.ofSeconds(5);
    public static final Duration PACE_WINDOW = Duration.ofSeconds(10);
    /** Shorter than most outages, so that there are stops. */
    public static final Duration STOPPED_AFTER = Duration.ofSeconds(1);

    public static final Duration LINE_MICROSTOP = Duration.ofSeconds(4);
    public static final Duration STALE_AFTER = Duration.ofSeconds(2);
    /** Some stops of a signal that changes every 250 ms are shorter, some are longer. */
    public static final Duration DEVICE_MICROSTOP = Duration.ofMillis(600);

    /** Longer than any outage and than any message is on its way. */
    public static final Duration LATENESS = Duration.ofMinutes(10);

    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private Processing() {}
}

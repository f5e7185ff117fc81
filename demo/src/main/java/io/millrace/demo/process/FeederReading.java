package io.millrace.demo.process;

/**
 * What the energy meter shows of one feeder.
 *
 * @param activePower kW
 * @param activeEnergy Wh since commissioning
 * @param reactiveEnergy kvarh since commissioning
 * @param voltage1 phase to neutral, V; likewise 2 and 3
 * @param current1 A; likewise 2 and 3
 * @param powerFactor 0 to 1
 * @param frequency Hz
 */
public record FeederReading(
        long millis,
        double activePower,
        double activeEnergy,
        double reactiveEnergy,
        double voltage1,
        double voltage2,
        double voltage3,
        double current1,
        double current2,
        double current3,
        double powerFactor,
        double frequency) {}

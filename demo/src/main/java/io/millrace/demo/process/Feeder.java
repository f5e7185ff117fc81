package io.millrace.demo.process;

import java.util.SplittableRandom;

/** One feeder of the low-voltage switchboard, measured by the energy meter. Not thread-safe. */
final class Feeder {

    private final double loadedFactor;
    private final double ratedPower;
    private final Wander voltage;
    private final Wander unbalance;
    private final Wander power;
    private double activeEnergy;
    private double reactiveEnergy;

    /**
     * @param ratedPower kW
     * @param loadedFactor power factor at rated power
     */
    Feeder(SplittableRandom random, long startMillis, double ratedPower, double loadedFactor) {
        this.ratedPower = ratedPower;
        this.loadedFactor = loadedFactor;
        this.voltage = new Wander(random.split(), 0.6, 20);
        this.unbalance = new Wander(random.split(), 0.004, 15);
        this.power = new Wander(random.split(), 0.004, 2);
        this.activeEnergy = Counters.reckoned(startMillis, ratedPower * 1000);
        this.reactiveEnergy = Counters.reckoned(startMillis, ratedPower * 0.75);
    }

    /**
     * @param load kW
     * @param frequency of the grid, Hz
     */
    FeederReading step(long millis, double seconds, double load, double frequency) {
        double active = Math.max(0, load * (1 + power.next(seconds)));
        double share = Math.min(1, active / ratedPower);
        double factor = loadedFactor - 0.22 * (1 - share);
        double reactive = active * Math.tan(Math.acos(factor));
        activeEnergy += active * 1000 * seconds / 3600;
        reactiveEnergy += reactive * seconds / 3600;
        // The transformer gives way under load: 231 V without, some 3 V less with.
        double phase = 231.2 - 3.1 * share + voltage.next(seconds);
        double tilt = unbalance.next(seconds);
        double current = active * 1000 / (3 * phase * factor);
        return new FeederReading(
                millis,
                active,
                activeEnergy,
                reactiveEnergy,
                phase * (1 + tilt / 3),
                phase * (1 - tilt / 5),
                phase * (1 - tilt / 7),
                current * (1 + tilt),
                current * (1 - tilt * 0.6),
                current * (1 - tilt * 0.4),
                factor,
                frequency);
    }
}

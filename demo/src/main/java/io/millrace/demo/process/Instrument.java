package io.millrace.demo.process;

import java.util.SplittableRandom;

/**
 * An instrument that is out of order now and then: a loose thermocouple, an analyser that calibrates itself. Not
 * thread-safe.
 */
final class Instrument {

    private final SplittableRandom random;
    private final Quality fault;
    private final double meanSecondsBetween;
    private final double faultSeconds;
    private double secondsToChange;
    private boolean faulty;
    private double held;

    /**
     * @param fault what it shows while out of order
     * @param firstSeconds until the first fault
     * @param meanSecondsBetween from the end of a fault to the next, on average
     * @param faultSeconds how long a fault lasts, give or take a third
     */
    Instrument(
            SplittableRandom random,
            Quality fault,
            double firstSeconds,
            double meanSecondsBetween,
            double faultSeconds) {
        this.random = random;
        this.fault = fault;
        this.meanSecondsBetween = meanSecondsBetween;
        this.faultSeconds = faultSeconds;
        this.secondsToChange = firstSeconds;
    }

    Measurement measure(double truth, double seconds) {
        secondsToChange -= seconds;
        if (secondsToChange <= 0) {
            faulty = !faulty;
            held = truth;
            secondsToChange = faulty
                    ? faultSeconds * (0.67 + 0.66 * random.nextDouble())
                    : meanSecondsBetween * (0.5 + random.nextDouble());
        }
        if (!faulty) {
            return new Measurement(truth, Quality.GOOD);
        }
        return new Measurement(fault == Quality.FAILED ? Double.NaN : held, fault);
    }
}

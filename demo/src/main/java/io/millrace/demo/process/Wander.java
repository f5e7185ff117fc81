package io.millrace.demo.process;

import java.util.SplittableRandom;

/** Noise with a memory, as process values have it: an Ornstein-Uhlenbeck process around zero. Not thread-safe. */
final class Wander {

    private final SplittableRandom random;
    private final double deviation;
    private final double memorySeconds;
    private double value;

    /**
     * @param deviation standard deviation in the long run
     * @param memorySeconds how long it takes to forget where it was
     */
    Wander(SplittableRandom random, double deviation, double memorySeconds) {
        this.random = random;
        this.deviation = deviation;
        this.memorySeconds = memorySeconds;
    }

    double next(double seconds) {
        double keep = Math.exp(-seconds / memorySeconds);
        value = value * keep + deviation * Math.sqrt(1 - keep * keep) * gaussian(random);
        return value;
    }

    /** {@code SplittableRandom.nextGaussian} may change its algorithm between Java versions; twelve uniforms do not. */
    static double gaussian(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}

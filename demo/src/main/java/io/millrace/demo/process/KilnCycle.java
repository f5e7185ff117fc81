package io.millrace.demo.process;

import java.util.SplittableRandom;

/**
 * The sequence of a twin-shaft kiln: one shaft burns while the other is heated by its gas, then pressure is released,
 * the flaps turn, and the shafts change places. Now and then a flame is lost on the way. Not thread-safe.
 */
final class KilnCycle {

    private static final double FLAME_LOST = 0.08;

    private final SplittableRandom random;
    private KilnPhase phase;
    private double secondsInPhase;
    private int activeShaft;
    private long count;

    /**
     * @param secondsInPhase how long the first shaft has been burning already; twin kilns never reverse together
     * @param count cycles completed so far
     */
    KilnCycle(SplittableRandom random, double secondsInPhase, long count) {
        this.random = random;
        this.phase = KilnPhase.BURNING_SHAFT_1;
        this.secondsInPhase = secondsInPhase;
        this.activeShaft = 1;
        this.count = count;
    }

    void advance(double seconds) {
        secondsInPhase += seconds;
        if (secondsInPhase < phase.seconds()) {
            return;
        }
        secondsInPhase -= phase.seconds();
        phase = next();
    }

    private KilnPhase next() {
        return switch (phase) {
            case BURNING_SHAFT_1, BURNING_SHAFT_2 -> KilnPhase.RELEASING_PRESSURE;
            case RELEASING_PRESSURE -> {
                activeShaft = 3 - activeShaft;
                if (activeShaft == 1) {
                    count++;
                }
                yield KilnPhase.TURNING_FLAPS;
            }
            case TURNING_FLAPS -> random.nextDouble() < FLAME_LOST ? KilnPhase.STOPPED : KilnPhase.BUILDING_PRESSURE;
            case STOPPED -> KilnPhase.PURGING;
            case PURGING -> KilnPhase.BUILDING_PRESSURE;
            case BUILDING_PRESSURE -> activeShaft == 1 ? KilnPhase.BURNING_SHAFT_1 : KilnPhase.BURNING_SHAFT_2;
        };
    }

    KilnPhase phase() {
        return phase;
    }

    /** How much of the phase is over, 0 to 1. */
    double progress() {
        return Math.min(1, secondsInPhase / phase.seconds());
    }

    double secondsInPhase() {
        return secondsInPhase;
    }

    int activeShaft() {
        return activeShaft;
    }

    long count() {
        return count;
    }
}

package io.millrace.demo.process;

import java.util.SplittableRandom;

/** When the packing line stops and why: a microstop every minute or so, a longer stop every few minutes. */
final class LineStops {

    private static final double MICROSTOPS_PER_SECOND = 1 / 75.0;
    private static final double STOPS_PER_SECOND = 1 / 260.0;
    private static final LineState[] LONG_STOPS = {
        LineState.INLET_JAM, LineState.OUTLET_JAM, LineState.NO_MATERIAL, LineState.CLEANING
    };

    private final SplittableRandom random;
    private double secondsLeft;

    LineStops(SplittableRandom random) {
        this.random = random;
    }

    LineState next(LineState state, double seconds) {
        if (state != LineState.PRODUCING) {
            secondsLeft -= seconds;
            return secondsLeft > 0 ? state : LineState.PRODUCING;
        }
        double dice = random.nextDouble();
        if (dice < STOPS_PER_SECOND * seconds) {
            secondsLeft = 20 + 40 * random.nextDouble();
            return LONG_STOPS[random.nextInt(LONG_STOPS.length)];
        }
        if (dice < (STOPS_PER_SECOND + MICROSTOPS_PER_SECOND) * seconds) {
            secondsLeft = 3 + 8 * random.nextDouble();
            return LineState.MICROSTOP;
        }
        return state;
    }
}

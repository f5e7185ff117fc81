package io.millrace.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Finds the greatest rate at which rows keep up. A broker that acknowledges what its subscribers have yet to take would
 * take messages for hours: so it is found by loads that are a little too much, whose rows are counted until the last is
 * there, the time for the rest included. Pure but for the runs, which somebody else makes.
 */
final class SideBySideTrial {

    /** So much more than what the warm-up could do: too much, and yet no heap that takes minutes to carry off. */
    private static final double TOO_MUCH = 1.2;

    private static final double STILL_MORE = 1.3;
    private static final int OVERLOADS = 5;
    /** Shares of the greatest rate; the first that holds ends it. */
    private static final List<Double> STEADY = List.of(0.95, 0.85, 0.75);

    private final BiFunction<Integer, Duration, SideBySideRun> runs;
    private final Duration burst;

    /**
     * @param runs makes a run at a rate, or at 0 as fast as it goes, for a time
     * @param burst how long it goes as fast as it can at a time
     */
    SideBySideTrial(BiFunction<Integer, Duration, SideBySideRun> runs, Duration burst) {
        this.runs = runs;
        this.burst = burst;
    }

    /**
     * @param warmUp seconds of load at least; with their rest they may take longer
     * @param steps how many shares of the greatest rate to try
     */
    SideBySideResult measure(Duration warmUp, Duration length, int steps) {
        SideBySideRun run = runs.apply(0, burst);
        for (double loaded = run.seconds(); loaded < warmUp.toMillis() / 1e3; loaded += Math.max(1, run.seconds())) {
            run = runs.apply(0, burst);
        }
        SideBySideRun capacity = runs.apply(rate(TOO_MUCH * run.perSecond()), length);
        for (int i = 1; i < OVERLOADS && capacity.easy(); i++) {
            capacity = runs.apply(rate(STILL_MORE * capacity.rate()), length);
        }
        SideBySideRun steady = capacity;
        for (double share : STEADY.subList(0, steps)) {
            steady = runs.apply(rate(share * capacity.perSecond()), length);
            if (steady.held()) {
                break;
            }
        }
        return new SideBySideResult(capacity, steady);
    }

    private static int rate(double perSecond) {
        return (int) Math.max(1, Math.round(perSecond));
    }

    static int mostSteps() {
        return STEADY.size();
    }
}

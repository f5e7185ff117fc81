package io.millrace.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Finds the greatest rate at which rows keep up. A broker that acknowledges what its subscribers have yet to take would
 * take messages for hours: so it is found by loads that are a little too much, whose rows are counted until the last is
 * there, the time for the rest included. A load that was not too much says nothing and is raised. Pure but for the runs,
 * which somebody else makes.
 */
final class SideBySideTrial {

    /** Shares of the greatest rate, to see whether they hold; the first that does ends it. */
    static final List<Double> SHARES = List.of(0.95, 0.85, 0.75);

    /** So much more than what it was seen to do: too much, and yet no heap that takes minutes to carry off. */
    private static final double TOO_MUCH = 1.2;

    private static final double STILL_MORE = 1.3;

    private final BiFunction<Integer, Duration, SideBySideRun> runs;

    /** @param runs makes a run at a rate, or at 0 as fast as it goes, for a time */
    SideBySideTrial(BiFunction<Integer, Duration, SideBySideRun> runs) {
        this.runs = runs;
    }

    SideBySideResult measure(SideBySidePlan plan) {
        SideBySideRun burst = runs.apply(0, plan.burst());
        for (Duration loaded = plan.burst(); loaded.compareTo(plan.warmUp()) < 0; loaded = loaded.plus(plan.burst())) {
            burst = runs.apply(0, plan.burst());
        }
        double seen = burst.perSecond();
        if (plan.raises() > 0) {
            seen = overload(TOO_MUCH * seen, plan.probe(), plan.raises()).perSecond();
        }
        SideBySideRun capacity = overload(TOO_MUCH * seen, plan.length(), plan.raises());
        SideBySideRun steady = capacity;
        for (double share : SHARES.subList(0, plan.steps())) {
            steady = runs.apply(rate(share * capacity.perSecond()), plan.length());
            if (steady.held()) {
                break;
            }
        }
        return new SideBySideResult(capacity, steady);
    }

    private SideBySideRun overload(double perSecond, Duration length, int raises) {
        SideBySideRun run = runs.apply(rate(perSecond), length);
        for (int i = 0; i < raises && run.easy(); i++) {
            run = runs.apply(rate(STILL_MORE * run.rate()), length);
        }
        return run;
    }

    private static int rate(double perSecond) {
        return (int) Math.max(1, Math.round(perSecond));
    }
}

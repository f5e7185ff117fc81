package io.millrace.process.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A band around a forecast that knows the season: additive Holt-Winters over the means of even steps. Holt, Forecasting
 * Seasonals and Trends by Exponentially Weighted Moving Averages (1957); Winters, Forecasting Sales by Exponentially
 * Weighted Moving Averages, Management Science 6 (1960); NIST/SEMATECH e-Handbook, 6.4.3.5.
 *
 * <p>The first season gives the level and what each step adds to it; from then on each step smooths what came. The width
 * is in standard deviations of single values around their forecasts, smoothed as the season is. A step counts no further
 * off than the edge of the band, so that a fault is not learnt as if it were usual, and a new level is within some
 * seasons (after Gelper, Fried and Croux, Robust Forecasting with Exponential and Holt-Winters Smoothing, Journal of
 * Forecasting 29, 2010). A step without values teaches nothing.
 *
 * @param limit half the width of the band in sigmas
 * @param warmUp so many seasons pass before a value is judged; at least 2
 * @param alpha how fast the level follows
 * @param beta how fast the trend follows; 0 for none
 * @param gamma how fast the season and the deviation follow
 */
record Band(Season season, double limit, int warmUp, double minSigma, double alpha, double beta, double gamma)
        implements Method<Band.Memory> {

    private static final long NO_STEP = Long.MIN_VALUE;

    /**
     * @param first the first step that was seen
     * @param step the one that is under way
     * @param level before that step; NaN in the first season
     * @param seasonal what each step of the season adds to the level, in the first season its mean; NaN for one that was
     *     never seen. Never changed
     * @param variance of values around their forecasts
     * @param measured over how many steps
     * @param current the values of the step under way
     * @param misses mean square of their distances to the forecast
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Memory(
            long first,
            long step,
            double level,
            double trend,
            double[] seasonal,
            double variance,
            long measured,
            Baseline current,
            double misses) {

        boolean forecasts() {
            return !Double.isNaN(level);
        }
    }

    @Override
    public Memory begin() {
        double[] unknown = new double[season.slots()];
        Arrays.fill(unknown, Double.NaN);
        return new Memory(NO_STEP, NO_STEP, Double.NaN, 0, unknown, 0, 0, Baseline.EMPTY, 0);
    }

    @Override
    public Judged<Memory> judge(Memory before, long time, double value) {
        Memory memory = at(before, season.step(time));
        Baseline current = memory.current.with(value);
        double forecast = forecast(memory);
        if (Double.isNaN(forecast)) {
            return new Judged<>(with(memory, current, 0), null);
        }
        boolean judges = memory.step - memory.first >= (long) warmUp * season.slots() && memory.measured > 0;
        double sigma = Math.max(minSigma, Math.sqrt(memory.variance));
        double miss = value - forecast;
        double counted = judges && sigma > 0 ? Math.min(Math.abs(miss), limit * sigma) : Math.abs(miss);
        double misses = memory.misses + (counted * counted - memory.misses) / current.count();
        Verdict verdict = judges ? Verdict.around(value, forecast, sigma, limit) : null;
        return new Judged<>(with(memory, current, misses), verdict);
    }

    private double forecast(Memory memory) {
        return memory.level + memory.trend + memory.seasonal[season.slot(memory.step)];
    }

    private static Memory with(Memory memory, Baseline current, double misses) {
        return new Memory(
                memory.first,
                memory.step,
                memory.level,
                memory.trend,
                memory.seasonal,
                memory.variance,
                memory.measured,
                current,
                misses);
    }

    private Memory at(Memory memory, long step) {
        if (memory.step == step) {
            return memory;
        }
        if (memory.step == NO_STEP) {
            return new Memory(step, step, memory.level, 0, memory.seasonal, 0, 0, Baseline.EMPTY, 0);
        }
        Memory learnt = memory.forecasts() ? smoothed(memory) : collected(memory);
        if (!learnt.forecasts() && step - memory.first >= season.slots()) {
            learnt = begun(learnt);
        }
        // steps in which nothing came: the trend goes on, nothing else does
        double level = learnt.level + learnt.trend * (step - memory.step - 1);
        return new Memory(
                memory.first,
                step,
                level,
                learnt.trend,
                learnt.seasonal,
                learnt.variance,
                learnt.measured,
                Baseline.EMPTY,
                0);
    }

    /** A step of the first season. */
    private Memory collected(Memory memory) {
        double[] means = memory.seasonal.clone();
        means[season.slot(memory.step)] = memory.current.mean();
        return new Memory(memory.first, memory.step, memory.level, 0, means, 0, 0, Baseline.EMPTY, 0);
    }

    /** The first season is over. */
    private Memory begun(Memory memory) {
        Baseline all = Baseline.EMPTY;
        for (double mean : memory.seasonal) {
            all = Double.isNaN(mean) ? all : all.with(mean);
        }
        double level = all.mean();
        double[] seasonal =
                Arrays.stream(memory.seasonal).map(mean -> mean - level).toArray();
        return new Memory(memory.first, memory.step, level, 0, seasonal, 0, 0, Baseline.EMPTY, 0);
    }

    /** A step of a later season; it has seen a value. */
    private Memory smoothed(Memory memory) {
        int slot = season.slot(memory.step);
        double before = memory.level + memory.trend;
        double[] seasonal = memory.seasonal.clone();
        double forecast = before + seasonal[slot];
        if (Double.isNaN(forecast)) {
            seasonal[slot] = memory.current.mean() - before;
            return new Memory(
                    memory.first,
                    memory.step,
                    before,
                    memory.trend,
                    seasonal,
                    memory.variance,
                    memory.measured,
                    Baseline.EMPTY,
                    0);
        }
        double mean = held(memory, forecast);
        double level = alpha * (mean - seasonal[slot]) + (1 - alpha) * before;
        double trend = beta * (level - memory.level) + (1 - beta) * memory.trend;
        seasonal[slot] = gamma * (mean - level) + (1 - gamma) * seasonal[slot];
        long measured = memory.measured + 1;
        double share = Math.max(gamma, 1.0 / measured);
        double variance = memory.variance + share * (memory.misses - memory.variance);
        return new Memory(memory.first, memory.step, level, trend, seasonal, variance, measured, Baseline.EMPTY, 0);
    }

    private double held(Memory memory, double forecast) {
        double mean = memory.current.mean();
        double sigma = Math.max(minSigma, Math.sqrt(memory.variance));
        boolean judges = memory.step - memory.first >= (long) warmUp * season.slots() && memory.measured > 0;
        return judges && sigma > 0
                ? Math.max(forecast - limit * sigma, Math.min(forecast + limit * sigma, mean))
                : mean;
    }

    @Override
    public Memory afterGap(Memory memory) {
        return memory;
    }

    @Override
    public String form() {
        return "band " + season.lengthMicros() + " " + season.stepMicros();
    }

    @Override
    public void write(Memory memory, DataOutput out) throws IOException {
        out.writeLong(memory.first);
        out.writeLong(memory.step);
        out.writeDouble(memory.level);
        out.writeDouble(memory.trend);
        for (double one : memory.seasonal) {
            out.writeDouble(one);
        }
        out.writeDouble(memory.variance);
        out.writeLong(memory.measured);
        memory.current.write(out);
        out.writeDouble(memory.misses);
    }

    @Override
    public Memory read(DataInput in) throws IOException {
        long first = in.readLong();
        long step = in.readLong();
        double level = in.readDouble();
        double trend = in.readDouble();
        double[] seasonal = new double[season.slots()];
        for (int i = 0; i < seasonal.length; i++) {
            seasonal[i] = in.readDouble();
        }
        return new Memory(
                first,
                step,
                level,
                trend,
                seasonal,
                in.readDouble(),
                in.readLong(),
                Baseline.read(in),
                in.readDouble());
    }
}

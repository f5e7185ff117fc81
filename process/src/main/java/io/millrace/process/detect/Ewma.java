package io.millrace.process.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The exponentially weighted moving average as a control chart: z = lambda x + (1 - lambda) z before, held against the
 * limits that are exact for its age, L sigma sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^2i)). Roberts, Control Chart
 * Tests Based on Geometric Moving Averages, Technometrics 1 (1959); Montgomery, Introduction to Statistical Quality
 * Control, 9.2; NIST/SEMATECH e-Handbook, 6.3.2.4.
 *
 * <p>The score is the distance of the average to the mean in sigmas of the average.
 *
 * @param limit L
 */
record Ewma(double lambda, double limit, Usual usual) implements Method<Ewma.Memory> {

    /**
     * @param age how many values the average has seen
     * @param average as a distance to the mean, in sigmas of the values
     */
    record Memory(Baseline baseline, long age, double average) {}

    @Override
    public Memory begin() {
        return new Memory(Baseline.EMPTY, 0, 0);
    }

    @Override
    public Judged<Memory> judge(Memory memory, long time, double value) {
        Usual.Known known = usual.of(memory.baseline);
        if (known == null) {
            return new Judged<>(new Memory(memory.baseline.with(value), 0, 0), null);
        }
        double carried = (1 - lambda) * memory.average;
        double average = lambda * (value - known.mean()) / known.sigma() + carried;
        long age = memory.age + 1;
        double sigma = Math.sqrt(lambda / (2 - lambda) * (1 - Math.pow(1 - lambda, 2.0 * age)));
        Verdict verdict = new Verdict(
                Verdict.sigmas(average, sigma),
                known.mean(),
                known.mean() + known.sigma() * (-limit * sigma - carried) / lambda,
                known.mean() + known.sigma() * (limit * sigma - carried) / lambda);
        return new Judged<>(new Memory(memory.baseline, age, average), verdict);
    }

    @Override
    public Memory afterGap(Memory memory) {
        return new Memory(memory.baseline, 0, 0);
    }

    @Override
    public String form() {
        return "ewma";
    }

    @Override
    public void write(Memory memory, DataOutput out) throws IOException {
        memory.baseline.write(out);
        out.writeLong(memory.age);
        out.writeDouble(memory.average);
    }

    @Override
    public Memory read(DataInput in) throws IOException {
        return new Memory(Baseline.read(in), in.readLong(), in.readDouble());
    }
}

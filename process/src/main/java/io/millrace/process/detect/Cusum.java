package io.millrace.process.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The two-sided tabular cumulative sum of values standardised on the baseline: C+ = max(0, z - k + C+ before) and
 * C- = max(0, -z - k + C- before); the score is the greater of the two. Page, Continuous Inspection Schemes, Biometrika
 * 41 (1954); Montgomery, Introduction to Statistical Quality Control, 9.1; NIST/SEMATECH e-Handbook, 6.3.2.3.
 *
 * <p>A sum grows to {@value #MOST_LIMITS} limits at most: otherwise a fault of a day would need a day to be forgotten.
 *
 * @param k the slack, half of the shift that is to be found, in sigmas
 * @param limit h, in sigmas
 */
record Cusum(double k, double limit, Usual usual) implements Method<Cusum.Memory> {

    static final int MOST_LIMITS = 2;

    /**
     * @param above the sum of what was too high
     * @param below the sum of what was too low
     */
    record Memory(Baseline baseline, double above, double below) {}

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
        double z = (value - known.mean()) / known.sigma();
        double above = sum(memory.above, z);
        double below = sum(memory.below, -z);
        Verdict verdict = new Verdict(
                Math.max(above, below),
                known.mean(),
                known.mean() - known.sigma() * (limit + k - memory.below),
                known.mean() + known.sigma() * (limit + k - memory.above));
        return new Judged<>(new Memory(memory.baseline, above, below), verdict);
    }

    private double sum(double before, double z) {
        return Math.min(MOST_LIMITS * limit, Math.max(0, before + z - k));
    }

    @Override
    public Memory afterGap(Memory memory) {
        return new Memory(memory.baseline, 0, 0);
    }

    @Override
    public String form() {
        return "cusum";
    }

    @Override
    public void write(Memory memory, DataOutput out) throws IOException {
        memory.baseline.write(out);
        out.writeDouble(memory.above);
        out.writeDouble(memory.below);
    }

    @Override
    public Memory read(DataInput in) throws IOException {
        return new Memory(Baseline.read(in), in.readDouble(), in.readDouble());
    }
}

package io.millrace.process.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many standard deviations a value is from the mean of the last ones before it; NIST/SEMATECH e-Handbook of
 * Statistical Methods, 1.3.5.17. The deviation is that of a sample, with n - 1.
 *
 * <p>Mean and deviation are computed anew from the values of the window each time: nothing drifts.
 *
 * @param window so many values are looked back on
 * @param warmUp so many there must be before one is judged
 */
record ZScore(int window, double limit, int warmUp, double minSigma) implements Method<ZScore.Memory> {

    /** The last values, the oldest first; never changed. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Memory(double[] values) {}

    @Override
    public Memory begin() {
        return new Memory(new double[0]);
    }

    @Override
    public Judged<Memory> judge(Memory memory, long time, double value) {
        Memory next = with(memory, value);
        if (memory.values.length < warmUp) {
            return new Judged<>(next, null);
        }
        // relative to one of the values, so that equal ones have their own mean and deviation 0
        double first = memory.values[0];
        double sum = 0;
        for (double one : memory.values) {
            sum += one - first;
        }
        double mean = first + sum / memory.values.length;
        double squares = 0;
        for (double one : memory.values) {
            squares += (one - mean) * (one - mean);
        }
        double sigma = Math.max(minSigma, Math.sqrt(squares / (memory.values.length - 1)));
        return new Judged<>(next, Verdict.around(value, mean, sigma, limit));
    }

    private Memory with(Memory memory, double value) {
        int kept = Math.min(memory.values.length, window - 1);
        double[] values = Arrays.copyOfRange(memory.values, memory.values.length - kept, memory.values.length + 1);
        values[kept] = value;
        return new Memory(values);
    }

    @Override
    public Memory afterGap(Memory memory) {
        return begin();
    }

    @Override
    public String form() {
        return "z-score";
    }

    @Override
    public void write(Memory memory, DataOutput out) throws IOException {
        out.writeInt(memory.values.length);
        for (double value : memory.values) {
            out.writeDouble(value);
        }
    }

    @Override
    public Memory read(DataInput in) throws IOException {
        double[] values = new double[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
        return new Memory(values);
    }
}

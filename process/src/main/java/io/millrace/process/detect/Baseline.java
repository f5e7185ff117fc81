package io.millrace.process.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Mean and standard deviation of values that were seen one by one, after Welford, Note on a Method for Calculating
 * Corrected Sums of Squares and Products, Technometrics 4 (1962): nothing cancels, and equal values have deviation 0.
 *
 * @param squares the sum of the squared distances to the mean
 */
record Baseline(long count, double mean, double squares) {

    static final Baseline EMPTY = new Baseline(0, 0, 0);

    Baseline with(double value) {
        double distance = value - mean;
        double moved = count == 0 ? value : mean + distance / (count + 1);
        return new Baseline(count + 1, moved, count == 0 ? 0 : squares + distance * (value - moved));
    }

    /** Of a sample, with n - 1; 0 for fewer than two values. */
    double sigma() {
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(squares);
    }

    static Baseline read(DataInput in) throws IOException {
        return new Baseline(in.readLong(), in.readDouble(), in.readDouble());
    }
}

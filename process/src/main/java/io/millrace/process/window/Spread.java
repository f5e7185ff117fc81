package io.millrace.process.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a pane for its percentiles: all of them as long as they are few. When they become too many, every
 * second one is let go and of those that follow every second is kept, then every fourth, and so on: what is kept stays
 * spread evenly over the pane (a systematic sample), and stands for the others. Shares its numbers with the one it was
 * made of. Immutable.
 */
final class Spread {

    private final int most;
    private final @Nullable Node newest;
    private final int size;
    private final int stride;
    private final int skip;

    private record Node(double number, @Nullable Node before) {}

    private Spread(int most, @Nullable Node newest, int size, int stride, int skip) {
        this.most = most;
        this.newest = newest;
        this.size = size;
        this.stride = stride;
        this.skip = skip;
    }

    /** @param most so many numbers are kept at most, an even number; 0 for none at all */
    static Spread empty(int most) {
        return new Spread(most, null, 0, 1, 0);
    }

    /** What {@link #numbers}, {@link #stride} and {@link #skip} of another say. */
    static Spread of(int most, double[] numbers, int stride, int skip) {
        Node newest = null;
        for (double number : numbers) {
            newest = new Node(number, newest);
        }
        return new Spread(most, newest, numbers.length, stride, skip);
    }

    Spread plus(double number) {
        if (most == 0) {
            return this;
        }
        if (skip > 0) {
            return new Spread(most, newest, size, stride, skip - 1);
        }
        Spread base = size < most ? this : thinned();
        return new Spread(most, new Node(number, base.newest), base.size + 1, base.stride, base.stride - 1);
    }

    private Spread thinned() {
        double[] all = numbers();
        double[] kept = new double[all.length / 2];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = all[2 * i];
        }
        return of(most, kept, 2 * stride, 0);
    }

    int most() {
        return most;
    }

    int size() {
        return size;
    }

    /** For how many each number stands. */
    int stride() {
        return stride;
    }

    /** How many that follow are let go. */
    int skip() {
        return skip;
    }

    /** In the order in which they came. */
    double[] numbers() {
        double[] numbers = new double[size];
        Node node = newest;
        for (int i = size - 1; i >= 0 && node != null; i--) {
            numbers[i] = node.number();
            node = node.before();
        }
        return numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread spread
                && most == spread.most
                && size == spread.size
                && stride == spread.stride
                && skip == spread.skip
                && Arrays.equals(numbers(), spread.numbers());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers()) * 31 + stride;
    }

    @Override
    public String toString() {
        return size + " numbers, each for " + stride;
    }
}

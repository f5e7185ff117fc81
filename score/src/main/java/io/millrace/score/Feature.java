package io.millrace.score;

import io.millrace.score.ScoreOptions.Of;

/**
 * One number that a model is given.
 *
 * @param input place of the input among all
 * @param over so many values are looked back on; 1 for the last alone
 */
record Feature(int input, Of of, int over) {

    /** @param values at least {@link #over}, the newest last */
    double value(double[] values) {
        int from = values.length - over;
        double last = values[values.length - 1];
        return switch (of) {
            case LAST -> last;
            case CHANGE -> last - values[from];
            case MEAN -> mean(values, from);
            case STD -> deviation(values, from);
            case MIN -> {
                double least = last;
                for (int i = from; i < values.length; i++) {
                    least = Math.min(least, values[i]);
                }
                yield least;
            }
            case MAX -> {
                double most = last;
                for (int i = from; i < values.length; i++) {
                    most = Math.max(most, values[i]);
                }
                yield most;
            }
        };
    }

    private double mean(double[] values, int from) {
        double sum = 0;
        for (int i = from; i < values.length; i++) {
            sum += values[i] - values[from];
        }
        return values[from] + sum / over;
    }

    /** Of a sample, with n - 1. */
    private double deviation(double[] values, int from) {
        double mean = mean(values, from);
        double squares = 0;
        for (int i = from; i < values.length; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return Math.sqrt(squares / (over - 1));
    }
}

package io.millrace.process.window;

import io.millrace.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of the numbers of a window, with a straight line between two neighbours: definition 7 of Hyndman and Fan,
 * Sample Quantiles in Statistical Packages, The American Statistician 50 (1996), which is {@code percentile_cont} in SQL
 * and PERCENTILE.INC in spreadsheets.
 */
final class Percentiles {

    private final List<Weighted> sorted = new ArrayList<>();
    private final boolean exact;
    private long total;

    private record Weighted(double number, int times) {}

    Percentiles(List<Pane> panes) {
        boolean all = true;
        for (Pane pane : panes) {
            Spread spread = pane.spread();
            for (double number : spread.numbers()) {
                sorted.add(new Weighted(number, spread.stride()));
                total += spread.stride();
            }
            all &= spread.stride() == 1;
        }
        exact = all;
        sorted.sort(Comparator.comparingDouble(Weighted::number));
    }

    /** Whether no number had to be left out. */
    boolean areExact() {
        return exact;
    }

    /** Null when there are no numbers. */
    @Nullable
    Value at(double share) {
        if (total == 0) {
            return null;
        }
        double rank = (total - 1) * share;
        long below = (long) Math.floor(rank);
        double low = numberAt(below);
        double high = numberAt(Math.min(below + 1, total - 1));
        double part = rank - below;
        double span = high - low;
        return Numbers.finite(Double.isFinite(span) ? low + span * part : low * (1 - part) + high * part);
    }

    private double numberAt(long rank) {
        long passed = 0;
        for (Weighted weighted : sorted) {
            passed += weighted.times();
            if (rank < passed) {
                return weighted.number();
            }
        }
        return sorted.get(sorted.size() - 1).number();
    }
}

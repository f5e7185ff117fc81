package io.millrace.bench.scenario;

import io.millrace.bench.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says how each cost grew. Pure. */
final class GrowthVerdict {

    private GrowthVerdict() {}

    /** A point of the curve of one cost. */
    private record Point(int count, double cost) {}

    /** One sentence for each cost that was measured at two steps at least, and one for each step that was not managed. */
    static List<String> sentences(GrowthAxis axis, List<GrowthResult> results) {
        List<String> sentences = new ArrayList<>();
        for (GrowthResult result : results) {
            if (!result.isManaged()) {
                sentences.add("Not managed: " + result.step().words() + ". " + result.verdict());
            }
        }
        for (GrowthCost cost : GrowthCost.values()) {
            List<Point> curve = curve(axis, cost, results);
            if (curve.size() > 1) {
                sentences.add(sentence(axis, cost, curve));
            }
        }
        return sentences;
    }

    private static List<Point> curve(GrowthAxis axis, GrowthCost cost, List<GrowthResult> results) {
        List<Point> curve = new ArrayList<>();
        for (GrowthResult result : results) {
            // The heap of a hub that was given up says what it had, not what it needs.
            Optional<Figure> figure = result.isMeasured() ? cost.figure(result) : Optional.empty();
            // nothing at all cannot be multiplied
            figure.ifPresent(found -> curve.add(new Point(axis.count(result), Math.max(1e-9, found.median()))));
        }
        return curve;
    }

    private static String sentence(GrowthAxis axis, GrowthCost cost, List<Point> curve) {
        Point first = curve.get(0);
        Point last = curve.get(curve.size() - 1);
        List<String> faster = new ArrayList<>();
        for (int i = 1; i < curve.size(); i++) {
            Point from = curve.get(i - 1);
            Point to = curve.get(i);
            double grown = to.cost / from.cost;
            double more = (double) to.count / from.count;
            if (grown > more) {
                faster.add("from %s to %s (%s of the cost for %s of the %s)"
                        .formatted(
                                GrowthStep.count(from.count),
                                GrowthStep.count(to.count),
                                times(grown),
                                times(more),
                                axis.words()));
            }
        }
        String name = cost.words().substring(0, 1).toUpperCase(Locale.ROOT)
                + cost.words().substring(1);
        String range = "%s, from %s to %s %s: %s"
                .formatted(
                        name,
                        GrowthStep.count(first.count),
                        GrowthStep.count(last.count),
                        axis.words(),
                        times(last.cost / first.cost));
        return faster.isEmpty()
                ? range + ", nowhere faster than the " + axis.words() + "."
                : range + ", faster than the " + axis.words() + " " + String.join(" and ", faster) + ".";
    }

    static String times(double factor) {
        return Figure.of("", "", factor).medianText() + " times";
    }
}

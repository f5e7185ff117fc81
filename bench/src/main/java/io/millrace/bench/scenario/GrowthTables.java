package io.millrace.bench.scenario;

import io.millrace.bench.Figure;
import io.millrace.bench.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found, one row for each step. Pure. */
final class GrowthTables {

    private static final String NONE = "not measured";
    private static final double THOUSAND = 1_000;

    private GrowthTables() {}

    static List<Table> of(GrowthAxis axis, List<GrowthResult> results) {
        return List.of(figures(axis, results), relative(axis, results));
    }

    private static Table figures(GrowthAxis axis, List<GrowthResult> results) {
        List<String> columns = new ArrayList<>(List.of(axis.words(), "managed", "messages into the log", "rows"));
        for (GrowthCost cost : GrowthCost.values()) {
            columns.add(cost.column());
        }
        Table.Builder table = Table.of(
                "By the number of " + axis.words() + constant(axis, results)
                        + ". Processor time is for a million messages, the lag is in messages.",
                columns.toArray(String[]::new));
        for (GrowthResult result : results) {
            List<Object> cells = new ArrayList<>();
            cells.add(GrowthStep.count(axis.count(result)));
            cells.add(result.isManaged() ? "yes" : "no: " + oneLine(result.verdict()));
            cells.add(rate(result, "messages", true));
            cells.add(rate(result, "rows", false));
            for (GrowthCost cost : GrowthCost.values()) {
                cells.add(cost.figure(result).map(Object.class::cast).orElse(NONE));
            }
            table.row(cells.toArray());
        }
        return table.build();
    }

    private static String constant(GrowthAxis axis, List<GrowthResult> results) {
        GrowthStep first = results.get(0).step();
        return axis == GrowthAxis.TAGS
                ? ", all at " + (first.sites() == 1 ? "one site" : first.sites() + " sites")
                : ", which share " + GrowthStep.count(first.tags()) + " tags";
    }

    private static Object rate(GrowthResult result, String name, boolean logged) {
        return result.isMeasured()
                ? new Figure(
                        "growth." + name,
                        "/s",
                        result.slices().stream()
                                .map(slice -> (logged ? slice.logged() : slice.stored()) / slice.seconds())
                                .toList())
                : NONE;
    }

    private static Table relative(GrowthAxis axis, List<GrowthResult> results) {
        GrowthResult first = results.get(0);
        boolean tags = axis == GrowthAxis.TAGS;
        List<String> columns = new ArrayList<>(List.of(axis.words()));
        for (GrowthCost cost : GrowthCost.values()) {
            columns.add(cost.column());
        }
        if (tags) {
            columns.add("memory for 1,000 more tags");
            columns.add("of it, heap in use");
        }
        Table.Builder table = Table.of(
                "The same as multiples of the first row."
                        + (tags ? " What 1,000 more tags cost is the difference to the row before." : ""),
                columns.toArray(String[]::new));
        for (int i = 0; i < results.size(); i++) {
            GrowthResult result = results.get(i);
            List<Object> cells = new ArrayList<>();
            cells.add(axis.count(first) == axis.count(result) ? "1" : factor(axis.count(result), axis.count(first)));
            for (GrowthCost cost : GrowthCost.values()) {
                cells.add(factor(cost, result, first));
            }
            if (tags) {
                cells.add(i == 0 ? "" : more(GrowthCost.MEMORY, results.get(i - 1), result));
                cells.add(i == 0 ? "" : more(GrowthCost.HEAP, results.get(i - 1), result));
            }
            table.row(cells.toArray());
        }
        return table.build();
    }

    private static Object factor(double now, double then) {
        return Figure.of("growth.factor", "", now / then);
    }

    private static Object factor(GrowthCost cost, GrowthResult result, GrowthResult first) {
        Optional<Figure> now = measured(cost, result);
        Optional<Figure> then = measured(cost, first);
        return now.isEmpty() || then.isEmpty() || then.get().median() == 0
                ? NONE
                : factor(now.get().median(), then.get().median());
    }

    /** What a hub had that was given up is no cost of that many tags. */
    private static Optional<Figure> measured(GrowthCost cost, GrowthResult result) {
        return result.isMeasured() ? cost.figure(result) : Optional.empty();
    }

    private static Object more(GrowthCost cost, GrowthResult before, GrowthResult result) {
        Optional<Figure> then = measured(cost, before);
        Optional<Figure> now = measured(cost, result);
        int tags = result.step().tags() - before.step().tags();
        return now.isEmpty() || then.isEmpty() || tags == 0
                ? NONE
                : Figure.of(
                        "growth.per-thousand-tags",
                        "MiB",
                        (now.get().median() - then.get().median()) / tags * THOUSAND);
    }

    /** A cell of a table is one line, without what parts the cells. */
    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").replace('|', '/');
    }
}

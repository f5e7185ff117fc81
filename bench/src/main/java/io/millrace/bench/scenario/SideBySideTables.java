package io.millrace.bench.scenario;

import io.millrace.bench.Figure;
import io.millrace.bench.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What was found, as people read it. Pure. */
final class SideBySideTables {

    private static final double MIB = 1 << 20;

    private SideBySideTables() {}

    /**
     * @param results by contender, Millrace first; of each as many as there were rounds
     */
    static List<Table> tables(Map<String, List<SideBySideResult>> results) {
        List<Table> tables = new ArrayList<>(List.of(rates(results)));
        if (results.size() > 1) {
            tables.add(ratios(results));
        }
        tables.add(steady(results));
        tables.add(cost(results));
        return tables;
    }

    private static Table rates(Map<String, List<SideBySideResult>> results) {
        Table.Builder table = Table.of(
                "The greatest rate at which rows keep up. Lost are messages that were acknowledged and are no row after"
                        + " everything has come to rest.",
                "stack",
                "rows/s, greatest",
                "rate that held",
                "rounds in which one held",
                "acknowledged",
                "rows",
                "lost");
        results.forEach((name, rounds) -> {
            List<SideBySideRun> held = rounds.stream()
                    .map(SideBySideResult::steady)
                    .filter(SideBySideRun::held)
                    .toList();
            table.row(
                    name,
                    figure("rows/s, greatest", "/s", rounds, round -> round.capacity()
                            .perSecond()),
                    held.isEmpty() ? "none" : figure("rate that held", "/s", held, SideBySideRun::rate),
                    held.size() + " of " + rounds.size(),
                    figure("acknowledged", "", rounds, SideBySideResult::acknowledged),
                    figure("rows", "", rounds, SideBySideResult::rows),
                    figure("lost", "", rounds, SideBySideResult::lost));
        });
        return table.build();
    }

    private static Table ratios(Map<String, List<SideBySideResult>> results) {
        List<String> names = List.copyOf(results.keySet());
        List<String> columns = new ArrayList<>(List.of("round"));
        names.forEach(name -> columns.add(name + ", rows/s"));
        names.subList(1, names.size()).forEach(name -> columns.add(names.get(0) + " / " + name));
        Table.Builder table = Table.of("Round by round, one stack after the other.", columns.toArray(String[]::new));
        List<SideBySideResult> first = rounds(results, names.get(0));
        for (int round = 0; round < first.size(); round++) {
            List<Object> cells = new ArrayList<>(List.of(Integer.toString(round + 1)));
            for (String name : names) {
                cells.add(Figure.of(
                        name, "/s", rounds(results, name).get(round).capacity().perSecond()));
            }
            for (String name : names.subList(1, names.size())) {
                cells.add(Figure.of(
                        "ratio to " + name,
                        "",
                        ratios(first, rounds(results, name)).get(round)));
            }
            table.row(cells.toArray());
        }
        List<Object> medians = new ArrayList<>(List.of("median"));
        for (String name : names) {
            medians.add(figure(
                    name, "/s", rounds(results, name), round -> round.capacity().perSecond()));
        }
        for (String name : names.subList(1, names.size())) {
            medians.add(new Figure("ratio to " + name, "", ratios(first, rounds(results, name))));
        }
        return table.row(medians.toArray()).build();
    }

    /** How many times as many rows a second as another, round by round. */
    static List<Double> ratios(List<SideBySideResult> ours, List<SideBySideResult> theirs) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(ours.get(round).capacity().perSecond()
                    / Math.max(1, theirs.get(round).capacity().perSecond()));
        }
        return ratios;
    }

    private static List<SideBySideResult> rounds(Map<String, List<SideBySideResult>> results, String name) {
        return results.getOrDefault(name, List.of());
    }

    private static Table steady(Map<String, List<SideBySideResult>> results) {
        Table.Builder table = Table.of(
                "A little below its own greatest rate: from the time at which a message was due.",
                "stack",
                "rate",
                "waiting for their row, after a quarter of the time",
                "at its end",
                "to acknowledged p50",
                "p99",
                "to row p50",
                "p99",
                "p99.9");
        results.forEach((name, rounds) -> {
            List<SideBySideRun> runs =
                    rounds.stream().map(SideBySideResult::steady).toList();
            table.row(
                    name,
                    figure("rate", "/s", runs, SideBySideRun::rate),
                    figure("waiting after a quarter", "", runs, SideBySideRun::waitingBefore),
                    figure("waiting at the end", "", runs, SideBySideRun::waitingAfter),
                    acknowledge("acknowledged p50", runs, 0),
                    acknowledge("acknowledged p99", runs, 1),
                    row("row p50", runs, 0),
                    row("row p99", runs, 1),
                    row("row p99.9", runs, 2));
        });
        return table.build();
    }

    private static Object acknowledge(String name, List<SideBySideRun> runs, int percentile) {
        return runs.stream().anyMatch(run -> run.load().acknowledgeMicros().size() <= percentile)
                ? "none"
                : figure(name, "ms", runs, run -> run.load().acknowledgeMicros().get(percentile) / 1e3);
    }

    private static Object row(String name, List<SideBySideRun> runs, int percentile) {
        return runs.stream().anyMatch(run -> run.rowMillis().size() <= percentile)
                ? "none"
                : figure(name, "ms", runs, run -> run.rowMillis().get(percentile));
    }

    private static Table cost(Map<String, List<SideBySideResult>> results) {
        Table.Builder table = Table.of(
                "What that costs, part by part; the generator apart.",
                "stack",
                "part",
                "processor seconds per million messages",
                "resident memory");
        results.forEach((name, rounds) -> {
            List<SideBySideRun> runs =
                    rounds.stream().map(SideBySideResult::steady).toList();
            Set<String> parts = new LinkedHashSet<>();
            runs.forEach(run -> parts.addAll(run.processorSeconds().keySet()));
            for (String part : parts) {
                table.row(
                        name,
                        part,
                        figure("processor", "s", runs, run -> run.processorSecondsPerMillion(part)),
                        memory(runs, part));
            }
            table.row(
                    name,
                    "all of it",
                    figure("processor", "s", runs, run -> parts.stream()
                            .mapToDouble(run::processorSecondsPerMillion)
                            .sum()),
                    "");
        });
        return table.build();
    }

    private static Object memory(List<SideBySideRun> runs, String part) {
        return runs.stream().anyMatch(run -> !run.residentBytes().containsKey(part))
                ? "unknown"
                : figure("resident", "MiB", runs, run -> run.residentBytes().getOrDefault(part, 0L) / MIB);
    }

    /** What a reader should not have to find in the tables. */
    static List<String> verdicts(Map<String, List<SideBySideResult>> results) {
        List<String> sentences = new ArrayList<>();
        results.forEach((name, rounds) -> {
            long lost = rounds.stream().mapToLong(SideBySideResult::lost).sum();
            if (lost > 0) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "%s lost %,d of %,d messages that it had acknowledged, and nothing of it was ever killed.",
                        name,
                        lost,
                        rounds.stream()
                                .mapToLong(SideBySideResult::acknowledged)
                                .sum()));
            }
            if (rounds.stream().anyMatch(round -> round.capacity().easy())) {
                sentences.add(name + " was never seen to have too much in at least one of the rounds: its greatest rate"
                        + " may be higher.");
            }
            for (SideBySideResult round : rounds) {
                for (SideBySideRun run : List.of(round.capacity(), round.steady())) {
                    if (!run.load().failure().isEmpty()) {
                        sentences.add(name + ", at " + run.rate() + "/s: the generator gave up: "
                                + run.load().failure() + ".");
                    }
                }
            }
        });
        return sentences;
    }

    private static <T> Figure figure(String name, String unit, List<T> runs, ToDoubleFunction<T> value) {
        return new Figure(name, unit, runs.stream().map(value::applyAsDouble).toList());
    }
}

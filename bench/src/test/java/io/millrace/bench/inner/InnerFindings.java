package io.millrace.bench.inner;

import io.millrace.bench.Cell;
import io.millrace.bench.Figure;
import io.millrace.bench.Findings;
import io.millrace.bench.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What JMH measured, as findings: one row for each benchmark, one run for each iteration. Pure. */
final class InnerFindings {

    /** Absent where nothing was allocated. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** In the order in which a message passes through them; others come behind. */
    private static final List<String> MODULES = List.of("broker", "model", "ingest", "backbone", "historian");

    private InnerFindings() {}

    /** @param java the options of the Java in which was measured */
    static Findings of(Collection<RunResult> results, String java) {
        List<RunResult> sorted = results.stream()
                .sorted(Comparator.comparingInt((RunResult one) -> place(one.getParams()))
                        .thenComparing(one -> one.getParams().getBenchmark())
                        .thenComparing(one -> parameters(one.getParams())))
                .toList();
        BenchmarkParams any = sorted.get(0).getParams();
        List<List<Cell>> rows = sorted.stream().map(InnerFindings::row).toList();
        return new Findings(
                Map.of("JMH", any.getJmhVersion()),
                Map.of(
                        "processes",
                        Integer.toString(any.getForks()),
                        "iterations",
                        Integer.toString(any.getMeasurement().getCount()),
                        "length of one",
                        any.getMeasurement().getTime().toString(),
                        "iterations to warm up",
                        Integer.toString(any.getWarmup().getCount()),
                        "Java's options",
                        java),
                List.of(
                        "One thread, each part by itself in processes of its own: what is measured has the caches and the",
                        "compiler for itself, which it has not in a hub. So these are lower bounds, good for comparing one",
                        "state of the code with another."),
                List.of(new Table(
                        "Time and memory allocated, each time.",
                        List.of("module", "part", "what", "time", "allocated"),
                        rows)));
    }

    private static List<Cell> row(RunResult result) {
        BenchmarkParams params = result.getParams();
        String part = part(params);
        String method = method(params);
        String name = part + "." + method;
        Figure time = new Figure(
                name + ".time", "ns", runs(result, one -> one.getPrimaryResult().getScore()));
        Figure bytes = new Figure(name + ".allocated", "B", runs(result, InnerFindings::allocated));
        return List.of(
                Cell.of(module(params)),
                Cell.of(part),
                Cell.of(words(method) + parameters(params)),
                Cell.of(time),
                // Its spread is a matter of rounding.
                new Cell(bytes.medianText() + " B", bytes));
    }

    private static List<Double> runs(RunResult result, ToDoubleFunction<IterationResult> of) {
        List<Double> runs = new ArrayList<>();
        result.getBenchmarkResults()
                .forEach(fork -> fork.getIterationResults().forEach(one -> runs.add(of.applyAsDouble(one))));
        return runs;
    }

    /** In whole bytes. */
    private static double allocated(IterationResult iteration) {
        Result<?> allocated = iteration.getSecondaryResults().get(ALLOCATED);
        return allocated == null ? 0 : Math.rint(allocated.getScore());
    }

    private static int place(BenchmarkParams params) {
        int place = MODULES.indexOf(module(params));
        return place < 0 ? MODULES.size() : place;
    }

    /** {@code io.millrace.MODULE...Class.method}. */
    private static String module(BenchmarkParams params) {
        return params.getBenchmark().split("\\.")[2];
    }

    private static String part(BenchmarkParams params) {
        String[] names = params.getBenchmark().split("\\.");
        return names[names.length - 2].replaceFirst("Benchmark$", "");
    }

    private static String method(BenchmarkParams params) {
        String name = params.getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .map(key -> ", " + key + " " + params.getParam(key))
                .collect(Collectors.joining());
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}

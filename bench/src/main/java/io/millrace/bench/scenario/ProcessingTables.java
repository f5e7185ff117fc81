package io.millrace.bench.scenario;

import io.millrace.bench.Figure;
import io.millrace.bench.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What was found, as people read it. Pure. */
final class ProcessingTables {

    private static final double MIB = 1 << 20;

    private ProcessingTables() {}

    static List<Table> tables(List<ProcessingResult> results) {
        return List.of(catchUps(results), paces(results), kills(results));
    }

    private static Table catchUps(List<ProcessingResult> results) {
        Table.Builder table = Table.of(
                "Catching up a filled log, exactly once; processor time for a million events.",
                "processor",
                "events",
                "hub",
                "hub's memory");
        for (ProcessingResult result : results) {
            String name = name(result) + ".catch-up.";
            List<ProcessingCatchUp> runs = result.catchUps();
            table.row(
                    result.job().words(),
                    figure(name + "events", "/s", runs, ProcessingCatchUp::perSecond),
                    figure(name + "hub", "s", runs, ProcessingCatchUp::hubSeconds),
                    figure(name + "memory", "MiB", runs, run -> run.residentBytes() / MIB));
        }
        return table.build();
    }

    private static Table paces(List<ProcessingResult> results) {
        Table.Builder table = Table.of(
                "At a quarter of that rate: from the time at which an input was due to when a reader of what is committed"
                        + " has its output; processor time for a million events.",
                "processor",
                "events",
                "p50",
                "p99",
                "p99.9",
                "hub",
                "generator and reader",
                "hub's memory");
        for (ProcessingResult result : results) {
            List<ProcessingPace> runs = result.paces();
            if (runs.isEmpty()) {
                continue;
            }
            String name = name(result) + ".pace.";
            table.row(
                    result.job().words(),
                    figure(name + "events", "/s", runs, ProcessingPace::rate),
                    late(name + "p50", runs, 0),
                    late(name + "p99", runs, 1),
                    late(name + "p99.9", runs, 2),
                    figure(name + "hub", "s", runs, ProcessingPace::hubSeconds),
                    figure(name + "generator", "s", runs, ProcessingPace::loadSeconds),
                    figure(name + "memory", "MiB", runs, run -> run.residentBytes() / MIB));
        }
        return table.build();
    }

    private static Table kills(List<ProcessingResult> results) {
        Table.Builder table = Table.of(
                "The hub, log and processors, killed with kill -9 half way through a catch-up and started again: what was"
                        + " told in the end, each correction put over what it corrects, less what follows from the inputs."
                        + " Exactly once is 0.",
                "processor",
                "inputs",
                "done when killed",
                "outputs too many",
                "sum of what they tell",
                "sum of the last totals",
                "corrections",
                "from its start until it went on");
        for (ProcessingResult result : results) {
            List<ProcessingKill> runs = result.kills();
            String name = name(result) + ".killed.";
            table.row(
                    result.job().words(),
                    figure(name + "inputs", "", runs, ProcessingKill::inputs),
                    figure(name + "done", "", runs, ProcessingKill::done),
                    figure(name + "outputs", "", runs, run -> run.tooMuch().records()),
                    figure(name + "sum", "", runs, run -> run.tooMuch().sum()),
                    figure(name + "totals", "", runs, run -> run.tooMuch().total()),
                    figure(name + "corrections", "", runs, run -> run.tooMuch().corrections()),
                    figure(name + "again", "s", runs, ProcessingKill::secondsToGoOn));
        }
        return table.build();
    }

    /** What is not as it should be, loudly; empty when all is. */
    static List<String> alarms(List<ProcessingResult> results) {
        List<String> alarms = new ArrayList<>();
        for (ProcessingResult result : results) {
            String what = result.job().words();
            for (ProcessingKill kill : result.kills()) {
                if (!kill.isExact()) {
                    alarms.add(String.format(
                            Locale.ROOT,
                            "NOT EXACTLY ONCE, %s: after kill -9 %,d inputs have %+,d outputs too many, their sum differs by"
                                    + " %+,d and the last totals by %+,d. This is a fault: do not use the other figures.",
                            what,
                            kill.inputs(),
                            kill.tooMuch().records(),
                            kill.tooMuch().sum(),
                            kill.tooMuch().total()));
                }
            }
            for (ProcessingPace pace : result.paces()) {
                if (!pace.held()) {
                    alarms.add(String.format(
                            Locale.ROOT,
                            "DID NOT HOLD, %s: at %,.0f events/s %,d of %,d outputs were seen, and what waited in the log"
                                    + " went from %,d to %,d.",
                            what,
                            pace.rate(),
                            pace.load().seen(),
                            pace.load().counted(),
                            pace.lagBefore(),
                            pace.lagAfter()));
                }
            }
        }
        return alarms;
    }

    private static String name(ProcessingResult result) {
        return "processing." + result.job().name().toLowerCase(Locale.ROOT);
    }

    private static <T> Figure figure(String name, String unit, List<T> runs, ToDoubleFunction<T> value) {
        return new Figure(name, unit, runs.stream().map(value::applyAsDouble).toList());
    }

    private static Object late(String name, List<ProcessingPace> runs, int percentile) {
        Figure figure = figure(name, "ms", runs, run -> run.millis(percentile));
        return figure.runs().stream().anyMatch(each -> each.isNaN()) ? "nothing came" : figure;
    }
}

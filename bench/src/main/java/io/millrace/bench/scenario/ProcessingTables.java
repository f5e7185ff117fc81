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
                "A keyed counter, exactly once, while it catches up a filled log; processor time for a million events.",
                "store",
                "events",
                "counter",
                "hub's log",
                "counter's memory");
        for (ProcessingResult result : results) {
            String name = name(result) + ".catch-up.";
            List<ProcessingCatchUp> runs = result.catchUps();
            table.row(
                    result.store().words(),
                    figure(name + "events", "/s", runs, ProcessingCatchUp::perSecond),
                    figure(name + "counter", "s", runs, ProcessingCatchUp::counterSeconds),
                    figure(name + "log", "s", runs, ProcessingCatchUp::logSeconds),
                    figure(name + "memory", "MiB", runs, run -> run.residentBytes() / MIB));
        }
        return table.build();
    }

    private static Table paces(List<ProcessingResult> results) {
        Table.Builder table = Table.of(
                "At half of that rate: from the time at which an input was due to when a reader of what is committed has"
                        + " its count; processor time for a million events.",
                "store",
                "events",
                "p50",
                "p99",
                "p99.9",
                "counter",
                "hub",
                "generator and reader",
                "counter's memory");
        for (ProcessingResult result : results) {
            List<ProcessingPace> runs = result.paces();
            if (runs.isEmpty()) {
                continue;
            }
            String name = name(result) + ".half.";
            table.row(
                    result.store().words(),
                    figure(name + "events", "/s", runs, ProcessingPace::rate),
                    late(name + "p50", runs, 0),
                    late(name + "p99", runs, 1),
                    late(name + "p99.9", runs, 2),
                    figure(name + "counter", "s", runs, ProcessingPace::counterSeconds),
                    figure(name + "hub", "s", runs, ProcessingPace::logSeconds),
                    figure(name + "generator", "s", runs, ProcessingPace::loadSeconds),
                    figure(name + "memory", "MiB", runs, run -> run.residentBytes() / MIB));
        }
        return table.build();
    }

    private static Table kills(List<ProcessingResult> results) {
        Table.Builder table = Table.of(
                "Killed with kill -9 half way through a catch-up and started again: what the counts differ from what was"
                        + " sent. Exactly once is 0.",
                "store",
                "inputs",
                "done when killed",
                "sum of all counts less inputs",
                "counts written less inputs",
                "pieces counted less pieces made",
                "from its start until it went on");
        for (ProcessingResult result : results) {
            List<ProcessingKill> runs = result.kills();
            if (runs.isEmpty()) {
                continue;
            }
            String name = name(result) + ".killed.";
            table.row(
                    result.store().words(),
                    figure(name + "inputs", "", runs, ProcessingKill::inputs),
                    figure(name + "done", "", runs, ProcessingKill::done),
                    figure(name + "difference", "", runs, ProcessingKill::samplesTooMany),
                    figure(name + "written", "", runs, ProcessingKill::recordsTooMany),
                    figure(name + "pieces", "", runs, ProcessingKill::piecesTooMany),
                    figure(name + "again", "s", runs, ProcessingKill::secondsToGoOn));
        }
        return table.build();
    }

    /** What is not as it should be, loudly; empty when all is. */
    static List<String> alarms(List<ProcessingResult> results) {
        List<String> alarms = new ArrayList<>();
        for (ProcessingResult result : results) {
            String store = result.store().words();
            for (ProcessingKill kill : result.kills()) {
                if (!kill.isExact()) {
                    alarms.add(String.format(
                            Locale.ROOT,
                            "NOT EXACTLY ONCE, %s: after kill -9 the counts of %,d inputs differ from them by %+,d, the"
                                    + " counts written by %+,d, and the pieces from those made by %+,d. This is a fault:"
                                    + " do not use the other figures.",
                            store,
                            kill.inputs(),
                            kill.samplesTooMany(),
                            kill.recordsTooMany(),
                            kill.piecesTooMany()));
                }
            }
            for (ProcessingPace pace : result.paces()) {
                if (!pace.held()) {
                    alarms.add(String.format(
                            Locale.ROOT,
                            "DID NOT HOLD, %s: at %,.0f events/s %,d of %,d counts were seen, and what waited for its"
                                    + " count went from %,d to %,d.",
                            store,
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
        return "processing." + result.store().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> Figure figure(String name, String unit, List<T> runs, ToDoubleFunction<T> value) {
        return new Figure(name, unit, runs.stream().map(value::applyAsDouble).toList());
    }

    private static Object late(String name, List<ProcessingPace> runs, int percentile) {
        Figure figure = figure(name, "ms", runs, run -> run.millis(percentile));
        return figure.runs().stream().anyMatch(each -> each.isNaN()) ? "nothing came" : figure;
    }
}

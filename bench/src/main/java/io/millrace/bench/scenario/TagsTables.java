package io.millrace.bench.scenario;

import io.millrace.bench.Figure;
import io.millrace.bench.Table;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What was found, as people read it. Pure. */
final class TagsTables {

    /** With so little left nobody can say that a program was in the way, and not the machine. */
    private static final double FULL = 95;

    private TagsTables() {}

    static List<Table> tables(List<List<TagsResult>> loads) {
        Table.Builder values = Table.of(
                "Device values into rows. Values made are those that the device had in the time in which was counted;"
                        + " missing are those of them that are no row after everything has come to rest.",
                "load",
                "held",
                "values/s asked for",
                "values/s made",
                "values/s stored",
                "values made",
                "values missing",
                "waiting for their row, at the beginning",
                "at the end",
                "value to row p50",
                "p99");
        Table.Builder cost = Table.of(
                "What that costs, and how the processor time of the machine was shared (100 % are all of its cores).",
                "load",
                "processor seconds per million values: hub",
                "its PostgreSQL",
                "device",
                "resident memory of the hub",
                "share of the hub",
                "of its PostgreSQL",
                "of the device",
                "of everything else",
                "all");
        for (List<TagsResult> runs : loads) {
            TagsLoad load = runs.get(0).load();
            values.row(
                    load.words(),
                    runs.stream().allMatch(TagsResult::held) ? "yes" : "no",
                    Figure.of("asked for", "/s", load.rate()),
                    figure("made", "/s", runs, TagsResult::madePerSecond),
                    figure("stored", "/s", runs, TagsResult::storedPerSecond),
                    figure("values made", "", runs, TagsResult::made),
                    figure("values missing", "", runs, TagsResult::missing),
                    figure("waiting before", "", runs, TagsResult::waitingBefore),
                    figure("waiting after", "", runs, TagsResult::waitingAfter),
                    millis("value to row p50", runs, 0),
                    millis("value to row p99", runs, 1));
            cost.row(
                    load.words(),
                    figure(
                            "hub",
                            "s",
                            runs,
                            run -> run.perMillion(run.processor().hub())),
                    figure(
                            "PostgreSQL",
                            "s",
                            runs,
                            run -> run.perMillion(run.processor().database())),
                    figure(
                            "device",
                            "s",
                            runs,
                            run -> run.perMillion(run.processor().device())),
                    figure("resident", "MiB", runs, run -> run.residentBytes() / 1048576.0),
                    share("hub", runs, TagsProcessor::hub),
                    share("PostgreSQL", runs, TagsProcessor::database),
                    share("device", runs, TagsProcessor::device),
                    share("everything else", runs, TagsProcessor::others),
                    share("all", runs, TagsProcessor::used));
        }
        return List.of(values.build(), cost.build());
    }

    private static Figure figure(String name, String unit, List<TagsResult> runs, ToDoubleFunction<TagsResult> value) {
        return new Figure(name, unit, runs.stream().map(value::applyAsDouble).toList());
    }

    private static Object share(String who, List<TagsResult> runs, ToDoubleFunction<TagsProcessor> seconds) {
        Figure figure = figure(
                "share of " + who, "%", runs, run -> run.processor().share(seconds.applyAsDouble(run.processor())));
        return Double.isNaN(figure.median()) ? "unknown" : figure;
    }

    private static Object millis(String name, List<TagsResult> runs, int percentile) {
        if (runs.stream().anyMatch(run -> run.rowMillis().isEmpty())) {
            return "none stored in time";
        }
        return figure(name, "ms", runs, run -> run.rowMillis().get(percentile));
    }

    /** Says of a load that did not hold whether the machine was the limit, and of one that did how much was left. */
    static String verdict(List<TagsResult> runs) {
        TagsLoad load = runs.get(0).load();
        boolean held = runs.stream().allMatch(TagsResult::held);
        double busy = figure("", "%", runs, run -> run.processor()
                        .share(run.processor().used()))
                .median();
        String cores = Double.isNaN(busy)
                ? "how busy the machine was is unknown"
                : String.format(Locale.ROOT, "the cores of the machine were busy for %.0f %% of the time", busy);
        String end;
        if (held) {
            end = "It holds";
        } else if (busy >= FULL) {
            end = "It does not hold, and the machine is the limit";
        } else {
            end = Double.isNaN(busy) ? "It does not hold" : "It does not hold, although the machine had time left";
        }
        return load.words() + ": " + end + "; " + cores + ".";
    }
}

package io.millrace.app.cli;

import io.millrace.app.recompute.Recompute;
import io.millrace.model.Problem;
import io.millrace.process.Definition;
import io.millrace.process.core.Content;
import io.millrace.process.recompute.Difference;
import io.millrace.process.recompute.Differences.Tally;
import io.millrace.process.recompute.Span;
import io.millrace.process.trial.Area;
import io.millrace.process.trial.SampleSheet;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For people: the first differences, the totals by topic, and what they mean in words. */
final class RecomputeTable implements RecomputeView {

    private static final int TOPICS = 50;
    private static final int STEPS = 5;

    private final PrintWriter out;
    private final Definition definition;
    private final Span span;
    private final long limit;
    private final Runnable clear;
    private final TrialText text;
    private final List<Difference> first = new ArrayList<>();

    /** @param clear makes room on the terminal */
    RecomputeTable(PrintWriter out, Definition definition, Area area, Span span, long limit, Runnable clear) {
        this.out = out;
        this.definition = definition;
        this.span = span;
        this.limit = limit;
        this.clear = clear;
        this.text = new TrialText(
                definition.setting().namespace(),
                area.location().isEmpty()
                        ? SampleSheet.common(definition.setting().at())
                        : area.location(),
                definition.setting().zone());
    }

    @Override
    public void difference(Difference difference) {
        if (first.size() < limit) {
            first.add(difference);
        }
    }

    @Override
    public void end(Recompute.Result result, @Nullable String applied, List<String> readers, Cost cost) {
        clear.run();
        Tally total = result.total();
        if (!first.isEmpty()) {
            TextTable table = new TextTable(List.of("time", "topic", "stored", "computed now"));
            first.forEach(one -> table.row(List.of(
                    text.dayAndTime(one.identity().timestampMicros()),
                    text.topic(one.identity().topic()),
                    said(one.was()),
                    said(one.now()))));
            out.print(table);
            if (total.differences() > first.size()) {
                out.println("... and " + (total.differences() - first.size()) + " more.");
            }
            out.println();
        }
        topics(result.tallies(), total);
        words(result, total, applied, readers);
        out.println("It took " + cost.seconds() + " s and " + cost.heapMiB() + " MiB of heap at most.");
        out.flush();
    }

    private String said(@Nullable Content content) {
        if (content == null) {
            return "nothing";
        }
        String said = text.said(content);
        return said.startsWith(" = ") ? said.substring(3) : said.startsWith(": ") ? said.substring(2) : said.trim();
    }

    private void topics(Map<String, Tally> tallies, Tally total) {
        TextTable table = new TextTable(List.of("topic", "equal", "changed", "added", "gone"));
        tallies.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(TOPICS)
                .forEach(one -> table.row(row(text.topic(one.getKey()), one.getValue())));
        if (tallies.size() > 1) {
            table.row(row(tallies.size() > TOPICS ? "all " + tallies.size() + " topics" : "together", total));
        }
        if (!tallies.isEmpty()) {
            out.print(table);
        }
    }

    private static List<String> row(String name, Tally tally) {
        return List.of(
                name,
                Long.toString(tally.equal()),
                Long.toString(tally.changed()),
                Long.toString(tally.added()),
                Long.toString(tally.gone()));
    }

    private void words(Recompute.Result result, Tally total, @Nullable String applied, List<String> readers) {
        out.println();
        out.println(result.within() + " inputs from " + text.dayAndTime(span.fromMicros()) + " to "
                + text.dayAndTime(span.toMicros()) + " (" + text.zone() + ") in "
                + result.instances() + (result.instances() == 1 ? " instance" : " instances") + ", read from "
                + text.dayAndTime(span.beginMicros()) + " on so that the rule knows what was before.");
        out.println("What began before is left as it is: an hour, shift, day, window or state that lies across the"
                + " beginning.");
        Problem refusal = result.firstRefusal();
        if (refusal != null) {
            out.println(
                    result.refused() + " inputs cannot be used, and are left out. The first: " + refusal.sentence());
        }
        if (total.open() > 0) {
            out.println(total.open() + " outputs are left to the live processor: late inputs may yet change them.");
        }
        if (total.left() > 0) {
            out.println(total.left() + " stored values that the rule does not say are left alone: others write to their"
                    + " topics, too.");
        }
        steps(result.steps());
        if (total.differences() == 0) {
            out.println("Nothing differs from what is stored.");
        } else if (applied == null) {
            out.println("Nothing was changed. To replace what is stored, give --apply.");
        } else {
            out.println("Replaced. What was there is kept in millrace.corrections; to take it back: millrace recompute"
                    + " undo " + applied);
        }
        if (total.differences() > 0 && !readers.isEmpty()) {
            out.println("These read what it writes, and do not compute the past again by themselves: "
                    + String.join(", ", readers) + ". Recompute them afterwards, in this order.");
        }
    }

    private void steps(Map<String, Double> steps) {
        if (steps.isEmpty()) {
            return;
        }
        out.println("Running totals go on from what is stored at the beginning. The live '" + definition.name()
                + "' goes on from its own: at the end of the time that is computed again its total jumps, by");
        steps.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(STEPS)
                .forEach(step -> out.printf("  %+d  %s%n", step.getValue().longValue(), text.topic(step.getKey())));
        if (steps.size() > STEPS) {
            out.println("  and so on for " + (steps.size() - STEPS) + " more.");
        }
        out.println("Counts, and the totals of hours, shifts and days, have no such step.");
    }
}

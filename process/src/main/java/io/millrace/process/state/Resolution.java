package io.millrace.process.state;

import io.millrace.model.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lays the layers over each other. */
final class Resolution {

    private Resolution() {}

    /**
     * From when on what is told may differ after the layers changed from a time on: what is said of a stop depends on the
     * whole of it.
     */
    static long reach(Layers layers, Timeline<Stretch> told, long from) {
        long start = layers.stopBefore(from);
        while (start != Timeline.NEVER) {
            Stretch before = told.at(start - 1);
            if (before == null || !before.isUnplannedStop()) {
                break;
            }
            start = told.startAt(start - 1);
        }
        return start;
    }

    /**
     * What is true from a time on: neighbours differ, and the first differs from what was true before.
     *
     * @param prior what is true before; null when nothing is known
     * @param from as {@link #reach} says
     * @param to nothing that begins later
     * @param microstop unplanned stops shorter than this are microstops, microseconds
     */
    static List<Timeline.Entry<Stretch>> resolve(
            Layers layers, @Nullable Stretch prior, long from, long to, long microstop) {
        List<Timeline.Entry<Label>> parts = laidOver(layers, from, to);
        List<Timeline.Entry<Label>> distinct = new ArrayList<>(parts.size());
        Label before = prior == null ? null : prior.label();
        for (Timeline.Entry<Label> part : parts) {
            Label label = part.value() == null && before != null ? Label.UNKNOWN : part.value();
            if (label != null && !label.equals(before)) {
                distinct.add(new Timeline.Entry<>(part.start(), label));
            }
            before = label;
        }
        return judged(distinct, prior, microstop);
    }

    private static List<Timeline.Entry<Label>> laidOver(Layers layers, long from, long to) {
        List<Timeline.Entry<Label>> machine = layers.machineSince(layers.stopBefore(from), to);
        TreeSet<Long> starts = new TreeSet<>();
        for (Timeline.Entry<Label> part : machine) {
            starts.add(Math.max(part.start(), from));
        }
        for (Timeline.Entry<Ruling> part : layers.overwrites().since(from)) {
            if (part.start() <= to) {
                starts.add(part.start());
            }
        }
        List<Timeline.Entry<Label>> parts = new ArrayList<>(starts.size());
        int i = 0;
        for (long start : starts) {
            while (i + 1 < machine.size() && machine.get(i + 1).start() <= start) {
                i++;
            }
            parts.add(new Timeline.Entry<>(
                    start, laidOver(machine.get(i).value(), layers.overwrites().at(start))));
        }
        return parts;
    }

    private static @Nullable Label laidOver(@Nullable Label machine, @Nullable Ruling overwrite) {
        if (overwrite == null) {
            return machine;
        }
        Label said = overwrite.label();
        if (said.state() != null) {
            return said;
        }
        return machine != null && machine.isUnplannedStop() ? machine.withReason(said.reason()) : machine;
    }

    /**
     * Marks the microstops. An unplanned stop is all between two stretches of something else; how long it was is known
     * only when both are known.
     */
    private static List<Timeline.Entry<Stretch>> judged(
            List<Timeline.Entry<Label>> parts, @Nullable Stretch prior, long microstop) {
        List<Timeline.Entry<Stretch>> stretches = new ArrayList<>(parts.size());
        Label before = prior == null ? null : prior.label();
        int begin = 0;
        while (begin < parts.size()) {
            int end = begin + 1;
            boolean shortStop = false;
            if (label(parts, begin).isUnplannedStop()) {
                while (end < parts.size() && label(parts, end).isUnplannedStop()) {
                    end++;
                }
                shortStop = isKnownOther(before)
                        && end < parts.size()
                        && isKnownOther(label(parts, end))
                        && parts.get(end).start() - parts.get(begin).start() < microstop;
            }
            for (int i = begin; i < end; i++) {
                stretches.add(new Timeline.Entry<>(parts.get(i).start(), new Stretch(label(parts, i), shortStop)));
            }
            before = label(parts, end - 1);
            begin = end;
        }
        return stretches;
    }

    private static boolean isKnownOther(@Nullable Label label) {
        return label != null && !label.is(MachineState.UNKNOWN) && !label.isUnplannedStop();
    }

    private static Label label(List<Timeline.Entry<Label>> parts, int i) {
        Label label = parts.get(i).value();
        if (label == null) {
            throw new IllegalStateException("a part without a label");
        }
        return label;
    }
}

package io.millrace.process.state;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is said of each moment, by whom. Immutable.
 *
 * @param spoken what the signals mean
 * @param counted what the pieces mean
 * @param reasons what the machine gives as the reason of a stop
 * @param overwrites what people say; nothing where they said nothing
 */
record Layers(Timeline<Label> spoken, Timeline<Label> counted, Timeline<String> reasons, Timeline<Ruling> overwrites) {

    static final Layers NONE = new Layers(Timeline.empty(), Timeline.empty(), Timeline.empty(), Timeline.empty());

    Layers withSpoken(Timeline<Label> changed) {
        return new Layers(changed, counted, reasons, overwrites);
    }

    Layers withCounted(Timeline<Label> changed) {
        return new Layers(spoken, changed, reasons, overwrites);
    }

    Layers withReasons(Timeline<String> changed) {
        return new Layers(spoken, counted, changed, overwrites);
    }

    Layers withOverwrites(Timeline<Ruling> changed) {
        return new Layers(spoken, counted, reasons, changed);
    }

    Layers forgetBefore(long time) {
        return new Layers(
                spoken.forgetBefore(time),
                counted.forgetBefore(time),
                reasons.forgetBefore(time),
                overwrites.forgetBefore(time));
    }

    /** What the machine itself says at a time, without reasons that were given apart. */
    @Nullable
    Label machineAt(long time) {
        Label label = spoken.at(time);
        return label == null ? counted.at(time) : label;
    }

    /** When the unplanned stop of the machine began that goes on right before a time; that time when there is none. */
    long stopBefore(long time) {
        long start = time;
        while (start != Timeline.NEVER) {
            Label label = machineAt(start - 1);
            if (label == null || !label.isUnplannedStop()) {
                break;
            }
            start = Math.max(spoken.startAt(start - 1), counted.startAt(start - 1));
        }
        return start;
    }

    /**
     * What the machine itself says from a time on, with the reasons it gave: a part of an unplanned stop without a reason
     * has the next one given in that stop, or else the last one.
     *
     * @param from no unplanned stop goes on right before it
     * @param to nothing that begins later
     */
    List<Timeline.Entry<Label>> machineSince(long from, long to) {
        TreeSet<Long> starts = new TreeSet<>();
        addStarts(spoken, from, to, starts);
        addStarts(counted, from, to, starts);
        addStarts(reasons, from, to, starts);
        List<Timeline.Entry<Label>> parts = new ArrayList<>(starts.size());
        for (long start : starts) {
            parts.add(new Timeline.Entry<>(start, machineAt(start)));
        }
        int begin = 0;
        while (begin < parts.size()) {
            int end = begin + 1;
            if (isStop(parts.get(begin))) {
                while (end < parts.size() && isStop(parts.get(end))) {
                    end++;
                }
                giveReasons(parts.subList(begin, end));
            }
            begin = end;
        }
        return parts;
    }

    private static void addStarts(Timeline<?> timeline, long from, long to, TreeSet<Long> starts) {
        for (Timeline.Entry<?> entry : timeline.since(from)) {
            if (entry.start() <= to) {
                starts.add(entry.start());
            }
        }
    }

    private static boolean isStop(Timeline.Entry<Label> part) {
        return part.value() != null && part.value().isUnplannedStop();
    }

    private void giveReasons(List<Timeline.Entry<Label>> stop) {
        String known = null;
        for (Timeline.Entry<Label> part : stop) {
            String given = reasons.at(part.start());
            known = given == null ? known : given;
        }
        for (int i = stop.size() - 1; i >= 0 && known != null; i--) {
            Timeline.Entry<Label> part = stop.get(i);
            String given = reasons.at(part.start());
            known = given == null ? known : given;
            Label label = part.value();
            if (label != null && label.reason().isEmpty()) {
                stop.set(i, new Timeline.Entry<>(part.start(), label.withReason(known)));
            }
        }
    }
}

package io.millrace.process.state;

import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes outputs of the difference between what was told and what is true. Used once; not thread-safe. */
final class Telling {

    private final StateTopics topics;
    private final long from;
    private final List<Long> withdrawn;
    private final List<Identity> cause;
    private final List<Output> outputs = new ArrayList<>();
    private Timeline<Stretch> told;

    /**
     * @param told what was told
     * @param from earlier times are as told
     * @param withdrawn times of which something was told and taken back
     * @param cause what it follows from; empty for the input that was just applied
     */
    Telling(StateTopics topics, Timeline<Stretch> told, long from, List<Long> withdrawn, List<Identity> cause) {
        this.topics = topics;
        this.told = told;
        this.from = from;
        this.withdrawn = new ArrayList<>(withdrawn);
        this.cause = cause;
    }

    /** @param now what is true, in order; the first differs from what holds before */
    void tell(List<Timeline.Entry<Stretch>> now) {
        TreeMap<Long, Stretch> before = new TreeMap<>();
        for (Timeline.Entry<Stretch> entry : told.since(from)) {
            if (entry.value() != null && told.startAt(entry.start()) == entry.start()) {
                before.put(entry.start(), entry.value());
            }
        }
        TreeMap<Long, Stretch> after = new TreeMap<>();
        told = told.set(from, from == Timeline.NEVER ? null : told.at(from - 1));
        for (Timeline.Entry<Stretch> entry : now) {
            if (entry.value() != null) {
                after.put(entry.start(), entry.value());
                told = told.set(entry.start(), entry.value());
            }
        }
        TreeSet<Long> starts = new TreeSet<>(before.keySet());
        starts.addAll(after.keySet());
        for (long start : starts) {
            Stretch was = before.get(start);
            Stretch is = after.get(start);
            if (is == null) {
                withdrawn.add(start);
                say(start, null, true);
            } else if (!is.equals(was)) {
                boolean again = withdrawn.remove((Long) start);
                say(start, is, was != null || again);
            }
        }
    }

    private void say(long start, @Nullable Stretch stretch, boolean corrects) {
        Content event = stretch == null ? Content.RETRACTED : topics.event(start, stretch);
        Content sample = stretch == null ? Content.RETRACTED : StateTopics.sample(stretch);
        outputs.add(new Output(topics.add(), start, "", event, corrects, cause));
        outputs.add(new Output(topics.tag(), start, "", sample, corrects, cause));
    }

    List<Output> outputs() {
        return outputs;
    }

    Timeline<Stretch> told() {
        return told;
    }

    List<Long> withdrawn() {
        return withdrawn;
    }
}

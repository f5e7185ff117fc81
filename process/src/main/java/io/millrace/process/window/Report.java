package io.millrace.process.window;

import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Output;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a window that has ended: each aggregate on its topic, with the start of the window as its time.
 *
 * <p>Where something in the window was less than Good, or where no value was valid for a part of it, what was computed
 * is Uncertain (after OPC 10000-13, 5.4.3.2: the StatusCode tells that not all that was needed was Good). What cannot be
 * computed is Bad.
 *
 * @param input the topic of the inputs
 * @param topics of the aggregates, in the order in which they are told
 * @param perMicros the time over which a rate is told
 */
record Report(String input, Map<Aggregate, Topic> topics, double perMicros) {

    private static final double MICROS_PER_SECOND = 1_000_000;

    /** A stretch of time that has ended, and how values weigh in it. */
    record Window(long start, long end, Weight weight) {

        private boolean isCovered() {
            return weight.micros() == end - start;
        }
    }

    /** A window in which something came. */
    List<Output> tell(Window window, List<Pane> panes) {
        Pane whole = panes.stream().reduce(Pane::joined).orElseThrow();
        Percentiles percentiles = new Percentiles(panes);
        List<Identity> from = from(whole);
        List<Output> outputs = new ArrayList<>(topics.size());
        topics.forEach((aggregate, topic) -> outputs.add(
                new Output(topic, window.start(), "", content(aggregate, window, whole, percentiles), false, from)));
        return outputs;
    }

    /** A window in which nothing came, and an earlier value was valid. */
    List<Output> tellHeld(Window window, Hold hold) {
        List<Output> outputs = new ArrayList<>(1);
        topics.forEach((aggregate, topic) -> {
            if (aggregate.type() == Aggregate.Type.TIME_WEIGHTED_MEAN) {
                Identity from = new Identity(input, hold.since(), "");
                outputs.add(new Output(topic, window.start(), "", weighted(window, false), false, List.of(from)));
            }
        });
        return outputs;
    }

    private List<Identity> from(Pane whole) {
        Set<Identity> from = new LinkedHashSet<>();
        for (Mark mark : new @Nullable Mark[] {whole.first(), whole.last()}) {
            if (mark != null) {
                from.add(new Identity(input, mark.time(), mark.id()));
            }
        }
        return List.copyOf(from);
    }

    private Content content(Aggregate aggregate, Window window, Pane whole, Percentiles percentiles) {
        return switch (aggregate.type()) {
            case COUNT -> Content.of(Value.of(whole.count()));
            case DURATION -> Content.of(Value.of((window.end() - window.start()) / MICROS_PER_SECOND));
            case FIRST -> marked(whole.first());
            case LAST -> marked(whole.last());
            case MIN -> computed(whole, whole.low(), whole.doubtful());
            case MAX -> computed(whole, whole.high(), whole.doubtful());
            case SUM -> computed(whole, whole.total().value(), whole.doubtful());
            case MEAN ->
                whole.count() == 0 ? noData() : computed(whole, whole.total().over(whole.count()), whole.doubtful());
            case RATE -> rate(whole);
            case PERCENTILE ->
                computed(whole, percentiles.at(aggregate.share()), whole.doubtful() || !percentiles.areExact());
            case TIME_WEIGHTED_MEAN -> weighted(window, whole.doubtful());
        };
    }

    private Content rate(Pane whole) {
        Mark first = whole.first();
        Mark last = whole.last();
        if (first == null || last == null || first.time() == last.time()) {
            return noData();
        }
        double periods = (last.time() - first.time()) / perMicros;
        return computed(whole, Numbers.finite(change(first.value(), last.value()) / periods), whole.doubtful());
    }

    private static double change(Value from, Value to) {
        Value first = Numbers.of(from);
        Value last = Numbers.of(to);
        if (first instanceof Value.Whole one && last instanceof Value.Whole other) {
            long change = other.value() - one.value();
            boolean overflows = ((other.value() ^ one.value()) & (other.value() ^ change)) < 0;
            if (!overflows) {
                return (double) change;
            }
        }
        return first == null || last == null ? Double.NaN : Numbers.real(last) - Numbers.real(first);
    }

    private static Content weighted(Window window, boolean doubtful) {
        Weight weight = window.weight();
        if (weight.micros() == 0) {
            return noData();
        }
        return told(weight.mean(), doubtful || weight.doubtful() || !window.isCovered());
    }

    private static Content marked(@Nullable Mark mark) {
        return mark == null ? noData() : new Content.Measured(mark.value(), mark.quality());
    }

    private static Content computed(Pane whole, @Nullable Value value, boolean doubtful) {
        return whole.count() == 0 ? noData() : told(value, doubtful);
    }

    /** @param value null when it is larger than any number */
    private static Content told(@Nullable Value value, boolean doubtful) {
        if (value == null) {
            return new Content.Measured(null, Quality.BAD_OUT_OF_RANGE);
        }
        return new Content.Measured(value, doubtful ? Quality.UNCERTAIN_SUB_NORMAL : Quality.GOOD);
    }

    private static Content noData() {
        return new Content.Measured(null, Quality.BAD_NO_DATA);
    }
}

package io.millrace.process.window;

import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code window}: aggregates over tumbling and hopping windows and over sessions. Thread-safe. */
public final class WindowKind implements Kind<WindowOptions> {

    private static final String ROLE = "input";
    private static final Duration LONGEST_SESSION = Duration.ofDays(1);
    /** So many numbers of a window are kept for percentiles, and at least so many of each of its panes. */
    private static final int MOST_NUMBERS = 4096;

    private static final int MOST_NUMBERS_PER_PANE = 64;

    @Override
    public String name() {
        return "window";
    }

    @Override
    public String sentence() {
        return "Says what a tag did in each hour, day, overlapping window or session: count, sum, mean and more.";
    }

    @Override
    public Class<WindowOptions> optionsType() {
        return WindowOptions.class;
    }

    @Override
    public Plan plan(WindowOptions options, Setting setting) {
        Source source = setting.source(ROLE, "input", options.input());
        if (options.input().contains("+") || options.input().contains("#")) {
            throw new MistakeException(
                    "input",
                    Problem.of(
                            "input-several",
                            "'" + options.input() + "' names several topics, and a window has one.",
                            "Name one tag below the location; with + in 'at' there is a window for each location."));
        }
        List<Aggregate> aggregates =
                options.aggregates().stream().map(Aggregate::parse).toList();
        checkEvents(options, aggregates);
        List<String> writes = aggregates.stream()
                .map(aggregate -> setting.writes("output", below(options, aggregate)))
                .toList();
        return new Plan(
                List.of(source),
                new Keying.ByPlace(setting.levels()),
                writes,
                place -> processor(options, setting, aggregates, place));
    }

    private static void checkEvents(WindowOptions options, List<Aggregate> aggregates) {
        boolean events = ("/" + options.input()).contains("/_analytics/");
        if (events && options.field() == null && !aggregates.stream().allMatch(Aggregate::ofEvents)) {
            throw new MistakeException(
                    "aggregates",
                    Problem.of(
                            "input-wrong-type",
                            "'" + options.input() + "' carries events, of which only count and duration can be told.",
                            "Name the 'field' of the event that holds the value."));
        }
        if (!events && options.field() != null) {
            throw new MistakeException(
                    "field",
                    Problem.of(
                            "input-wrong-type",
                            "'" + options.input() + "' carries samples, which have no fields.",
                            "Remove 'field', or name a topic of events, such as _analytics/count."));
        }
    }

    private static String below(WindowOptions options, Aggregate aggregate) {
        return "_historian/" + options.output() + "/" + aggregate.word();
    }

    private static Processor<?> processor(
            WindowOptions options, Setting setting, List<Aggregate> aggregates, Place place) {
        Map<Aggregate, Topic> topics = new LinkedHashMap<>();
        for (Aggregate aggregate : aggregates) {
            topics.put(aggregate, place.topic(below(options, aggregate)));
        }
        String input = options.input().startsWith("/")
                ? place.namespace().root() + options.input()
                : place.topic(options.input()).path();
        Report report = new Report(input, topics, perMicros(options.per()));
        Reading.Wish wish =
                new Reading.Wish(options.field(), aggregates.stream().anyMatch(Aggregate::ofNumbers));
        long longestHold = options.longestHold() == null ? Long.MAX_VALUE : Spans.micros(options.longestHold());
        boolean percentiles = aggregates.stream().anyMatch(aggregate -> aggregate.type() == Aggregate.Type.PERCENTILE);
        boolean weighs =
                aggregates.stream().anyMatch(aggregate -> aggregate.type() == Aggregate.Type.TIME_WEIGHTED_MEAN);
        Duration length = options.length();
        Duration gap = options.gap();
        if (length == null || gap != null) {
            Duration longest = options.longest() == null ? LONGEST_SESSION : options.longest();
            return new SessionWindows(
                    gap == null ? 0 : Spans.micros(gap),
                    Spans.micros(longest),
                    percentiles ? MOST_NUMBERS : 0,
                    wish,
                    longestHold,
                    report);
        }
        Duration every = options.every() == null ? length : options.every();
        int panes = (int) (length.toNanos() / every.toNanos());
        int mostNumbers = Math.max(MOST_NUMBERS_PER_PANE, MOST_NUMBERS / panes / 2 * 2);
        return new GridWindows(
                grid(length, every, options.offset(), setting),
                panes,
                percentiles ? mostNumbers : 0,
                wish,
                longestHold,
                weighs,
                report);
    }

    private static Grid grid(Duration length, Duration every, Duration offset, Setting setting) {
        return Spans.areDays(length, every)
                ? new Grid.Days((int) every.toDays(), LocalTime.ofNanoOfDay(offset.toNanos()), setting.zone())
                : new Grid.Even(Spans.micros(every), Spans.micros(offset));
    }

    private static double perMicros(WindowOptions.Per per) {
        return switch (per) {
            case SECOND -> 1e6;
            case MINUTE -> 60e6;
            case HOUR -> 3600e6;
        };
    }
}

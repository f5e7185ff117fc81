package io.millrace.process.counter;

import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Processor;
import io.millrace.process.counter.CounterOptions.Passages;
import io.millrace.process.counter.CounterOptions.Period;
import io.millrace.process.counter.CounterOptions.Pulses;
import io.millrace.process.counter.CounterOptions.Running;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kind of processor that counts pieces. Thread-safe. */
public final class CounterKind implements Kind<CounterOptions> {

    /** A meter and where its samples come from. */
    private record Way(String key, String from, Meter meter) {}

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public String sentence() {
        return "Counts pieces, good and scrap, and tells how many were made in each hour, shift and day.";
    }

    @Override
    public Class<CounterOptions> optionsType() {
        return CounterOptions.class;
    }

    @Override
    public Plan plan(CounterOptions options, Setting setting) {
        Way pieces = pieces(options);
        @Nullable Way scrap = scrap(options);
        List<Source> sources = new ArrayList<>();
        sources.add(source(CounterProcessor.PIECES, pieces, setting));
        if (scrap != null) {
            Source source = source(CounterProcessor.SCRAP, scrap, setting);
            if (source.filter().equals(sources.get(0).filter())) {
                throw mistake(
                        scrap.key(),
                        "'" + scrap.from() + "' is counted as pieces already.",
                        "Name the tag or event that counts scrap.");
            }
            sources.add(source);
        }
        boolean tellsScrap = scrap != null || isEvent(pieces.from());
        String scrapFrom = scrap == null ? pieces.from() : scrap.from();
        List<PlantCalendar> calendars = calendars(options, setting.zone());
        return new Plan(
                sources,
                new Keying.ByPlace(setting.levels()),
                writes(options, setting),
                place -> new CounterProcessor(
                        pieces.meter(),
                        scrap == null ? null : scrap.meter(),
                        options.scrap() != null && options.scrap().included(),
                        tellsScrap,
                        calendars,
                        CounterTopics.at(place, options, pieces.from(), scrapFrom),
                        options.totals()));
    }

    private static Way pieces(CounterOptions options) {
        if (options.pulses() != null) {
            return way("", options.pulses());
        }
        if (options.running() != null) {
            return way("", options.running());
        }
        Passages passages = options.passages();
        if (passages == null) {
            throw new IllegalStateException("options without a way to count");
        }
        Meter meter = new PassageMeter(
                passages.near(),
                passages.far(),
                micros(passages.shortest(), 0),
                micros(passages.longest(), Processor.NEVER));
        return new Way("passages.input", passages.input(), meter);
    }

    private static @Nullable Way scrap(CounterOptions options) {
        if (options.scrap() == null) {
            return null;
        }
        if (options.scrap().pulses() != null) {
            return way("scrap.", options.scrap().pulses());
        }
        return options.scrap().running() == null
                ? null
                : way("scrap.", options.scrap().running());
    }

    private static Way way(String prefix, Pulses pulses) {
        return new Way(prefix + "pulses.input", pulses.input(), new PulseMeter(pulses.edge()));
    }

    private static Way way(String prefix, Running running) {
        long wrapsAt = running.wrapsAt() == null ? Processor.NEVER : running.wrapsAt();
        Meter meter = new RunningMeter(wrapsAt, running.largestStep(), running.onReset());
        return new Way(prefix + "running.input", running.input(), meter);
    }

    private static long micros(@Nullable Duration duration, long absent) {
        return duration == null ? absent : duration.toNanos() / 1000;
    }

    private static Source source(String role, Way way, Setting setting) {
        Source source = setting.source(role, way.key(), way.from());
        if (way.from().contains("+") || way.from().contains("#")) {
            throw mistake(
                    way.key(),
                    "'" + way.from() + "' stands for several topics, and a counter counts one.",
                    "Name one topic; for a counter at each of several places write + in 'at'.");
        }
        if (isEvent(way.from()) && !(way.meter() instanceof PulseMeter)) {
            throw mistake(
                    way.key(),
                    "'" + way.from() + "' carries events, and a running counter or a distance is a tag.",
                    "Name a tag, as in _historian/counter, or count the events by pulses.");
        }
        return source;
    }

    private static boolean isEvent(String from) {
        return ("/" + from).contains("/" + Payloads.ANALYTICS + "/");
    }

    private static List<PlantCalendar> calendars(CounterOptions options, ZoneId zone) {
        List<PlantCalendar> calendars = new ArrayList<>();
        for (Period period : options.totals()) {
            calendars.add(
                    switch (period) {
                        case HOUR -> PlantCalendar.hours(zone);
                        case SHIFT -> PlantCalendar.daily(zone, options.shiftStarts());
                        case DAY -> PlantCalendar.daily(zone, List.of(options.dayBegins()));
                    });
        }
        return calendars;
    }

    private static List<String> writes(CounterOptions options, Setting setting) {
        String output = options.output();
        List<String> names = new ArrayList<>();
        names.add(CounterTopics.count(output));
        names.add(CounterTopics.notCounted(output));
        names.add(CounterTopics.total(output));
        names.add(CounterTopics.scrap(output));
        for (Period period : options.totals()) {
            names.add(CounterTopics.period(output, period));
            names.add(CounterTopics.scrapPeriod(output, period));
        }
        return names.stream().map(name -> setting.writes("output", name)).toList();
    }

    private static MistakeException mistake(String key, String message, String remedy) {
        return new MistakeException(key, Problem.of("counter-refused", message, remedy));
    }
}

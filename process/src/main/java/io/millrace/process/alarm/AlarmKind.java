package io.millrace.process.alarm;

import io.millrace.model.Problem;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.alarm.AlarmOptions.BadQuality;
import io.millrace.process.alarm.AlarmOptions.Suppression;
import io.millrace.process.expression.Condition;
import io.millrace.process.expression.InputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The kind of processor that raises an alarm. Thread-safe. */
public final class AlarmKind implements Kind<AlarmOptions> {

    private static final int NANOS_PER_MICRO = 1000;
    private static final int MOST_INPUTS = 16;
    private static final String ONLY = "value";
    private static final String SUPPRESSING = "suppressedBy";
    /** Where people's events are, and the alarm's own. */
    private static final String EVENTS = "_analytics/alarm/";

    @Override
    public String name() {
        return "alarm";
    }

    @Override
    public String sentence() {
        return "Raises an alarm on a limit, a rate, a word, a silence or an expression, and keeps it until people have"
                + " seen to it.";
    }

    @Override
    public Class<AlarmOptions> optionsType() {
        return AlarmOptions.class;
    }

    @Override
    public Plan plan(AlarmOptions options, Setting setting) {
        Map<String, String> topics = options.input() == null ? options.inputs() : Map.of(ONLY, options.input());
        if (topics.size() > MOST_INPUTS) {
            throw mistake(
                    "inputs",
                    topics.size() + " inputs; " + MOST_INPUTS + " are the most.",
                    "Let an expression compute what belongs together.");
        }
        topics.keySet().forEach(AlarmKind::checkInput);
        String name = options.name() == null ? setting.name() : options.name();
        if (Action.Kind.words().contains(name)) {
            throw mistake(
                    "name",
                    "'" + name + "' is what people do to alarms.",
                    "Give the alarm a name of its own, as in name: hot-burner.");
        }
        String events = EVENTS + name;
        String tag = "_historian/alarm/" + name + "/active";
        List<String> writes = List.of(setting.writes("name", events), setting.writes("name", tag));
        Watch watch = watch(options, topics, setting);
        AlarmProcessor.Rules rules = rules(options, topics);
        Message message =
                Message.read(options.message() == null ? watch.standardMessage() : options.message(), topics.keySet());
        int number = options.severityNumber() == null ? options.severity().number() : options.severityNumber();
        return new Plan(
                sources(options, topics, setting),
                new Keying.ByPlace(setting.levels()),
                writes,
                place -> new AlarmProcessor(
                        watch,
                        rules,
                        new Terms(
                                name,
                                options.severity(),
                                number,
                                options.group(),
                                message,
                                watch.limit(),
                                options.acknowledge(),
                                options.latching(),
                                micros(options.longestShelving()),
                                place.location(),
                                place.topic(events),
                                place.topic(tag))));
    }

    private static void checkInput(String input) {
        if (Action.Kind.words().contains(input)
                || input.equals(SUPPRESSING)
                || Message.ALWAYS.contains(input) && !input.equals(ONLY)) {
            throw mistake("inputs." + input, "'" + input + "' means something else in an alarm.", "Use another name.");
        }
    }

    private static AlarmProcessor.Rules rules(AlarmOptions options, Map<String, String> topics) {
        Suppression suppression = options.suppressedBy();
        return new AlarmProcessor.Rules(
                List.copyOf(topics.keySet()),
                suppression == null ? "" : SUPPRESSING,
                suppression == null ? List.of() : suppression.is(),
                micros(options.onDelay()),
                micros(options.offDelay()),
                options.badQuality() == BadQuality.RAISE);
    }

    private static Watch watch(AlarmOptions options, Map<String, String> topics, Setting setting) {
        if (options.high() != null) {
            return new LimitWatch(true, options.high().limit(), options.high().hysteresis());
        }
        if (options.low() != null) {
            return new LimitWatch(false, options.low().limit(), options.low().hysteresis());
        }
        AlarmOptions.Rate rate = options.rate();
        if (rate != null) {
            return new RateWatch(rate.rise(), rate.fall(), micros(rate.per()), micros(rate.over()), rate.hysteresis());
        }
        if (!options.is().isEmpty()) {
            return new WordWatch(options.is());
        }
        if (options.silentFor() != null) {
            return new SilenceWatch(micros(options.silentFor()));
        }
        options.types().keySet().forEach(input -> {
            if (!topics.containsKey(input)) {
                throw mistake(
                        "types." + input,
                        "There is no input '" + input + "'.",
                        "The inputs are " + String.join(", ", topics.keySet()) + ".");
            }
        });
        Map<String, InputType> types = new LinkedHashMap<>();
        topics.keySet().forEach(input -> types.put(input, options.types().getOrDefault(input, InputType.NUMBER)));
        return new ExpressionWatch(
                List.copyOf(topics.keySet()),
                Condition.read("when", types, Objects.requireNonNull(options.when()), setting.zone()));
    }

    private static List<Source> sources(AlarmOptions options, Map<String, String> topics, Setting setting) {
        List<Source> sources = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        topics.forEach((name, topic) ->
                add(name, options.input() == null ? "inputs." + name : "input", topic, setting, sources, seen));
        if (options.suppressedBy() != null) {
            add(SUPPRESSING, "suppressedBy.input", options.suppressedBy().input(), setting, sources, seen);
        }
        for (Action.Kind kind : Action.Kind.values()) {
            sources.add(setting.source(kind.word(), "name", EVENTS + kind.word()));
        }
        return sources;
    }

    private static void add(
            String role, String key, String topic, Setting setting, List<Source> sources, Set<String> seen) {
        if (topic.contains("+") || topic.contains("#")) {
            throw mistake(
                    key,
                    "'" + topic + "' names several topics.",
                    "Name one; 'location' may hold a + for several machines.");
        }
        Source source = setting.source(role, key, topic);
        if (!seen.add(source.filter())) {
            throw mistake(key, "'" + topic + "' is an input already.", "Name each tag once.");
        }
        if (("/" + topic).contains("/_analytics/")) {
            throw mistake(
                    key,
                    "'" + topic + "' carries events, and an alarm watches tags.",
                    "Name a tag, as in _historian/state; a counter or a machine-state makes tags of events.");
        }
        sources.add(source);
    }

    private static MistakeException mistake(String key, String message, String remedy) {
        return new MistakeException(key, Problem.of("option-illegal", message, remedy));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / NANOS_PER_MICRO;
    }
}

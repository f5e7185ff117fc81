package io.millrace.process.detect;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Topic;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.detect.DetectOptions.Combine;
import io.millrace.process.detect.DetectOptions.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code detect}: z-score, EWMA, CUSUM and a band around a seasonal forecast. Thread-safe. */
public final class DetectKind implements Kind<DetectOptions> {

    private static final int MOST_INPUTS = 16;
    private static final String ONLY = "input";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final int NANOS_PER_MICRO = 1000;

    @Override
    public String name() {
        return "detect";
    }

    @Override
    public String sentence() {
        return "Says how far tags are from what is usual for them: z-score, EWMA, CUSUM, or a seasonal band.";
    }

    @Override
    public Class<DetectOptions> optionsType() {
        return DetectOptions.class;
    }

    @Override
    public Plan plan(DetectOptions options, Setting setting) {
        Map<String, String> topics = topics(options);
        Set<Told> told = told(options);
        boolean together = options.combine() == Combine.MAX;
        Method<?> method = method(options, setting);
        Map<String, String> groups = new LinkedHashMap<>();
        if (together || options.input() != null) {
            groups.put(ONLY, "_historian/" + options.output());
        } else {
            topics.keySet().forEach(name -> groups.put(name, "_historian/" + options.output() + "/" + name));
        }
        List<String> writes = groups.values().stream()
                .flatMap(group -> told.stream().map(one -> setting.writes("output", group + "/" + one.word())))
                .toList();
        return new Plan(sources(topics, setting, writes), new Keying.ByPlace(setting.levels()), writes, place -> {
            List<Outlet> outlets = new ArrayList<>();
            groups.values().forEach(group -> outlets.add(outlet(group, told, place)));
            return processor(method, options, inlets(topics, place), outlets);
        });
    }

    private static Outlet outlet(String group, Set<Told> told, Place place) {
        Map<Told, Topic> topics = new LinkedHashMap<>();
        told.forEach(one -> topics.put(one, place.topic(group + "/" + one.word())));
        return new Outlet(topics);
    }

    private static List<DetectProcessor.Inlet> inlets(Map<String, String> topics, Place place) {
        List<DetectProcessor.Inlet> inlets = new ArrayList<>();
        topics.forEach((name, topic) -> inlets.add(new DetectProcessor.Inlet(
                name,
                topic.startsWith("/")
                        ? place.namespace().root() + topic
                        : place.topic(topic).path())));
        return inlets;
    }

    private static <M> Processor<?> processor(
            Method<M> method, DetectOptions options, List<DetectProcessor.Inlet> inlets, List<Outlet> outlets) {
        var rule = new Flag.Rule(
                method.limit(),
                method.limit() * options.clearAt(),
                micros(options.onDelay()),
                micros(options.offDelay()));
        return new DetectProcessor<>(new DetectProcessor.Terms<>(
                method,
                inlets,
                outlets,
                options.combine() == Combine.MAX,
                rule,
                options.gap() == null ? Long.MAX_VALUE : micros(options.gap()),
                options.relearn()));
    }

    private static Method<?> method(DetectOptions options, Setting setting) {
        return Stream.of(options.zScore(), options.ewma(), options.cusum(), options.band())
                .filter(Objects::nonNull)
                .map(given -> method(given, options.minSigma(), setting))
                .findFirst()
                .orElseThrow();
    }

    private static Method<?> method(Object given, double minSigma, Setting setting) {
        if (given instanceof DetectOptions.ZScoreOptions zScore) {
            return new ZScore(zScore.window(), zScore.limit(), zScore.warmUp(), minSigma);
        }
        if (given instanceof DetectOptions.EwmaOptions ewma) {
            return new Ewma(ewma.lambda(), ewma.limit(), new Usual(ewma.mean(), ewma.sigma(), ewma.warmUp(), minSigma));
        }
        if (given instanceof DetectOptions.CusumOptions cusum) {
            return new Cusum(cusum.k(), cusum.h(), new Usual(cusum.mean(), cusum.sigma(), cusum.warmUp(), minSigma));
        }
        var band = (DetectOptions.BandOptions) given;
        return new Band(
                Season.of(micros(band.season()), micros(band.step()), setting.zone()),
                band.width(),
                band.warmUp(),
                minSigma,
                band.alpha(),
                band.beta(),
                band.gamma());
    }

    private static long micros(Duration span) {
        return span.toNanos() / NANOS_PER_MICRO;
    }

    private static Map<String, String> topics(DetectOptions options) {
        String input = options.input();
        if ((input == null) == options.inputs().isEmpty()) {
            throw mistake(
                    input == null ? "input" : "inputs",
                    input == null ? "There is no input." : "There is 'input' and there are 'inputs'.",
                    "Give input: TOPIC for one tag, or inputs: {NAME: TOPIC, ...} for several.");
        }
        if (input != null) {
            if (options.combine() == Combine.MAX) {
                throw mistake("combine", "There is one input, and nothing to combine.", "Remove 'combine'.");
            }
            return Map.of(ONLY, input);
        }
        if (options.inputs().size() > MOST_INPUTS) {
            throw mistake(
                    "inputs",
                    options.inputs().size() + " inputs; " + MOST_INPUTS + " are the most.",
                    "Split the processor.");
        }
        for (String name : options.inputs().keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw mistake(
                        "inputs." + name,
                        "'" + name + "' cannot be part of a topic.",
                        "Use letters, digits, '-' and '_'.");
            }
        }
        return options.inputs();
    }

    private static Set<Told> told(DetectOptions options) {
        Set<Told> told;
        try {
            told = options.told();
        } catch (ProblemException unknown) {
            throw new MistakeException("tags", unknown.problem());
        }
        if (told.isEmpty()) {
            throw mistake("tags", "Nothing is told.", "Name some, such as [score, anomaly].");
        }
        boolean together = options.combine() == Combine.MAX;
        told.stream()
                .filter(one -> together ? !one.ofAll() : one == Told.WORST)
                .findFirst()
                .ifPresent(one -> {
                    throw mistake(
                            "tags",
                            "'" + one.word() + "' is "
                                    + (together
                                            ? "of one input, and 'combine: max' tells of all."
                                            : "for 'combine: max'."),
                            together ? "Use score, anomaly, worst." : "Use score, anomaly, expected, low, high.");
                });
        return told;
    }

    private static List<Source> sources(Map<String, String> topics, Setting setting, List<String> writes) {
        List<Source> sources = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        topics.forEach((name, topic) -> {
            String key = name.equals(ONLY) && topics.size() == 1 ? "input" : "inputs." + name;
            if (topic.contains("+") || topic.contains("#")) {
                throw mistake(
                        key,
                        "'" + topic + "' stands for many tags.",
                        "Name one tag for each input; with + in 'location' there is a detector for each place.");
            }
            if (("/" + topic).contains("/_analytics/")) {
                throw mistake(
                        key,
                        "'" + topic + "' carries events, and detect judges samples.",
                        "Name a tag, or let a counter or a window make one of the events.");
            }
            Source source = setting.source(name, key, topic);
            String twin = seen.put(source.filter(), name);
            if (twin != null) {
                throw mistake(key, "'" + topic + "' is the input '" + twin + "' already.", "Name it once.");
            }
            if (writes.contains(source.filter())) {
                throw mistake("output", "It would judge what it tells.", "Give the output another name.");
            }
            sources.add(source);
        });
        return sources;
    }

    private static MistakeException mistake(String key, String message, String remedy) {
        return new MistakeException(key, Problem.of("option-illegal", message, remedy));
    }
}
